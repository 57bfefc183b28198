package dev.proxima.job;

import dev.proxima.media.SegmentPlan;
import dev.proxima.media.SegmentPlanner;
import java.util.List;

/** What to do about a failed attempt. Pure: the same state and failure always give the same answer. */
public final class RetryPolicy {

    /** Attempts at one segment that fail by themselves, or whose file is gone when it is needed, until its job fails. */
    public static final int MAX_FAILURES = 3;

    private RetryPolicy() {}

    /** The event that follows from the failure of the current attempt at {@code segment}. */
    public static JobEvent afterFailure(JobState state, int segment, Failure failure, long now) {
        PieceState piece = state.piece(segment).orElseThrow();
        boolean cut = state.plan().orElseThrow().segments().isCut();
        if (failure instanceof Failure.NodeLost) {
            return new JobEvent.SegmentRequeued(segment, piece.attempt(), failure);
        }
        if (failure instanceof Failure.SegmentMismatch && segment != PieceState.AUDIO) {
            return cut ? abandonSplit(state, failure) : new JobEvent.JobFailed(now, failure);
        }
        return again(piece, failure, now);
    }

    /** The events that follow when a stitch failed: every segment that is gone is made again. */
    public static List<JobEvent> eventsAfterStitchFailure(JobState state, Failure failure, long now) {
        if (failure instanceof Failure.SegmentGone gone) {
            List<JobEvent> events = gone.all().stream()
                    .map(segment -> again(state.piece(segment).orElseThrow(), failure, now))
                    .toList();
            return events.stream()
                    .filter(JobEvent::endsJob)
                    .findFirst()
                    .map(List::of)
                    .orElse(events);
        }
        return List.of(afterStitchFailure(state, failure, now));
    }

    /** The event that follows when stitched segments turned out not to be what a single pass makes. */
    public static JobEvent afterStitchFailure(JobState state, Failure failure, long now) {
        if (failure instanceof Failure.SegmentGone gone) {
            return again(state.piece(gone.segment()).orElseThrow(), failure, now);
        }
        boolean cut = state.plan().orElseThrow().segments().isCut();
        return failure instanceof Failure.OutputMismatch && cut
                ? abandonSplit(state, failure)
                : new JobEvent.JobFailed(now, failure);
    }

    private static JobEvent again(PieceState piece, Failure failure, long now) {
        return !failure.retryable() || piece.failures() + 1 >= MAX_FAILURES
                ? new JobEvent.JobFailed(now, failure)
                : new JobEvent.SegmentFailed(piece.index(), piece.attempt(), failure);
    }

    /** The warning of a job whose clip turned out not to cut exactly. */
    public static String inOnePiece(Failure failure) {
        return "The clip is encoded in one piece, as cutting it was not exact. " + failure.message();
    }

    private static JobEvent abandonSplit(JobState state, Failure failure) {
        SegmentPlan old = state.plan().orElseThrow().segments();
        long frames = old.segments().get(old.segments().size() - 1).range().endFrameExclusive();
        return new JobEvent.SplitAbandoned(SegmentPlanner.uncut(frames), inOnePiece(failure));
    }
}
