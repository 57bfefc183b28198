package dev.proxima.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxima.media.FrameRange;
import dev.proxima.testing.JobSamples;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JobStateTest {

    private static final String NODE = JobSamples.NODE;
    private static final Failure STALLED = new Failure.FfmpegStalled("encoding", 60);
    private static final JobState PLANNED = JobSamples.after(JobSamples.SUBMITTED, JobSamples.PLANNED);

    @ParameterizedTest
    @MethodSource("events")
    void knowsEveryEvent(JobEvent event) {
        assertThat(JobSamples.encoding().apply(event)).isNotNull();
    }

    static Stream<JobEvent> events() {
        assertThat(JobSamples.events().stream().<Class<?>>map(Object::getClass))
                .containsExactlyInAnyOrder(JobEvent.class.getPermittedSubclasses());
        return JobSamples.events().stream();
    }

    @ParameterizedTest
    @MethodSource("events")
    void staysAsItEnded(JobEvent event) {
        JobState cancelled = JobSamples.encoding().apply(new JobEvent.JobCancelled(JobSamples.AT - 1));

        if (!(event instanceof JobEvent.JobSubmitted)) {
            assertThat(cancelled.apply(event)).isEqualTo(cancelled);
        }
    }

    @Test
    void startsWithItsSubmissionOnly() {
        assertThat(JobState.first(JobSamples.SUBMITTED)).isEqualTo(JobState.submitted(JobSamples.SPEC));
        assertThatThrownBy(() -> JobState.first(JobSamples.PLANNED)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void wantsTheAudioFirstOfACutClip() {
        assertThat(PLANNED.waiting()).extracting(PieceState::index).containsExactly(PieceState.AUDIO, 0, 1);
        assertThat(PLANNED.planned(PieceState.AUDIO)).isEmpty();
        assertThat(PLANNED.planned(1)).contains(JobSamples.SEGMENTS.segments().get(1));
        assertThat(PLANNED.warnings()).isEqualTo(JobSamples.CLIP.warnings());
    }

    @Test
    void leavesTheAudioOfAnUncutClipToItsOneSegment() {
        JobState state = JobSamples.after(
                JobSamples.SUBMITTED,
                new JobEvent.SegmentsPlanned(JobSamples.CLIP, JobSamples.STAMP, JobSamples.WHOLE, "build"));

        assertThat(state.waiting()).extracting(PieceState::index).containsExactly(0);
    }

    @Test
    void stitchesOnlyAfterTheLastPieceSucceeded() {
        JobState state = PLANNED;
        for (int piece : List.of(PieceState.AUDIO, 1)) {
            state = succeed(state, piece);
            assertThat(state.isReadyToStitch()).isFalse();
        }
        List<JobEvent> last = List.of(
                new JobEvent.SegmentDispatched(0, 1, NODE),
                new JobEvent.SegmentSucceeded(0, 1, JobSamples.DIGEST, "segment-0-1.mov"));

        assertThat(JobState.withConsequences(state, last.subList(0, 1))).isEqualTo(last.subList(0, 1));
        assertThat(JobState.withConsequences(state, last))
                .containsExactly(last.get(0), last.get(1), new JobEvent.StitchStarted());
    }

    @Test
    void addsNothingToTheFirstEvent() {
        assertThat(JobState.withConsequences(null, List.of(JobSamples.SUBMITTED)))
                .containsExactly(JobSamples.SUBMITTED);
    }

    @Test
    void countsFailuresButNotRequeues() {
        JobState state = PLANNED.apply(new JobEvent.SegmentDispatched(0, 1, NODE))
                .apply(new JobEvent.SegmentRequeued(0, 1, new Failure.NodeLost(NODE)))
                .apply(new JobEvent.SegmentDispatched(0, 2, NODE))
                .apply(new JobEvent.SegmentFailed(0, 2, STALLED));

        assertThat(state.piece(0)).hasValueSatisfying(piece -> {
            assertThat(piece.status()).isEqualTo(SegmentStatus.WAITING);
            assertThat(piece.attempt()).isEqualTo(2);
            assertThat(piece.failures()).isEqualTo(1);
        });
    }

    @Test
    void encodesASegmentAgainThatIsGoneFromTheStitch() {
        JobState state = succeed(succeed(succeed(PLANNED, PieceState.AUDIO), 0), 1)
                .apply(new JobEvent.StitchStarted())
                .apply(new JobEvent.SegmentFailed(1, 1, new Failure.SegmentGone(1, "segment-1-1.mov")));

        assertThat(state.status()).isEqualTo(JobStatus.ENCODING);
        assertThat(state.waiting()).extracting(PieceState::index).containsExactly(1);
        assertThat(state.piece(1).orElseThrow().digest()).isEmpty();
    }

    @Test
    void decodesASegmentThatDidNotFitFromFartherBack() {
        PieceDigest first = JobSamples.DIGEST.withSeams("", "c0de");
        JobState state = PLANNED.apply(new JobEvent.SegmentDispatched(0, 1, NODE))
                .apply(new JobEvent.SegmentSucceeded(0, 1, first, "0.mov"));
        assertThat(state.approach(1)).isEqualTo(Approach.AS_PLANNED);
        Failure misfit = new Failure.OutputMismatch("/out.mov", "it differs", List.of(1));

        JobState again = succeed(state, 1).apply(new JobEvent.SegmentFailed(1, 1, misfit));

        assertThat(again.approach(1)).isEqualTo(new Approach(true, "c0de"));
        assertThat(again.approach(0)).isEqualTo(Approach.AS_PLANNED);
        assertThat(again.apply(new JobEvent.SegmentDispatched(1, 2, NODE)).approach(1))
                .as("however often its node goes away")
                .isEqualTo(new Approach(true, "c0de"));
    }

    @Test
    void knowsNoPicturesWhereTheSegmentBeforeIsMadeAgainAsWell() {
        Failure misfit = new Failure.OutputMismatch("/out.mov", "it differs", List.of(0, 1));
        JobState state = succeed(succeed(PLANNED, 0), 1)
                .apply(new JobEvent.SegmentFailed(0, 1, misfit))
                .apply(new JobEvent.SegmentFailed(1, 1, misfit));

        assertThat(state.approach(1)).isEqualTo(new Approach(true, ""));
    }

    @Test
    void countsAttemptsOnWhenItGivesUpToCut() {
        JobState state = PLANNED.apply(new JobEvent.SegmentDispatched(1, 3, NODE))
                .apply(new JobEvent.SplitAbandoned(JobSamples.WHOLE, "encoded in one piece"));

        assertThat(state.inFlight()).isEmpty();
        assertThat(state.waiting()).singleElement().satisfies(piece -> {
            assertThat(piece.index()).isZero();
            assertThat(piece.attempt()).isEqualTo(3);
        });
        assertThat(state.warnings()).contains("encoded in one piece");
    }

    @Test
    void keepsFinishedPiecesOfAFailedJobThatIsSubmittedAgain() {
        JobState failed = JobSamples.encoding().apply(new JobEvent.JobFailed(JobSamples.AT, STALLED));
        assertThat(failed.waiting()).isEmpty();
        assertThat(failed.canGoOnAs(JobSamples.SPEC)).isTrue();

        JobState again = failed.apply(new JobEvent.JobSubmitted(JobSamples.SPEC, true));

        assertThat(again.status()).isEqualTo(JobStatus.ENCODING);
        assertThat(again.failure()).isEmpty();
        assertThat(again.finishedAt()).isZero();
        assertThat(again.waiting()).extracting(PieceState::index).containsExactly(0, 1);
        assertThat(again.waiting()).extracting(PieceState::failures).containsOnly(0);
        assertThat(again.waiting()).extracting(PieceState::attempt).containsOnly(1);
    }

    @Test
    void goesOnOnlyAfterAFailureThatATryCanHelpAndOnlyWithTheSameCut() {
        JobState failed = JobSamples.encoding().apply(new JobEvent.JobFailed(JobSamples.AT, STALLED));
        JobState hopeless =
                JobSamples.encoding().apply(new JobEvent.JobFailed(JobSamples.AT, new Failure.SourceChanged("x")));
        JobState cancelled = JobSamples.encoding().apply(new JobEvent.JobCancelled(JobSamples.AT));

        assertThat(failed.canGoOnAs(JobSamples.spec(JobSamples.SPEC.jobId(), 7)))
                .isFalse();
        assertThat(hopeless.canGoOnAs(JobSamples.SPEC)).isFalse();
        assertThat(cancelled.canGoOnAs(JobSamples.SPEC)).isFalse();
        JobState again = cancelled.apply(JobSamples.SUBMITTED);
        assertThat(again.status()).isEqualTo(JobStatus.QUEUED);
        assertThat(again.plan()).isEmpty();
        assertThat(again.apply(JobSamples.PLANNED).pieces().values())
                .allSatisfy(piece -> assertThat(piece.status()).isEqualTo(SegmentStatus.WAITING))
                .extracting(PieceState::attempt)
                .containsOnly(cancelled.pieces().values().stream()
                        .mapToInt(PieceState::attempt)
                        .max()
                        .orElseThrow());
    }

    @Test
    void takesWordOfTheLatestAttemptOnly() {
        PieceState piece = PLANNED.apply(new JobEvent.SegmentDispatched(0, 2, NODE))
                .piece(0)
                .orElseThrow();

        assertThat(piece.isCurrent(2)).isTrue();
        assertThat(piece.isCurrent(1)).isFalse();
        assertThat(succeed(PLANNED, 0).piece(0).orElseThrow().isCurrent(1)).isFalse();
    }

    @Test
    void givesTheRestOfARunningSegmentToAnotherNode() {
        JobState running = JobSamples.after(
                JobSamples.SUBMITTED, JobSamples.PLANNED_SPLITTABLE, new JobEvent.SegmentDispatched(1, 1, NODE));

        assertThat(running.split(1, 50, JobSamples.OTHER_NODE)).contains(new JobEvent.SegmentSplit(1, 150, 2));
        assertThat(running.split(1, 50, NODE)).as("its own node").isEmpty();
        assertThat(running.split(1, 40, JobSamples.OTHER_NODE))
                .as("where no split is")
                .isEmpty();
        assertThat(running.split(0, 50, JobSamples.OTHER_NODE))
                .as("a segment that waits")
                .isEmpty();
        assertThat(running.split(PieceState.AUDIO, 50, JobSamples.OTHER_NODE)).isEmpty();
        JobState twice = running.apply(new JobEvent.SegmentDispatched(1, 2, JobSamples.OTHER_NODE));
        assertThat(twice.split(1, 50, "192.168.1.9:25520")).as("two attempts").isEmpty();
    }

    @Test
    void givesAPartOfAPieceThatWaits() {
        JobState waiting = JobSamples.after(JobSamples.SUBMITTED, JobSamples.PLANNED_SPLITTABLE);

        JobEvent.SegmentSplit half = waiting.part(100, 60).orElseThrow();
        assertThat(half).isEqualTo(new JobEvent.SegmentSplit(1, 150, 2));
        assertThat(waiting.part(100, 1)).as("as few as there can be").contains(half);
        JobState split = waiting.apply(half);
        assertThat(split.piece(2).orElseThrow().attempt()).isZero();
        assertThat(split.part(50, 25)).contains(new JobEvent.SegmentSplit(1, 125, 3));
        JobState begun = waiting.apply(new JobEvent.SegmentDispatched(1, 1, NODE));
        assertThat(begun.part(100, 60)).as("somebody works on it").isEmpty();
        assertThat(begun.apply(new JobEvent.SegmentRequeued(1, 1, new Failure.NodeLost(NODE)))
                        .part(100, 60))
                .as("somebody may work on it yet")
                .isEmpty();
    }

    @Test
    void keepsTheOrderOfFramesWhenASegmentIsSplit() {
        JobState split = JobSamples.split();

        assertThat(split.plan().orElseThrow().segments().segments())
                .extracting(segment -> segment.index() + " " + segment.range().startFrame())
                .containsExactly("0 0", "1 100", "2 150");
        assertThat(split.planned(1).orElseThrow().endPts()).hasValue(150_150);
        assertThat(split.framesOf(2)).isEqualTo(50);
        assertThat(split.piece(2).orElseThrow().attempt()).isEqualTo(1);
        assertThat(split.approach(2)).isEqualTo(Approach.AS_PLANNED);
    }

    @Test
    void comparesTheRestWithWhatTheSegmentBeforeItInTheClipFound() {
        JobState state = JobSamples.split()
                .apply(new JobEvent.SegmentSucceeded(1, 1, JobSamples.DIGEST.withSeams("", "c0de"), "1.mov"))
                .apply(new JobEvent.SegmentSucceeded(2, 1, JobSamples.DIGEST, "2.mov"))
                .apply(new JobEvent.SegmentFailed(
                        2, 1, new Failure.OutputMismatch("/out.mov", "it differs", List.of(2))));

        assertThat(state.approach(2)).isEqualTo(new Approach(true, "c0de"));
    }

    @Test
    void takesTheWholeOfASegmentWhereItWasMadeAllTheSame() {
        JobState split = JobSamples.split();
        assertThat(made(split, 1, 50)).hasSize(1);
        assertThat(made(split, 1, 99)).hasSize(1);
        assertThat(made(split, 0, 200)).as("what was planned so").hasSize(1);
        List<JobEvent> whole = made(split, 1, 100);
        assertThat(whole.get(0)).isEqualTo(new JobEvent.SegmentRejoined(1, List.of(2)));

        JobState joined = split.apply(whole.get(0));

        assertThat(joined.piece(2)).isEmpty();
        assertThat(joined.inFlight()).extracting(PieceState::index).containsExactly(1);
        assertThat(joined.planned(1).orElseThrow().range()).isEqualTo(new FrameRange(100, 200));
        assertThat(joined.plan().orElseThrow().segments().indices())
                .as("no index is given twice")
                .isEqualTo(3);
    }

    private static List<JobEvent> made(JobState state, int segment, long frames) {
        return state.succeeded(segment, 1, new PieceDigest(frames, 1, "hash"), "file");
    }

    private static JobState succeed(JobState state, int piece) {
        return state.apply(new JobEvent.SegmentDispatched(piece, 1, NODE))
                .apply(new JobEvent.SegmentSucceeded(piece, 1, JobSamples.DIGEST, piece + ".mov"));
    }
}
