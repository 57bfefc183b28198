package dev.proxima.cluster;

import dev.proxima.api.FailureView;
import dev.proxima.api.JobView;
import dev.proxima.api.PieceView;
import dev.proxima.api.SegmentView;
import dev.proxima.job.JobState;
import dev.proxima.job.JobStatus;
import dev.proxima.job.PieceState;
import dev.proxima.job.SegmentStatus;
import dev.proxima.media.FrameRange;
import dev.proxima.media.PlannedSegment;
import java.time.Instant;
import java.util.List;

/** Turns the state of a job into what clients see of it. */
final class JobViews {

    private JobViews() {}

    /** With a warning where the job waits for an encoder that no node has. */
    static JobView of(JobState state, JobStatus status, LiveBoard board) {
        JobView view = of(state, status);
        String encoder = state.spec().preset().encoder();
        return waitsInVain(state, status, board)
                ? view.withWarning("The job waits for a node that can encode with " + encoder + ", as its preset "
                        + state.spec().preset().name() + " does: none of the cluster can.")
                : view;
    }

    /** Whether the job waits for an encoder that no node has. */
    static boolean waitsInVain(JobState state, JobStatus status, LiveBoard board) {
        return status == JobStatus.ENCODING
                && !state.waiting().isEmpty()
                && board.hasSlots()
                && !board.hasSlotFor(state.spec().preset().encoder());
    }

    static JobView of(JobState state, JobStatus status) {
        List<SegmentView> segments = state.plan().map(plan -> plan.segments().segments()).orElse(List.of()).stream()
                .map(planned -> segment(planned, state))
                .toList();
        long frames = state.plan().map(plan -> plan.clip().video().frames()).orElse(0L);
        long done = segments.stream()
                .filter(segment -> segment.progress() == 1)
                .mapToLong(segment -> segment.endFrameExclusive() - segment.startFrame())
                .sum();
        return new JobView(
                state.spec().jobId(),
                status.name(),
                state.spec().source(),
                state.spec().output(),
                state.spec().preset().name(),
                state.spec().options().priority().word(),
                frames,
                state.plan()
                        .map(plan -> plan.clip().video().frameRate().toString())
                        .orElse(""),
                frames == 0 ? 0 : (double) done / frames,
                segments,
                state.plan()
                        .flatMap(plan -> state.piece(PieceState.AUDIO))
                        .map(JobViews::audio)
                        .orElse(null),
                state.warnings(),
                state.failure().map(FailureView::of).orElse(null),
                Instant.ofEpochMilli(state.spec().submittedAt()).toString(),
                state.finishedAt() == 0
                        ? null
                        : Instant.ofEpochMilli(state.finishedAt()).toString());
    }

    private static SegmentView segment(PlannedSegment planned, JobState state) {
        PieceState piece = state.piece(planned.index()).orElseThrow();
        FrameRange range = planned.range();
        return new SegmentView(
                planned.index(),
                range.startFrame(),
                range.endFrameExclusive(),
                piece.status().name(),
                nodeOf(piece),
                piece.attempt(),
                piece.status() == SegmentStatus.SUCCEEDED ? 1 : 0,
                0);
    }

    private static PieceView audio(PieceState piece) {
        return new PieceView(piece.status().name(), nodeOf(piece), piece.attempt());
    }

    private static String nodeOf(PieceState piece) {
        return piece.node().isEmpty() ? null : piece.node();
    }
}
