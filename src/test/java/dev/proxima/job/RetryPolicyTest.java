package dev.proxima.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.testing.FakeSteps;
import dev.proxima.testing.JobSamples;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {

    /** Segment 1 runs its first attempt. */
    private static final JobState CUT = JobSamples.encoding();

    private static final JobState WHOLE = JobSamples.after(
            JobSamples.SUBMITTED,
            new JobEvent.SegmentsPlanned(JobSamples.CLIP, JobSamples.STAMP, JobSamples.WHOLE, "build"),
            new JobEvent.SegmentDispatched(0, 1, JobSamples.NODE));

    @ParameterizedTest
    @CsvSource({
        "SourceMissing,    JobFailed,       JobFailed",
        "SourceChanged,    JobFailed,       JobFailed",
        "SourceUnreadable, JobFailed,       JobFailed",
        "OutputExists,     JobFailed,       JobFailed",
        "OutputUnwritable, JobFailed,       JobFailed",
        "NoSpace,          JobFailed,       JobFailed",
        "UnknownPreset,    JobFailed,       JobFailed",
        "InvalidRequest,   JobFailed,       JobFailed",
        "FfmpegFailed,     SegmentFailed,   SegmentFailed",
        "FfmpegStalled,    SegmentFailed,   SegmentFailed",
        "SegmentMismatch,  SplitAbandoned,  JobFailed",
        "SegmentGone,      SegmentFailed,   SegmentFailed",
        "OutputMismatch,   JobFailed,       JobFailed",
        "NodeLost,         SegmentRequeued, SegmentRequeued",
        "GivenBack,        SegmentRequeued, SegmentRequeued",
        "Internal,         SegmentFailed,   SegmentFailed",
    })
    void decidesAfterTheFirstFailureOfAnAttempt(String kind, String ofCutClip, String ofWholeClip) {
        assertThat(afterFailure(CUT, 1, failure(kind)).getClass().getSimpleName())
                .isEqualTo(ofCutClip);
        assertThat(afterFailure(WHOLE, 0, failure(kind)).getClass().getSimpleName())
                .isEqualTo(ofWholeClip);
    }

    @ParameterizedTest
    @CsvSource({
        "SourceChanged,    JobFailed,       JobFailed",
        "OutputExists,     JobFailed,       JobFailed",
        "NoSpace,          JobFailed,       JobFailed",
        "FfmpegFailed,     JobFailed,       JobFailed",
        "OutputMismatch,   SplitAbandoned,  JobFailed",
        "Internal,         JobFailed,       JobFailed",
    })
    void decidesAfterAFailedStitch(String kind, String ofCutClip, String ofWholeClip) {
        assertThat(afterStitch(CUT, failure(kind)).getClass().getSimpleName()).isEqualTo(ofCutClip);
        assertThat(afterStitch(WHOLE, failure(kind)).getClass().getSimpleName()).isEqualTo(ofWholeClip);
    }

    @Test
    void failsTheJobAtTheThirdFailureOfOneSegment() {
        Failure failure = failure("FfmpegFailed");
        JobState state = CUT;
        for (int attempt = 1; attempt < RetryPolicy.MAX_FAILURES; attempt++) {
            JobEvent event = afterFailure(state, 1, failure);
            assertThat(event).isEqualTo(new JobEvent.SegmentFailed(1, attempt, failure));
            state = state.apply(event).apply(new JobEvent.SegmentDispatched(1, attempt + 1, JobSamples.NODE));
        }

        assertThat(afterFailure(state, 1, failure)).isEqualTo(new JobEvent.JobFailed(7, failure));
    }

    @Test
    void asksEachNodeOnceWhetherItSeesTheFilesAndThenFailsTheJob() {
        Failure unseen = new Failure.OutOfReach("/media/clip.mov", "any");
        JobState state = CUT;
        int attempt = 1;
        for (; attempt <= 5; attempt++) {
            JobEvent event = afterFailure(state, 1, unseen);
            assertThat(event).isEqualTo(new JobEvent.SegmentFailed(1, attempt, unseen));
            state = state.apply(event).apply(new JobEvent.SegmentDispatched(1, attempt + 1, "node" + attempt));
        }
        assertThat(state.piece(1).orElseThrow().failures()).isZero();

        for (; attempt < 5 + RetryPolicy.MAX_FAILURES; attempt++) {
            state = state.apply(afterFailure(state, 1, unseen))
                    .apply(new JobEvent.SegmentDispatched(1, attempt + 1, JobSamples.NODE));
        }
        assertThat(afterFailure(state, 1, unseen)).isInstanceOf(JobEvent.SegmentFailed.class);
        state = state.apply(afterFailure(state, 1, unseen))
                .apply(new JobEvent.SegmentDispatched(1, attempt + 1, JobSamples.NODE));

        assertThat(afterFailure(state, 1, unseen)).isEqualTo(new JobEvent.JobFailed(7, unseen));
    }

    @Test
    void triesTheAudioAgainAsItHasNoCutToGiveUp() {
        JobState state = JobSamples.after(
                JobSamples.SUBMITTED,
                JobSamples.PLANNED,
                new JobEvent.SegmentDispatched(PieceState.AUDIO, 1, JobSamples.NODE));

        assertThat(afterFailure(state, PieceState.AUDIO, failure("SegmentMismatch")))
                .isInstanceOf(JobEvent.SegmentFailed.class);
    }

    @Test
    void givesUpTheCutForTheWholeClip() {
        JobEvent event = afterFailure(CUT, 1, failure("SegmentMismatch"));

        assertThat(event).isInstanceOfSatisfying(JobEvent.SplitAbandoned.class, abandoned -> {
            assertThat(abandoned.plan()).isEqualTo(JobSamples.WHOLE);
            assertThat(abandoned.warning()).contains("one piece", "99 frames of 100");
        });
    }

    @Test
    void encodesAGoneSegmentAgain() {
        JobState state = CUT.apply(new JobEvent.SegmentSucceeded(1, 1, JobSamples.DIGEST, "segment-1-1.mov"));
        Failure gone = failure("SegmentGone");

        JobEvent event = afterStitch(state, gone);

        assertThat(state.apply(event).waiting()).extracting(PieceState::index).containsExactly(0, 1);
    }

    /** A folder that the nodes do not share would have the same segment encoded for ever. */
    @Test
    void failsTheJobWhenASegmentIsGoneAgainAndAgain() {
        Failure gone = failure("SegmentGone");
        JobState state = CUT;
        for (int attempt = 1; attempt < RetryPolicy.MAX_FAILURES; attempt++) {
            state = state.apply(new JobEvent.SegmentSucceeded(1, attempt, JobSamples.DIGEST, "segment-1.mov"))
                    .apply(afterStitch(state, gone))
                    .apply(new JobEvent.SegmentDispatched(1, attempt + 1, JobSamples.NODE));
        }

        assertThat(afterStitch(state, gone)).isEqualTo(new JobEvent.JobFailed(7, gone));
    }

    @Test
    void makesASegmentThatDoesNotFitAgainAndKeepsTheOthers() {
        JobState state = stitching(20);

        List<JobEvent> events = RetryPolicy.afterStitchFailure(state, misfit(3, 7), 7);

        assertThat(events)
                .containsExactly(
                        new JobEvent.SegmentFailed(3, 1, misfit(3, 7)), new JobEvent.SegmentFailed(7, 1, misfit(3, 7)));
        JobState after = JobSamples.after(state, events);
        assertThat(after.waiting()).extracting(PieceState::index).containsExactly(3, 7);
        assertThat(after.waiting()).allMatch(PieceState::suspect);
    }

    @Test
    void givesUpTheCutWhenTheSameSegmentDoesNotFitASecondTime() {
        JobState state = stitching(20);
        JobState again = succeed(JobSamples.after(state, RetryPolicy.afterStitchFailure(state, misfit(3), 7)), 3, 2);

        assertThat(RetryPolicy.afterStitchFailure(again, misfit(7), 7))
                .as("it is another one's first time")
                .containsExactly(new JobEvent.SegmentFailed(7, 1, misfit(7)));
        assertThat(RetryPolicy.afterStitchFailure(again, misfit(3), 7))
                .singleElement()
                .isInstanceOf(JobEvent.SplitAbandoned.class);
    }

    @Test
    void givesUpTheCutWhenMoreThanAFewSegmentsDoNotFit() {
        assertThat(RetryPolicy.afterStitchFailure(stitching(20), misfit(1, 2, 3), 7))
                .singleElement()
                .isInstanceOf(JobEvent.SplitAbandoned.class);
    }

    /** It counts as a failure of the segment, of which the third would end the job. */
    @Test
    void givesUpTheCutRatherThanTheJob() {
        Failure stalled = failure("FfmpegStalled");
        JobState state = stitching(20);
        for (int attempt = 1; attempt < RetryPolicy.MAX_FAILURES; attempt++) {
            state = succeed(state.apply(new JobEvent.SegmentFailed(3, attempt, stalled)), 3, attempt + 1);
        }

        assertThat(RetryPolicy.afterStitchFailure(state, misfit(3), 7))
                .singleElement()
                .isInstanceOf(JobEvent.SplitAbandoned.class);
    }

    @Test
    void makesTheAudioAgain() {
        assertThat(RetryPolicy.afterStitchFailure(stitching(2), misfit(PieceState.AUDIO), 7))
                .containsExactly(new JobEvent.SegmentFailed(PieceState.AUDIO, 1, misfit(PieceState.AUDIO)));
    }

    /** Of the latest attempt. */
    private static JobEvent afterFailure(JobState state, int segment, Failure failure) {
        return RetryPolicy.afterFailure(
                state, segment, state.piece(segment).orElseThrow().attempt(), failure, 7);
    }

    private static JobEvent afterStitch(JobState state, Failure failure) {
        List<JobEvent> events = RetryPolicy.afterStitchFailure(state, failure, 7);
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    private static Failure misfit(Integer... segments) {
        return new Failure.OutputMismatch("/media/Proxy/clip.mov", "it differs", List.of(segments));
    }

    /** All pieces are there, each by its first attempt. */
    private static JobState stitching(int segments) {
        JobState.Plan plan = FakeSteps.plan(segments, "build");
        JobState state = JobSamples.after(
                JobSamples.SUBMITTED,
                new JobEvent.SegmentsPlanned(JobSamples.CLIP, plan.stamp(), plan.segments(), plan.build()));
        for (int piece = PieceState.AUDIO; piece < segments; piece++) {
            state = succeed(state, piece, 1);
        }
        return state;
    }

    private static JobState succeed(JobState state, int piece, int attempt) {
        List<JobEvent> events = List.of(
                new JobEvent.SegmentDispatched(piece, attempt, JobSamples.NODE),
                new JobEvent.SegmentSucceeded(piece, attempt, JobSamples.DIGEST, piece + ".mov"));
        return JobSamples.after(state, JobState.withConsequences(state, events));
    }

    private static Failure failure(String kind) {
        List<Failure> all = JobSamples.failures();
        return all.stream()
                .filter(failure -> failure.getClass().getSimpleName().equals(kind))
                .findFirst()
                .orElseThrow();
    }
}
