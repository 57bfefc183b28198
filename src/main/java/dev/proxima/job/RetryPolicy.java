package dev.proxima.job;

import dev.proxima.media.SegmentPlan;
import dev.proxima.media.SegmentPlanner;
import java.util.List;

/** What to do about a failed attempt. Pure: the same state and failure always give the same answer. */
public final class RetryPolicy {

    /** Attempts at one segment that fail by themselves, or whose file is gone when it is needed, until its job fails. */
    public static final int MAX_FAILURES = 3;

    /** Where more than one of so many segments does not fit, one pass over the clip costs less than to make all of them again. */
    private static final int SEGMENTS_PER_MISFIT = 8;

    private RetryPolicy() {}

    /** The event that follows from the failure of a current attempt at {@code segment}. */
    public static JobEvent afterFailure(JobState state, int segment, int attempt, Failure failure, long now) {
        PieceState piece = state.piece(segment).orElseThrow();
        boolean cut = state.plan().orElseThrow().segments().isCut();
        if (failure instanceof Failure.NodeLost || failure instanceof Failure.GivenBack) {
            return new JobEvent.SegmentRequeued(segment, attempt, failure);
        }
        if (failure instanceof Failure.SegmentMismatch && segment != PieceState.AUDIO) {
            return cut ? abandonSplit(state, failure) : new JobEvent.JobFailed(now, failure);
        }
        if (failure.retryable() && isLast(piece, attempt, failure) && piece.hasRunBeside(attempt)) {
            return new JobEvent.SegmentRequeued(segment, attempt, failure);
        }
        return again(piece, attempt, failure, now);
    }

    /**
     * The events that follow when stitched segments turned out not to be what a single pass makes: those that do not fit
     * are made again, once, and decoded from farther back; then the clip is encoded in one piece; then the job fails.
     */
    public static List<JobEvent> afterStitchFailure(JobState state, Failure failure, long now) {
        if (failure instanceof Failure.SegmentGone gone) {
            return madeAgain(state, gone, now);
        }
        boolean cut = state.plan().orElseThrow().segments().isCut();
        if (!cut || !(failure instanceof Failure.OutputMismatch mismatch)) {
            return List.of(new JobEvent.JobFailed(now, failure));
        }
        List<PieceState> misfits = mismatch.guilty().stream()
                .flatMap(index -> state.piece(index).stream())
                .toList();
        return mayTryAgain(misfits, state.pieces().size(), failure)
                ? misfits.stream()
                        .<JobEvent>map(piece -> new JobEvent.SegmentFailed(piece.index(), piece.attempt(), failure))
                        .toList()
                : List.of(abandonSplit(state, failure));
    }

    /** Every piece that is gone is made again, unless that was too often for one of them. */
    private static List<JobEvent> madeAgain(JobState state, Failure.SegmentGone gone, long now) {
        List<JobEvent> events = gone.all().stream()
                .flatMap(index -> state.piece(index).stream())
                .map(piece -> again(piece, piece.attempt(), gone, now))
                .toList();
        return events.stream()
                .filter(JobEvent::endsJob)
                .findFirst()
                .map(List::of)
                .orElse(events);
    }

    private static boolean mayTryAgain(List<PieceState> misfits, int pieces, Failure failure) {
        return !misfits.isEmpty()
                && misfits.size() <= Math.max(1, pieces / SEGMENTS_PER_MISFIT)
                && misfits.stream().noneMatch(piece -> piece.suspect() || isLast(piece, piece.attempt(), failure));
    }

    private static JobEvent again(PieceState piece, int attempt, Failure failure, long now) {
        return !failure.retryable() || isLast(piece, attempt, failure)
                ? new JobEvent.JobFailed(now, failure)
                : new JobEvent.SegmentFailed(piece.index(), attempt, failure);
    }

    private static boolean isLast(PieceState piece, int attempt, Failure failure) {
        return piece.failuresAfter(attempt, failure) >= MAX_FAILURES;
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
