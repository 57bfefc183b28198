package dev.proxima.job;

import java.util.Optional;

/**
 * One piece of a job's work: a video segment, or the audio.
 *
 * @param index index of the segment, or {@link #AUDIO}
 * @param attempt number of the latest attempt, counted from 1; 0 before the first
 * @param failures attempts that failed by themselves, as opposed to those whose node went away
 * @param node {@code host:port} of the latest attempt, or empty
 * @param file name of the finished file in the work directory
 * @param suspect what was made of it did not fit the others once, so that it is decoded from farther back
 */
public record PieceState(
        int index,
        SegmentStatus status,
        int attempt,
        int failures,
        String node,
        Optional<PieceDigest> digest,
        String file,
        boolean suspect) {

    /** The index of the audio, which is encoded once, whole, beside the segments. */
    public static final int AUDIO = -1;

    /** @param attempts that were made of it before */
    static PieceState waiting(int index, int attempts) {
        return new PieceState(index, SegmentStatus.WAITING, attempts, 0, "", Optional.empty(), "", false);
    }

    public boolean isInFlight() {
        return status == SegmentStatus.DISPATCHED;
    }

    /** Whether word of {@code attempt} is about what runs now, and not about one that was given up. */
    public boolean isCurrent(int reported) {
        return isInFlight() && attempt == reported;
    }

    PieceState dispatched(int newAttempt, String newNode) {
        return new PieceState(
                index, SegmentStatus.DISPATCHED, newAttempt, failures, newNode, Optional.empty(), "", suspect);
    }

    PieceState succeeded(PieceDigest newDigest, String newFile) {
        return new PieceState(
                index, SegmentStatus.SUCCEEDED, attempt, failures, node, Optional.of(newDigest), newFile, suspect);
    }

    PieceState failed(Failure failure) {
        boolean misfit = failure instanceof Failure.OutputMismatch;
        return new PieceState(
                index, SegmentStatus.WAITING, attempt, failures + 1, node, Optional.empty(), "", suspect || misfit);
    }

    PieceState requeued() {
        return new PieceState(index, SegmentStatus.WAITING, attempt, failures, node, Optional.empty(), "", suspect);
    }

    /** As it was, but free to be tried again after the job was submitted anew. */
    PieceState afresh() {
        return status == SegmentStatus.SUCCEEDED
                ? this
                : new PieceState(index, SegmentStatus.WAITING, attempt, 0, node, Optional.empty(), "", suspect);
    }
}
