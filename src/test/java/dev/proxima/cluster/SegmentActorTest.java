package dev.proxima.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.media.FrameRange;
import dev.proxima.media.PlannedSegment;
import dev.proxima.testing.FakeRunner;
import dev.proxima.testing.FakeSteps;
import dev.proxima.testing.TestSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentActorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    static Path directory;

    private static TestSystem system;
    private static EntityProbes<JobActor.Command> jobs;

    private final FakeRunner runner = new FakeRunner();
    private AttemptRegistry registry = new AttemptRegistry(2, runner);
    private AttemptId id;
    private TestProbe<EntityProbes.Told<JobActor.Command>> job;

    @BeforeAll
    static void start() {
        system = new TestSystem(directory).joined();
        jobs = new EntityProbes<>(system, JobActor.KEY, entity -> entity);
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @BeforeEach
    void oneJobEach(TestInfo test) {
        id = new AttemptId(
                test.getTestMethod().orElseThrow().getName() + test.getDisplayName(), 0, 1, system.address());
        job = jobs.of(id.job());
    }

    @AfterEach
    void closeRegistry() {
        registry.close();
    }

    @Test
    void startsOnceHoweverOftenItIsTold() {
        ActorRef<SegmentActor.Command> attempt = spawn(id);
        attempt.tell(new SegmentActor.Run(order()));
        attempt.tell(new SegmentActor.Run(order()));
        attempt.tell(new SegmentActor.Reattach());

        expect(new JobActor.AttemptStarted(id));
        expect(new JobActor.AttemptStarted(id));
        expect(new JobActor.AttemptStarted(id));
        await().untilAsserted(() -> assertThat(runner.started).containsExactly(order()));
    }

    @Test
    void shortensWhatRuns() {
        EncodeOrder whole = order();
        PlannedSegment segment = whole.segment().orElseThrow();
        PlannedSegment half = new PlannedSegment(
                segment.index(),
                new FrameRange(segment.range().startFrame(), segment.range().endFrameExclusive() - 1),
                segment.startPts(),
                segment.endPts(),
                segment.seekPts());
        EncodeOrder less = new EncodeOrder(
                whole.id(),
                whole.source(),
                whole.stamp(),
                whole.clip(),
                whole.preset(),
                Optional.of(half),
                whole.whole(),
                whole.approach(),
                whole.workDirectory());
        ActorRef<SegmentActor.Command> attempt = spawn(id);
        attempt.tell(new SegmentActor.Run(whole));
        await().untilAsserted(() -> assertThat(runner.wanted).hasSize(1));
        assertThat(runner.wanted.element().get()).isEqualTo(segment);

        attempt.tell(new SegmentActor.Run(less));
        attempt.tell(new SegmentActor.Run(whole));

        expect(new JobActor.AttemptStarted(id));
        await().untilAsserted(() -> assertThat(runner.wanted.element().get()).isEqualTo(half));
        assertThat(runner.started).containsExactly(whole);
    }

    @Test
    void tellsTheOutcomeAgainUntilItIsAcknowledged() {
        runner.letAllSucceed();
        ActorRef<SegmentActor.Command> attempt = spawn(id);
        attempt.tell(new SegmentActor.Run(order()));
        expect(new JobActor.AttemptStarted(id));

        for (int time = 0; time < 2; time++) {
            assertThat(told()).isInstanceOfSatisfying(JobActor.AttemptSucceeded.class, success -> {
                assertThat(success.id()).isEqualTo(id);
                assertThat(success.file()).isEqualTo("segment-0.mov");
            });
        }
        attempt.tell(new SegmentActor.Acknowledge());

        job.expectTerminated(attempt, PATIENCE);
        assertThat(registry.find(id)).isEmpty();
    }

    @Test
    void tellsWhyItFailed() {
        Failure failure = new Failure.NoSpace("/media");
        registry = new AttemptRegistry(1, (order, segment, progress) -> {
            throw new FailureException(failure);
        });
        spawn(id).tell(new SegmentActor.Run(order()));

        expect(new JobActor.AttemptStarted(id));
        expect(new JobActor.AttemptFailed(id, failure));
    }

    @Test
    void isLostWhenItsNodeKnowsNothingOfIt() {
        ActorRef<SegmentActor.Command> attempt = spawn(id);
        attempt.tell(new SegmentActor.Reattach());

        expect(new JobActor.AttemptLost(id));
        job.expectTerminated(attempt, PATIENCE);
    }

    @Test
    void goesOnWithWhatItsJvmStartedBefore() {
        registry.start(order());
        spawn(id).tell(new SegmentActor.Reattach());

        expect(new JobActor.AttemptStarted(id));
        runner.letAllSucceed();
        assertThat(told()).isInstanceOf(JobActor.AttemptSucceeded.class);
        assertThat(runner.started).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "reattach", "cancel"})
    void answersForANodeThatIsGone(String command) {
        id = new AttemptId(id.job(), 0, 1, "127.0.0.2:7");
        ActorRef<SegmentActor.Command> standIn = spawn(id);
        standIn.tell(
                switch (command) {
                    case "run" -> new SegmentActor.Run(order());
                    case "reattach" -> new SegmentActor.Reattach();
                    default -> new SegmentActor.Cancel();
                });

        expect(new JobActor.AttemptLost(id));
        job.expectTerminated(standIn, PATIENCE);
        assertThat(registry.running()).isEmpty();
    }

    @Test
    void endsTheEncodeWhenItIsCancelled() {
        ActorRef<SegmentActor.Command> attempt = spawn(id);
        attempt.tell(new SegmentActor.Run(order()));
        expect(new JobActor.AttemptStarted(id));
        await().until(() -> !runner.started.isEmpty());

        attempt.tell(new SegmentActor.Cancel());

        expect(new JobActor.AttemptStopped(id));
        assertThat(runner.interrupted).hasValue(1);
    }

    @Test
    void hasStoppedWhatItNeverStarted() {
        spawn(id).tell(new SegmentActor.Cancel());

        expect(new JobActor.AttemptStopped(id));
    }

    /** Each word of an attempt that is over is acknowledged; the entity that this wakes has nothing to wait for. */
    @Test
    void endsWhenNothingIsLeftToAcknowledge() {
        ActorRef<SegmentActor.Command> attempt = spawn(id);
        attempt.tell(new SegmentActor.Acknowledge());

        job.expectTerminated(attempt, PATIENCE);
    }

    @Test
    void leavesTheEncodeToItsJvmWhenItsSystemEnds() {
        ActorRef<SegmentActor.Command> attempt = spawn(id);
        attempt.tell(new SegmentActor.Run(order()));
        expect(new JobActor.AttemptStarted(id));
        attempt.tell(new SegmentActor.Stop());
        job.expectTerminated(attempt, PATIENCE);

        assertThat(registry.running()).hasSize(1);
    }

    @Test
    void greetsItsNodeFromItsOwnShardOnly() {
        TestProbe<NodeAgent.Command> agent = system.kit.createTestProbe();
        ActorRef<SegmentActor.Command> standIn = spawn(SegmentActor.helloId("127.0.0.2:7"));
        standIn.tell(new SegmentActor.Hello(agent.ref()));
        job.expectTerminated(standIn, PATIENCE);
        agent.expectNoMessage(Duration.ZERO);

        ActorRef<SegmentActor.Command> atHome = spawn(SegmentActor.helloId(system.address()));
        atHome.tell(new SegmentActor.Hello(agent.ref()));
        agent.expectMessage(new NodeAgent.ShardPlaced());
        job.expectTerminated(atHome, PATIENCE);
    }

    private ActorRef<SegmentActor.Command> spawn(AttemptId attempt) {
        return system.kit.spawn(SegmentActor.create(attempt.entityId(), system.node(registry, new FakeSteps(""))));
    }

    private void expect(JobActor.Command message) {
        assertThat(told()).isEqualTo(message);
    }

    private JobActor.Command told() {
        return job.receiveMessage(PATIENCE).message();
    }

    private EncodeOrder order() {
        EncodeOrder sample = WireSamples.SEGMENT_ORDER;
        return new EncodeOrder(
                id,
                sample.source(),
                sample.stamp(),
                sample.clip(),
                sample.preset(),
                sample.segment(),
                sample.whole(),
                sample.approach(),
                sample.workDirectory());
    }
}
