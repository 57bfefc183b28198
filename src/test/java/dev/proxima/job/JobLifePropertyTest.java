package dev.proxima.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.media.PlannedSegment;
import dev.proxima.media.SplitPoint;
import dev.proxima.testing.JobSamples;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever happens to a job, in any order, it keeps its word. */
class JobLifePropertyTest {

    /** One of the attempts in flight at a piece. */
    record Running(int piece, PieceState.Run run) {}

    /** @param pick which of the pieces in question it happens to, modulo their number */
    record Happening(What what, int pick, int failure) {}

    enum What {
        GRANT,
        SECOND_GRANT,
        SPLIT,
        PART,
        SUCCESS,
        WHOLE_SUCCESS,
        FAILURE,
        LOSS,
        STITCHED,
        STITCH_FAILED,
        SUBMITTED_AGAIN
    }

    @Property(tries = 500, seed = "1")
    void keepsItsWord(@ForAll("lives") List<Happening> life) {
        JobState state = JobSamples.after(JobSamples.SUBMITTED, JobSamples.PLANNED_SPLITTABLE);
        Set<String> attempts = new HashSet<>();
        for (Happening happening : life) {
            JobState before = state;
            List<JobEvent> decided = decide(before, happening);
            if (decided.isEmpty()) {
                continue;
            }
            for (JobEvent each : JobState.withConsequences(before, decided)) {
                state = state.apply(each);
            }
            assertStitchesExactlyWhenAllIsDone(state);
            for (JobEvent each : decided) {
                if (each instanceof JobEvent.SegmentDispatched dispatched) {
                    assertThat(attempts.add(dispatched.segment() + "|" + dispatched.attempt()))
                            .isTrue();
                }
            }
            assertHasAPieceForEachSegment(state);
            if (decided.get(0) instanceof JobEvent.SegmentRequeued requeued) {
                assertThat(failures(state, requeued.segment())).isEqualTo(failures(before, requeued.segment()));
            }
            assertAttemptsOnlyGrow(before, state);
            assertThat(state.pieces().values()).allSatisfy(JobLifePropertyTest::hasRunsAsItsStatusSays);
            assertThat(state.pieces().values())
                    .allSatisfy(piece -> assertThat(piece.failures()).isLessThan(RetryPolicy.MAX_FAILURES));
        }
    }

