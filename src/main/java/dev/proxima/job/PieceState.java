package dev.proxima.job;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One piece of a job's work: a video segment, or the audio.
 *
 * @param index index of the segment, or {@link #AUDIO}
 * @param attempt number of the latest attempt, counted from 1; 0 before the first
 * @param failures attempts that failed by themselves, as opposed to those whose node went away or did not see the files
 * @param node {@code host:port} of the latest attempt, of the one that succeeded if one did, or empty
 * @param file name of the finished file in the work directory
 * @param suspect what was made of it did not fit the others once, so that it is decoded from farther back
 * @param runs attempts that are in flight: one, or more where it is slow and a faster node had nothing to do
 * @param failedOn nodes that failed at it
 */
public record PieceState(
        int index,
        SegmentStatus status,
        int attempt,
        int failures,
        String node,
        Optional<PieceDigest> digest,
        String file,
        boolean suspect,
        List<Run> runs,
        Set<String> failedOn) {

    /** The index of the audio, which is encoded once, whole, beside the segments. */
    public static final int AUDIO = -1;

    /** Attempts in flight at one time: a node that takes over for a slow one may turn slow itself. */
    private static final int MOST_RUNS = 3;

    /** An attempt in flight. */
    public record Run(int attempt, String node) {}

    /** Journals that knew one run at a time had the latest attempt in flight, or none, and knew where one failed last. */
    public PieceState {
        if (runs == null) {
            runs = status == SegmentStatus.DISPATCHED ? List.of(new Run(attempt, node)) : List.of();
        }
        if (failedOn == null) {
            failedOn = failures > 0 && status == SegmentStatus.WAITING ? Set.of(node) : Set.of();
        }
    }

    /** @param attempts that were made of it before */
    static PieceState waiting(int index, int attempts) {
        return new PieceState(
                index, SegmentStatus.WAITING, attempts, 0, "", Optional.empty(), "", false, List.of(), Set.of());
    }

    public boolean isInFlight() {
        return status == SegmentStatus.DISPATCHED;
    }

    /** Whether word of {@code attempt} is about what runs now, and not about one that was given up. */
    public boolean isCurrent(int reported) {
        return run(reported).isPresent();
    }

    public Optional<Run> run(int reported) {
        return runs.stream().filter(run -> run.attempt() == reported).findFirst();
    }

    /** Attempts but for the one in flight. */
    int attemptsBefore() {
        return isInFlight() ? attempt - 1 : attempt;
    }

    /** @param running attempts that are in flight */
    public static boolean mayRunOnceMore(int running) {
        return running < MOST_RUNS;
    }

    /** Whether {@code newNode} may begin it as well, which others work on: the first to finish wins. */
    boolean mayRunAlsoOn(String newNode) {
        return isInFlight()
                && mayRunOnceMore(runs.size())
                && runs.stream().noneMatch(run -> run.node().equals(newNode));
    }

    /**
     * Whether {@code other} may take the rest of it: of two attempts that race, none gives anything away, and it is not for a
     * node that failed at it.
     */
    boolean mayBeSplitFor(String other) {
        return isInFlight() && runs.size() == 1 && !runs.get(0).node().equals(other) && !failedOn.contains(other);
    }

    /** Whether another attempt than {@code reported} is in flight. */
    boolean hasRunBeside(int reported) {
        return runs.stream().anyMatch(run -> run.attempt() != reported);
    }

    PieceState dispatched(int newAttempt, String newNode) {
        List<Run> more = new ArrayList<>(runs);
        more.add(new Run(newAttempt, newNode));
        return new PieceState(
                index,
                SegmentStatus.DISPATCHED,
                newAttempt,
                failures,
                newNode,
                Optional.empty(),
                "",
                suspect,
                List.copyOf(more),
                failedOn);
    }

    /** The first attempt that succeeds is the one that counts. */
    PieceState succeeded(int reported, PieceDigest newDigest, String newFile) {
        return new PieceState(
                index,
                SegmentStatus.SUCCEEDED,
                attempt,
                failures,
                nodeOf(reported),
                Optional.of(newDigest),
                newFile,
                suspect,
                List.of(),
                failedOn);
    }

    PieceState failed(int reported, Failure failure) {
        boolean misfit = failure instanceof Failure.OutputMismatch;
        Set<String> more = new HashSet<>(failedOn);
        more.add(nodeOf(reported));
        return without(reported, failuresAfter(reported, failure), suspect || misfit, more);
    }

    /** That a node does not see the files says nothing of the piece, unless it was asked before: others may see them. */
    int failuresAfter(int reported, Failure failure) {
        boolean blind = failure instanceof Failure.OutOfReach && !failedOn.contains(nodeOf(reported));
        return blind ? failures : failures + 1;
    }

    PieceState requeued(int reported) {
        return without(reported, failures, suspect, failedOn);
    }

    /** As it was, but free to be tried again after the job was submitted anew. */
    PieceState afresh() {
        return status == SegmentStatus.SUCCEEDED
                ? this
                : new PieceState(
                        index,
                        SegmentStatus.WAITING,
                        attempt,
                        0,
                        node,
                        Optional.empty(),
                        "",
                        suspect,
                        List.of(),
                        Set.of());
    }

    /** It waits again, unless another attempt goes on. */
    private PieceState without(int ended, int newFailures, boolean newSuspect, Set<String> newFailedOn) {
        List<Run> left = runs.stream().filter(run -> run.attempt() != ended).toList();
        return new PieceState(
                index,
                left.isEmpty() ? SegmentStatus.WAITING : SegmentStatus.DISPATCHED,
                attempt,
                newFailures,
                left.isEmpty() ? node : left.get(0).node(),
                Optional.empty(),
                "",
                newSuspect,
                left,
                newFailedOn);
    }

    private String nodeOf(int reported) {
        return run(reported).map(Run::node).orElse(node);
    }
}
