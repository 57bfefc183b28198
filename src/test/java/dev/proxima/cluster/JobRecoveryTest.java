package dev.proxima.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.job.Failure;
import dev.proxima.job.JobEvent;
import dev.proxima.testing.JobSamples;
import dev.proxima.testing.TestSystem;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** A job goes on wherever its coordinator left off. */
class JobRecoveryTest {

    @TempDir
    static Path directory;

    private static TestSystem system;
    private static EntityProbes<SegmentActor.Command> attempts;

    private JobRig job;
    private AttemptId attempt;

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
        String id = test.getTestMethod().orElseThrow().getName();
        job = new JobRig(system, attempts, id);
        attempt = new AttemptId(id, 0, 1, system.address());
    }

    @AfterEach
    void closeJob() {
        job.close();
    }

    @Test
    void plansWhenItWasSubmitted() {
        job.recover(new JobEvent.JobSubmitted(job.spec(3), false));

        job.wants(3);
    }

    @Test
    void asksForSlotsWhenItWasPlanned() {
        job.recover(job.planned(3));

        job.wants(3);
    }

    @Test
    void tellsWhereItIsBeforeAnybodyAsks() {
        job.recover(job.planned(2, dispatched(), succeeded()));

        assertThat(job.awaitStatus("ENCODING").progress()).isEqualTo(0.5);
    }

    @Test
    void goesOnAskingAfterTheJournalWasAway() {
        job.recover(job.planned(2));
        job.wants(2);
        job.loseNextEvent();
        assertThat(job.offer(system.address())).isPresent();

        // as it recovers, and then every second
        job.wants(2);
        job.wants(2);
        job.wants(2);
        assertThat(job.grant(system.address()).attempt()).isEqualTo(1);
    }

    @Test
    void goesOnByItselfWhenTheSchedulerIsGone() {
        job.recover(job.planned(2, dispatched()));
        job.loseScheduler();

        job.succeed(attempt);

        assertThat(job.journal()).last().isInstanceOf(JobEvent.SegmentSucceeded.class);
    }

    @Test
    void stitchesAgainAfterTheJournalWasAway() {
        job.steps.stitchGate = new CountDownLatch(1);
        job.recover(job.planned(1, dispatched(), succeeded(), new JobEvent.StitchStarted()));
        job.awaitStatus("STITCHING");
        job.loseNextEvent();
        job.tell(new JobActor.Cancel(
                system.kit.<JobActor.CancelReply>createTestProbe().ref()));

        job.steps.stitchGate.countDown();

        job.awaitStatus("SUCCEEDED");
    }

    @Test
    void takesUpAnAttemptThatStillRuns() {
        job.recover(job.planned(2, dispatched()));

        job.expect(attempt, SegmentActor.Reattach.class);
        job.tell(new JobActor.AttemptStarted(attempt));
        job.succeed(attempt);
        assertThat(job.grant(system.address()).segment()).isEqualTo(1);
    }

    @Test
    void encodesAgainWhatItsNodeDoesNotKnow() {
        job.recover(job.planned(1, dispatched()));
        job.expect(attempt, SegmentActor.Reattach.class);

        job.tell(new JobActor.AttemptLost(attempt));

        job.wants(1);
        assertThat(job.grant(system.address()).attempt()).isEqualTo(2);
    }

    @Test
    void aNodeThatComesBackGoesOnWithWhatIsStillWantedAndEndsWhatIsNot() {
        job.recover(job.planned(1, dispatched()));
        job.expect(attempt, SegmentActor.Reattach.class);
        job.tell(new JobActor.AttemptStarted(attempt));

        job.tell(new JobActor.AttemptFound(attempt));
        job.expect(attempt, SegmentActor.Reattach.class);
        job.tell(new JobActor.AttemptLost(attempt));
        job.wants(1);
        job.tell(new JobActor.AttemptFound(attempt));

        job.expect(attempt, SegmentActor.Cancel.class);
    }

    @Test
    void startsAgainWhenItWasPlannedByAnotherBuild() {
        JobEvent[] events = job.planned(2, dispatched(), succeeded());
        JobEvent.SegmentsPlanned plan = (JobEvent.SegmentsPlanned) events[1];
        events[1] = new JobEvent.SegmentsPlanned(plan.clip(), plan.stamp(), plan.plan(), "another build");

        job.recover(events);

        job.wants(2);
        assertThat(job.grant(system.address()).attempt())
                .describedAs("no attempt has the name of one of before")
                .isEqualTo(2);
    }

    @Test
    void whatOneNodeDoesNotFindIsTriedOnAnother() {
        job.recover(job.planned(1));
        AttemptId blind = job.grant(system.address());

        job.tell(new JobActor.AttemptFailed(blind, new Failure.OutOfReach("/media/clip.mov", blind.node())));

        job.expect(blind, SegmentActor.Acknowledge.class);
        assertThat(job.grant(JobSamples.NODE).attempt()).isEqualTo(2);
        assertThat(job.steps.prepared).isNotEmpty();
    }

    @Test
    void stitchesWhenAllWasEncoded() {
        job.recover(job.planned(1, dispatched(), succeeded(), new JobEvent.StitchStarted()));

        job.awaitStatus("SUCCEEDED");
        assertThat(job.steps.stitched).hasSize(1);
    }

    @Test
    void stopsWhatMayStillRunOfACancelledJob() {
        job.recover(job.planned(1, dispatched(), new JobEvent.JobCancelled(1)));

        job.expect(attempt, SegmentActor.Cancel.class);
        assertThat(job.steps.cleaned).isEmpty();
        job.tell(new JobActor.AttemptStopped(attempt));
        job.awaitPassivation();
        assertThat(job.steps.cleaned).hasSize(1);
    }

    @Test
    void passivatesWhenItHadFailed() {
        job.recover(job.planned(1, new JobEvent.JobFailed(1, new Failure.SourceChanged("/media/clip.mov"))));

        job.awaitStatus("FAILED");
        job.awaitPassivation();
    }

    @Test
    void keepsItsStateOverARestart() {
        job.recover(job.planned(2));
        job.succeed(job.grant(system.address()));
        AttemptId second = job.grant(system.address());

        job.restart();

        job.expect(second, SegmentActor.Reattach.class);
        job.succeed(attempt);
        assertThat(job.journal()).hasSize(5);
        job.succeed(second);
        job.awaitStatus("SUCCEEDED");
    }

    /** The snapshot of a finished job is all that is left of it; the same job can be made again. */
    @Test
    void isMadeAgainFromItsSnapshot() {
        job.recover(job.planned(1));
        job.succeed(job.grant(system.address()));
        job.awaitStatus("SUCCEEDED");
        job.restart();
        job.awaitPassivation();
        assertThat(job.cancel()).isEqualTo(JobActor.CancelResult.ALREADY_FINISHED);

        assertThat(job.submit(job.spec(2))).isEmpty();

        job.wants(2);
    }

    private JobEvent dispatched() {
        return new JobEvent.SegmentDispatched(0, 1, system.address());
    }

    private JobEvent succeeded() {
        return new JobEvent.SegmentSucceeded(0, 1, JobSamples.DIGEST, "segment-0.mov");
    }
}