    @Provide
    Arbitrary<List<Happening>> lives() {
        Arbitrary<What> whats = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.just(What.GRANT)),
                Tuple.of(2, Arbitraries.just(What.SECOND_GRANT)),
                Tuple.of(2, Arbitraries.just(What.SPLIT)),
                Tuple.of(1, Arbitraries.just(What.PART)),
                Tuple.of(6, Arbitraries.just(What.SUCCESS)),
                Tuple.of(1, Arbitraries.of(What.class)));
        return Combinators.combine(
                        whats,
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(0, JobSamples.failures().size() - 1))
                .as(Happening::new)
                .list()
                .ofMaxSize(60);
    }

    /** What the job decides on it; nothing if it does not concern the job at all. */
    private static List<JobEvent> decide(JobState state, Happening happening) {
        Failure failure = JobSamples.failures().get(happening.failure());
        List<PieceState> waiting = pick(List.copyOf(state.waiting()), happening);
        List<Running> running = state.status().isFinished() ? List.of() : pick(running(state), happening);
        boolean stitching = state.status() == JobStatus.STITCHING;
        return switch (happening.what()) {
            case GRANT ->
                of(
                        waiting,
                        piece -> new JobEvent.SegmentDispatched(piece.index(), piece.attempt() + 1, JobSamples.NODE));
            case SECOND_GRANT ->
                running.stream()
                        .flatMap(run -> state.anotherRun(run.piece(), JobSamples.OTHER_NODE).stream())
                        .<JobEvent>map(piece -> new JobEvent.SegmentDispatched(
                                piece.index(), piece.attempt() + 1, JobSamples.OTHER_NODE))
                        .toList();
            case SPLIT ->
                running.stream()
                        .flatMap(run -> split(state, run.piece(), happening.failure()).stream())
                        .toList();
            case PART ->
                state.part(60, happening.failure()).stream()
                        .flatMap(event -> withDispatch(state, event))
                        .toList();
            case SUCCESS ->
                running.stream()
                        .flatMap(run -> success(state, run, state.framesOf(run.piece())).stream())
                        .toList();
            case WHOLE_SUCCESS ->
                running.stream()
                        .flatMap(run -> success(state, run, framesOfAll(state, run.piece())).stream())
                        .toList();
            case FAILURE ->
                of(
                        running,
                        run -> RetryPolicy.afterFailure(
                                state, run.piece(), run.run().attempt(), failure, 1));
            case LOSS ->
                of(
                        running,
                        run -> new JobEvent.SegmentRequeued(
                                run.piece(),
                                run.run().attempt(),
                                new Failure.NodeLost(run.run().node())));
            case STITCHED -> stitching ? List.of(new JobEvent.JobSucceeded(1, 1)) : List.of();
            case STITCH_FAILED ->
                stitching ? RetryPolicy.afterStitchFailure(state, gone(state, failure), 1) : List.of();
            case SUBMITTED_AGAIN ->
                state.canGoOnAs(JobSamples.SPEC)
                        ? List.of(new JobEvent.JobSubmitted(JobSamples.SPEC, true))
                        : List.of();
        };
    }

    private static List<JobEvent> split(JobState state, int piece, int pick) {
        List<SplitPoint> splits =
                state.planned(piece).map(PlannedSegment::splits).orElse(List.of());
        if (splits.isEmpty()) {
            return List.of();
        }
        long keep = splits.get(pick % splits.size()).frame()
                - state.planned(piece).orElseThrow().range().startFrame();
        return state.split(piece, keep, JobSamples.OTHER_NODE).stream()
                .flatMap(event -> withDispatch(state, event))
                .toList();
    }

    private static Stream<JobEvent> withDispatch(JobState state, JobEvent.SegmentSplit split) {
        int next = state.apply(split).piece(split.rest()).orElseThrow().attempt() + 1;
        return Stream.of(split, new JobEvent.SegmentDispatched(split.rest(), next, JobSamples.OTHER_NODE));
    }

    private static List<JobEvent> success(JobState state, Running run, long frames) {
        return state.succeeded(run.piece(), run.run().attempt(), new PieceDigest(frames, 1, "hash"), "file");
    }

    /** With all that was split off it. */
    private static long framesOfAll(JobState state, int piece) {
        List<PlannedSegment> all = state.plan().orElseThrow().segments().segments();
        long start = state.planned(piece)
                .map(segment -> segment.range().startFrame())
                .orElse(0L);
        long end = start + state.framesOf(piece);
        for (PlannedSegment segment : all) {
            if (segment.range().startFrame() == end && segment.isRest()) {
                end = segment.range().endFrameExclusive();
            }
        }
        return end - start;
    }

    private static void assertHasAPieceForEachSegment(JobState state) {
        List<PlannedSegment> all = state.plan().orElseThrow().segments().segments();
        assertThat(all.get(all.size() - 1).range().endFrameExclusive()).isEqualTo(200);
        assertThat(state.pieces().values())
                .extracting(PieceState::index)
                .filteredOn(index -> index >= 0)
                .containsExactlyInAnyOrderElementsOf(
                        all.stream().map(PlannedSegment::index).toList());
    }

    private static <T> List<JobEvent> of(List<T> picked, Function<T, JobEvent> happened) {
        return picked.stream().map(happened).toList();
    }

    /** A file that is gone is one of this job's. */
    private static Failure gone(JobState state, Failure failure) {
        return failure instanceof Failure.SegmentGone
                ? new Failure.SegmentGone(state.pieces().size() - 1, "x")
                : failure;
    }

    private static <T> List<T> pick(List<T> from, Happening happening) {
        return from.isEmpty() ? List.of() : List.of(from.get(happening.pick() % from.size()));
    }

    private static List<Running> running(JobState state) {
        return state.inFlight().stream()
                .flatMap(piece -> piece.runs().stream().map(run -> new Running(piece.index(), run)))
                .toList();
    }

    private static boolean allDone(JobState state) {
        return state.pieces().values().stream().allMatch(piece -> piece.status() == SegmentStatus.SUCCEEDED);
    }

    private static void assertStitchesExactlyWhenAllIsDone(JobState state) {
        if (!state.status().isFinished()) {
            assertThat(state.status() == JobStatus.STITCHING).isEqualTo(allDone(state));
        }
        assertThat(state.isReadyToStitch()).as("a stitch that nobody starts").isFalse();
    }

    /** One or two attempts of a piece in flight, on two nodes and under two numbers; none of any other. */
    private static void hasRunsAsItsStatusSays(PieceState piece) {
        assertThat(piece.runs().isEmpty()).isNotEqualTo(piece.isInFlight());
        assertThat(piece.runs()).hasSizeLessThanOrEqualTo(2);
        assertThat(piece.runs()).extracting(PieceState.Run::node).doesNotHaveDuplicates();
        assertThat(piece.runs())
                .extracting(PieceState.Run::attempt)
                .doesNotHaveDuplicates()
                .allSatisfy(attempt -> assertThat(attempt).isLessThanOrEqualTo(piece.attempt()));
    }

    private static int failures(JobState state, int piece) {
        return state.piece(piece).orElseThrow().failures();
    }

    private static void assertAttemptsOnlyGrow(JobState before, JobState after) {
        before.pieces()
                .values()
                .forEach(piece -> after.piece(piece.index())
                        .ifPresent(now -> assertThat(now.attempt()).isGreaterThanOrEqualTo(piece.attempt())));
    }
}
