package dev.proxima.job;

import static org.assertj.core.api.Assertions.assertThat;

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
        "Internal,         SegmentFailed,   SegmentFailed",
    })
    void decidesAfterTheFirstFailureOfAnAttempt(String kind, String ofCutClip, String ofWholeClip) {
        assertThat(RetryPolicy.afterFailure(CUT, 1, failure(kind), 7).getClass().getSimpleName())
                .isEqualTo(ofCutClip);
        assertThat(RetryPolicy.afterFailure(WHOLE, 0, failure(kind), 7)
                        .getClass()
                        .getSimpleName())
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
        assertThat(RetryPolicy.afterStitchFailure(CUT, failure(kind), 7)
                        .getClass()
                        .getSimpleName())
                .isEqualTo(ofCutClip);
        assertThat(RetryPolicy.afterStitchFailure(WHOLE, failure(kind), 7)
                        .getClass()
                        .getSimpleName())
                .isEqualTo(ofWholeClip);
    }

    @Test
    void failsTheJobAtTheThirdFailureOfOneSegment() {
        Failure failure = failure("FfmpegFailed");
        JobState state = CUT;
        for (int attempt = 1; attempt < RetryPolicy.MAX_FAILURES; attempt++) {
            JobEvent event = RetryPolicy.afterFailure(state, 1, failure, 7);
            assertThat(event).isEqualTo(new JobEvent.SegmentFailed(1, attempt, failure));
            state = state.apply(event).apply(new JobEvent.SegmentDispatched(1, attempt + 1, JobSamples.NODE));
        }

        assertThat(RetryPolicy.afterFailure(state, 1, failure, 7)).isEqualTo(new JobEvent.JobFailed(7, failure));
    }

    @Test
    void triesTheAudioAgainAsItHasNoCutToGiveUp() {
        JobState state = JobSamples.after(
                JobSamples.SUBMITTED,
                JobSamples.PLANNED,
                new JobEvent.SegmentDispatched(PieceState.AUDIO, 1, JobSamples.NODE));

        assertThat(RetryPolicy.afterFailure(state, PieceState.AUDIO, failure("SegmentMismatch"), 7))
                .isInstanceOf(JobEvent.SegmentFailed.class);
    }

    @Test
    void givesUpTheCutForTheWholeClip() {
        JobEvent event = RetryPolicy.afterFailure(CUT, 1, failure("SegmentMismatch"), 7);

        assertThat(event).isInstanceOfSatisfying(JobEvent.SplitAbandoned.class, abandoned -> {
            assertThat(abandoned.plan()).isEqualTo(JobSamples.WHOLE);
            assertThat(abandoned.warning()).contains("one piece", "99 frames of 100");
        });
    }

    @Test
    void encodesAGoneSegmentAgain() {
        JobState state = CUT.apply(new JobEvent.SegmentSucceeded(1, 1, JobSamples.DIGEST, "segment-1-1.mov"));
        Failure gone = failure("SegmentGone");

        JobEvent event = RetryPolicy.afterStitchFailure(state, gone, 7);

        assertThat(state.apply(event).waiting()).extracting(PieceState::index).containsExactly(0, 1);
    }

    /** A folder that the nodes do not share would have the same segment encoded for ever. */
    @Test
    void failsTheJobWhenASegmentIsGoneAgainAndAgain() {
        Failure gone = failure("SegmentGone");
        JobState state = CUT;
        for (int attempt = 1; attempt < RetryPolicy.MAX_FAILURES; attempt++) {
            state = state.apply(new JobEvent.SegmentSucceeded(1, attempt, JobSamples.DIGEST, "segment-1.mov"))
                    .apply(RetryPolicy.afterStitchFailure(state, gone, 7))
                    .apply(new JobEvent.SegmentDispatched(1, attempt + 1, JobSamples.NODE));
        }

        assertThat(RetryPolicy.afterStitchFailure(state, gone, 7)).isEqualTo(new JobEvent.JobFailed(7, gone));
    }

    private static Failure failure(String kind) {
        List<Failure> all = JobSamples.failures();
        return all.stream()
                .filter(failure -> failure.getClass().getSimpleName().equals(kind))
                .findFirst()
                .orElseThrow();
    }
}
