package dev.proxima.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import dev.proxima.api.JobView;
import dev.proxima.api.SegmentView;
import dev.proxima.job.Approach;
import dev.proxima.job.Failure;
import dev.proxima.job.JobEvent;
import dev.proxima.job.JobSpec;
import dev.proxima.job.RetryPolicy;
import dev.proxima.media.FrameRange;
import dev.proxima.testing.JobSamples;
import dev.proxima.testing.TestSystem;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class JobActorTest {

    private static final String A = "127.0.0.2:1";
    private static final String B = "127.0.0.2:2";

    @TempDir
    static Path directory;

    private static TestSystem system;
    private static EntityProbes<SegmentActor.Command> attempts;

    private JobRig job;

    @BeforeAll
    static void start() {
        system = new TestSystem(directory).joined();
        attempts = new EntityProbes<>(
                system, SegmentActor.KEY, entity -> AttemptId.parse(entity).job());
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @BeforeEach
    void oneJobEach(TestInfo test) {
        job = new JobRig(system, attempts, test.getTestMethod().orElseThrow().getName());
    }

    @AfterEach
    void closeJob() {
        job.close();
    }

    @Test
    void tellsOfTheSegmentsOfALargeJobAltogether() {
        job.recover(job.planned(300));
        job.awaitStatus("ENCODING");
        for (int segment = 0; segment < 20; segment++) {
            job.grant(JobSamples.NODE);
        }
        int views = 1;
        while (dispatched(job.awaitStatus("ENCODING")) < 20) {
            views++;
        }
        assertThat(views).isLessThan(10);
    }

    private static long dispatched(JobView view) {
        return view.segments().stream()
                .filter(segment -> segment.status().equals("DISPATCHED"))
                .count();
    }

    @Test
    void goesFromItsSubmissionToItsEnd() {
        job.recover();
        assertThat(job.submit(job.spec(2))).isEmpty();
        SlotScheduler.Wanted wanted = job.wants(2);
        assertThat(wanted.work().build()).isEqualTo(TestSystem.BUILD);
        assertThat(wanted.work().kind().encoder()).isEqualTo("prores");

        AttemptId first = job.grant(A);
        EncodeOrder order = job.order(B);
        assertThat(order.segment().orElseThrow().index()).isEqualTo(1);
        assertThat(order.workDirectory()).contains(first.job());
        job.succeed(first);
        assertThat(job.steps.stitched).isEmpty();
        job.succeed(order.id());

        JobView view = job.awaitStatus("SUCCEEDED");
        assertThat(view.progress()).isEqualTo(1);
        assertThat(job.steps.stitched).hasSize(1);
        assertThat(job.steps.cleaned).containsExactly(first.job());
        job.awaitPassivation();
    }

    @Test
    void isTheSameJobHoweverOftenItIsSubmitted() {
        job.recover(job.planned(2));

        assertThat(job.submit(job.spec(2))).isEmpty();
        assertThat(job.journal()).hasSize(2);
    }

    @Test
    void refusesWhatCannotBeDoneAndLeavesNothing() {
        JobSpec spec = new JobSpec("x", "/clips/missing.mov", JobSamples.PRESET, "/out.mov", false, 1, 1);
        job.recover();

        assertThat(job.submit(spec)).contains(new Failure.SourceMissing("/clips/missing.mov"));
        assertThat(job.journal()).isEmpty();
        job.awaitPassivation();
    }

    /** A text file is found out sooner than a database that has just started writes a row. */
    @Test
    void answersAndEndsThoughTheRowOfItsSubmissionIsWrittenLate() {
        job.steps.bugs.add(new IllegalStateException("a bug"));
        job.records.putGate = new CountDownLatch(1);
        job.recover();
        TestProbe<JobActor.SubmitReply> answer = job.handIn(job.spec(1));
        await().until(() -> job.journal().size() == 1);
        job.tell(new JobActor.Turn());
        await().until(() -> job.journal().size() == 2);
        assertThat(job.cancel()).isEqualTo(JobActor.CancelResult.ALREADY_FINISHED);

        job.records.putGate.countDown();

        assertThat(answer.receiveMessage().refusal()).isEmpty();
        job.awaitPassivation();
        assertThat(job.records.jobs.values()).extracting(JobView::status).containsExactly("FAILED");
    }

    @Test
    void hasNoUseForASlotWhenNothingWaits() {
        job.recover(job.planned(1));
        job.grant(A);

        assertThat(job.offer(A)).isEmpty();
    }

    @Test
    void onlyAcknowledgesWhatItKnowsAlready() {
        job.recover(job.planned(2));
        AttemptId first = job.grant(A);
        job.succeed(first);
        List<JobEvent> before = job.journal();

        job.succeed(first);

        assertThat(job.journal()).isEqualTo(before);
    }

    @Test
    void onlyAcknowledgesLateWordOfAnAttemptThatWasGivenUp() {
        job.recover(job.planned(1));
        AttemptId lost = job.grant(A);
        job.tell(new JobActor.AttemptLost(lost));
        job.expect(lost, SegmentActor.Acknowledge.class);
        AttemptId second = job.grant(B);
        assertThat(second.attempt()).isEqualTo(2);
        List<JobEvent> before = job.journal();

        job.succeed(lost);
        job.tell(new JobActor.AttemptFailed(lost, new Failure.NoSpace("/")));
        job.expect(lost, SegmentActor.Acknowledge.class);

        assertThat(job.journal()).isEqualTo(before);
        job.succeed(second);
        job.awaitStatus("SUCCEEDED");
    }

    @Test
    void failsAtTheThirdFailureOfASegment() {
        job.recover(job.planned(2));
        Failure failure = new Failure.FfmpegFailed("encoding", 1, "");
        for (int time = 0; time < RetryPolicy.MAX_FAILURES; time++) {
            // a node that failed at a segment is not given it again
            AttemptId attempt = job.grant("127.0.0.2:1" + time);
            assertThat(attempt.segment()).isZero();
            job.tell(new JobActor.AttemptFailed(attempt, failure));
            job.expect(attempt, SegmentActor.Acknowledge.class);
        }

        assertThat(job.awaitStatus("FAILED").failure().message()).isEqualTo(failure.message());
        job.wants(0);
    }

    @Test
    void tellsThatTheCoordinatorMetABug() {
        job.steps.bugs.add(new IllegalStateException("a bug"));
        job.recover();
        assertThat(job.submit(job.spec(1))).isEmpty();
        assertThat(job.awaitStatus("FAILED").failure().message())
                .isEqualTo("The coordinator met an error of its own: java.lang.IllegalStateException: a bug.");
    }

    @Test
    void tellsThatTheCoordinatorMetABugWhileStitching() {
        job.steps.bugs.add(new IllegalStateException("a bug"));
        job.recover(job.planned(1));
        job.succeed(job.grant(A));
        assertThat(job.awaitStatus("FAILED").failure().message())
                .isEqualTo("The coordinator met an error of its own: java.lang.IllegalStateException: a bug.");
    }

    @Test
    void takesTheFirstOfTwoAttemptsAtASegmentAndStopsTheOther() {
        job.recover(job.planned(1));
        AttemptId slow = job.grant(A);
        AttemptId quick = job.second(B, 0);
        assertThat(quick.attempt()).isEqualTo(2);

        job.succeed(quick);

        job.expect(slow, SegmentActor.Cancel.class);
        // it may have finished before it was told
        job.succeed(slow);
        job.awaitStatus("SUCCEEDED");
        assertThat(job.steps.stitched).singleElement().satisfies(state -> {
            assertThat(state.piece(0).orElseThrow().node()).isEqualTo(B);
            assertThat(state.piece(0).orElseThrow().runs()).isEmpty();
        });
        assertThat(job.journal())
                .filteredOn(JobEvent.SegmentSucceeded.class::isInstance)
                .hasSize(1);
    }

    @Test
    void tellsThatItSucceededThoughANodeIsSlowToStopItsAttempt() {
        job.recover(job.planned(1));
        AttemptId slow = job.grant(A);
        job.succeed(job.second(B, 0));
        job.expect(slow, SegmentActor.Cancel.class);

        job.awaitStatus("SUCCEEDED");
        assertThat(job.steps.cleaned).isEmpty();

        job.tell(new JobActor.AttemptStopped(slow));
        job.awaitPassivation();
        assertThat(job.steps.cleaned).hasSize(1);
    }

    @Test
    void goesOnWithOneOfTwoAttemptsWhenTheOtherFails() {
        job.recover(job.planned(1));
        AttemptId slow = job.grant(A);
        AttemptId quick = job.second(B, 0);

        job.tell(new JobActor.AttemptFailed(quick, new Failure.FfmpegFailed("encoding", 1, "")));
        job.expect(quick, SegmentActor.Acknowledge.class);

        assertThat(job.offer(B)).as("nothing waits").isEmpty();
        job.succeed(slow);
        job.awaitStatus("SUCCEEDED");
    }

    @Test
    void hasNoUseForASecondAttemptOnTheSameNodeOrForAFourth() {
        job.recover(job.planned(1));
        job.grant(A);

        assertThat(job.offerAgain(A, 0)).isEmpty();
        job.second(B, 0);
        assertThat(job.offerAgain(B, 0)).isEmpty();
        job.second("127.0.0.2:3", 0);
        assertThat(job.offerAgain("127.0.0.2:4", 0)).isEmpty();
    }

    @Test
    void tellsANodeThatAnotherOneHasTheRestOfItsSegment() {
        job.recover(job.splittable(1));
        AttemptId slow = job.grant(A);
        AttemptId rest = AttemptId.parse(job.offerHalf(B, 0).orElseThrow());

        FrameRange left = segment(job.expect(slow, SegmentActor.Run.class));
        FrameRange given = segment(job.expect(rest, SegmentActor.Run.class));
        assertThat(left).isEqualTo(new FrameRange(0, 50));
        assertThat(given).isEqualTo(new FrameRange(50, 100));
        assertThat(rest).isEqualTo(new AttemptId(slow.job(), 1, 1, B));
        assertThat(job.offerHalf(B, 0)).as("it has no split left").isEmpty();

        job.succeed(rest, 50);
        job.succeed(slow, 50);
        JobView done = job.awaitStatus("SUCCEEDED");
        assertThat(done.segments())
                .extracting(view -> view.index() + " " + view.startFrame() + " " + view.node())
                .containsExactly("0 0 " + A, "1 50 " + B);
    }

    @Test
    void hasNoUseForTheRestThatWasMadeAllTheSame() {
        job.recover(job.splittable(2));
        AttemptId slow = job.grant(A);
        AttemptId rest = AttemptId.parse(job.offerHalf(B, 0).orElseThrow());

        job.succeed(slow);

        job.expect(rest, SegmentActor.Cancel.class);
        job.succeed(job.grant(A));
        JobView done = job.awaitStatus("SUCCEEDED");
        assertThat(done.segments()).extracting(SegmentView::endFrameExclusive).containsExactly(100L, 200L);
    }

    private static FrameRange segment(SegmentActor.Run run) {
        return run.order().segment().orElseThrow().range();
    }

    @Test
    void stopsTheOtherAttemptsWhenItFails() {
        job.recover(job.planned(2));
        AttemptId first = job.grant(A);
        AttemptId second = job.grant(B);

        job.tell(new JobActor.AttemptFailed(first, new Failure.SourceChanged("/media/clip.mov")));

        job.expect(second, SegmentActor.Cancel.class);
        job.tell(new JobActor.AttemptStopped(second));
        job.expect(second, SegmentActor.Acknowledge.class);
        job.awaitStatus("FAILED");
        job.awaitPassivation();
    }

    @Test
    void isEncodedInOnePieceWhenTheStitchIsNotExactAndThenFails() {
        Failure mismatch = new Failure.OutputMismatch("/out.mov", "packet 7 has another hash");
        job.steps.stitchFailures.addAll(List.of(mismatch, mismatch));
        job.recover(job.planned(2));
        job.succeed(job.grant(A));
        job.succeed(job.grant(A));

        job.wants(1);
        EncodeOrder whole = job.order(B);
        assertThat(whole.whole()).isTrue();
        assertThat(whole.id().attempt()).isEqualTo(2);
        job.succeed(whole.id());

        JobView view = job.awaitStatus("FAILED");
        assertThat(view.failure().kind()).isEqualTo("output-mismatch");
        assertThat(view.warnings()).singleElement().asString().contains("one piece");
    }

    @Test
    void encodesOnlyTheSegmentAgainThatDoesNotFit() {
        job.steps.stitchFailures.add(new Failure.OutputMismatch("/out.mov", "it differs", List.of(1)));
        job.recover(job.planned(3));
        for (int segment = 0; segment < 3; segment++) {
            EncodeOrder order = job.order(A);
            assertThat(order.approach()).isEqualTo(Approach.AS_PLANNED);
            job.succeed(order.id());
        }

        job.wants(1);
        EncodeOrder again = job.order(B);
        assertThat(again.id().segment()).isEqualTo(1);
        assertThat(again.approach().fartherBack()).isTrue();
        job.succeed(again.id());

        JobView view = job.awaitStatus("SUCCEEDED");
        assertThat(view.warnings()).isEmpty();
        assertThat(job.steps.stitched).hasSize(2);
    }

    @Test
    void encodesASegmentAgainThatIsGone() {
        job.steps.stitchFailures.add(new Failure.SegmentGone(1, "segment-1.mov"));
        job.recover(job.planned(2));
        job.succeed(job.grant(A));
        job.succeed(job.grant(A));

        job.wants(1);
        AttemptId again = job.grant(B);
        assertThat(again.segment()).isEqualTo(1);
        job.succeed(again);

        job.awaitStatus("SUCCEEDED");
        assertThat(job.steps.stitched).hasSize(2);
    }

    @Test
    void isCancelledWhileItIsPlanned() {
        job.steps.planGate = new CountDownLatch(1);
        job.recover();
        job.submit(job.spec(2));
        job.awaitStatus("PLANNING");

        assertThat(job.cancel()).isEqualTo(JobActor.CancelResult.CANCELLED);

        job.awaitStatus("CANCELLED");
        job.awaitPassivation();
        await("nothing of it reads on").until(() -> job.steps.interruptedPlans.get() == 1);
        await().until(() -> job.steps.cleaned.size() == 1);
    }

    @Test
    void showsHowMuchOfItsClipHasBeenRead() {
        job.steps.planGate = new CountDownLatch(1);
        job.steps.readOfPlan = 0.3;
        job.recover();
        job.submit(job.spec(2));

        assertThat(job.await(view -> view.progress() > 0))
                .extracting(JobView::status, JobView::progress, JobView::frames)
                .containsExactly("PLANNING", 0.3, 0L);
        job.steps.planGate.countDown();
        assertThat(job.awaitStatus("ENCODING").progress()).isZero();
    }

    @Test
    void doesNotReadOnWhenItsActorEnds() {
        job.steps.planGate = new CountDownLatch(1);
        job.recover();
        job.submit(job.spec(2));
        job.awaitStatus("PLANNING");

        job.restart();

        await().until(() -> job.steps.interruptedPlans.get() == 1);
    }

    @Test
    void isCancelledWhileItEncodes() {
        job.recover(job.planned(3));
        AttemptId first = job.grant(A);
        job.succeed(first);
        AttemptId second = job.grant(A);

        assertThat(job.cancel()).isEqualTo(JobActor.CancelResult.CANCELLED);

        job.wants(0);
        job.expect(second, SegmentActor.Cancel.class);
        assertThat(job.steps.cleaned).as("the attempt may still write").isEmpty();
        job.tell(new JobActor.AttemptStopped(second));
        job.expect(second, SegmentActor.Acknowledge.class);
        job.awaitPassivation();
        assertThat(job.steps.cleaned).containsExactly(first.job());
        assertThat(job.cancel()).isEqualTo(JobActor.CancelResult.ALREADY_FINISHED);
    }

    @Test
    void isCancelledWhileItIsStitched() {
        job.steps.stitchGate = new CountDownLatch(1);
        job.recover(job.planned(1));
        job.succeed(job.grant(A));
        await().until(() -> !job.steps.stitched.isEmpty());

        assertThat(job.cancel()).isEqualTo(JobActor.CancelResult.CANCELLED);

        job.awaitStatus("CANCELLED");
        job.awaitPassivation();
        assertThat(job.steps.interruptedStitches).as("nothing is published").hasValue(1);
        assertThat(job.steps.cleaned).hasSize(1);
    }

    @Test
    void isNotFoundWhenItWasNeverSubmitted() {
        job.recover();

        assertThat(job.cancel()).isEqualTo(JobActor.CancelResult.NOT_FOUND);
        job.awaitPassivation();
    }

    @Test
    void isMadeAnewOnceNothingIsLeftOfItsLastLife() {
        job.recover(job.planned(1));
        AttemptId old = job.grant(A);
        job.cancel();
        job.wants(0);
        var submission = new Thread(() -> job.submit(job.spec(1)));
        submission.start();
        job.expect(old, SegmentActor.Cancel.class);
        job.expect(old, SegmentActor.Cancel.class);
        assertThat(job.journal())
                .doesNotContain(new JobEvent.JobSubmitted(job.spec(1), true))
                .hasSize(4);

        job.tell(new JobActor.AttemptStopped(old));

        job.wants(1);
        assertThat(job.steps.cleaned).hasSize(1);
        await().until(() -> !submission.isAlive());
    }
}
