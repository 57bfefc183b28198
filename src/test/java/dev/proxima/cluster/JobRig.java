package dev.proxima.cluster;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.pubsub.Topic;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.EntityContext;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import dev.proxima.api.JobView;
import dev.proxima.job.Failure;
import dev.proxima.job.JobEvent;
import dev.proxima.job.JobSpec;
import dev.proxima.job.PieceDigest;
import dev.proxima.media.PlannedSegment;
import dev.proxima.media.SegmentPlan;
import dev.proxima.media.SplitPoint;
import dev.proxima.schedule.Choice;
import dev.proxima.schedule.Demand;
import dev.proxima.schedule.Work;
import dev.proxima.testing.FakeRecords;
import dev.proxima.testing.FakeRunner;
import dev.proxima.testing.FakeSteps;
import dev.proxima.testing.JobSamples;
import dev.proxima.testing.TestSystem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One job actor among probes in place of the scheduler, the directory, its shard and the nodes. */
final class JobRig implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    final FakeSteps steps = new FakeSteps(TestSystem.BUILD);
    final TestProbe<SlotScheduler.Command> scheduler;
    final TestProbe<JobDirectory.Command> directory;
    final TestProbe<ClusterSharding.ShardCommand> shard;
    final TestProbe<EntityProbes.Told<SegmentActor.Command>> attempts;
    final FakeRecords records = new FakeRecords();
    private final TestProbe<Topic.Command<JobPorts.Changed>> watchers;
    private final TestSystem system;
    private final String id;
    private final PersistenceTestKit journal;
    private final AttemptRegistry registry = new AttemptRegistry(1, new FakeRunner());
    private final ActorRef<SlotScheduler.Command> scheduling;
    private volatile boolean schedulerGone;
    private ActorRef<JobActor.Command> job;
    private long grants;

    JobRig(TestSystem system, EntityProbes<SegmentActor.Command> attempts, String id) {
        this.system = system;
        this.id = id;
        this.attempts = attempts.of(id);
        this.journal = PersistenceTestKit.create(system.system());
        scheduler = system.kit.createTestProbe();
        scheduling = system.kit.spawn(Behaviors.receiveMessage(this::schedule));
        directory = system.kit.createTestProbe();
        shard = system.kit.createTestProbe();
        watchers = system.kit.createTestProbe();
    }

    /** Starts the job with these events in its journal. */
    JobRig recover(JobEvent... events) {
        if (events.length > 0) {
            journal.persistForRecovery(persistenceId(), List.of((Object[]) events));
        }
        job = system.kit.spawn(JobActor.create(
                new EntityContext<>(JobActor.KEY, id, shard.ref()),
                system.node(registry, steps),
                new JobPorts(scheduling, directory.ref(), watchers.ref(), records, Tenure.SOLE)));
        job.tell(new JobActor.Turn());
        return this;
    }

    private Behavior<SlotScheduler.Command> schedule(SlotScheduler.Command message) {
        scheduler.ref().tell(message);
        if (message instanceof SlotScheduler.Ended ended && !schedulerGone) {
            ended.replyTo().tell(new JobActor.EndNoted());
        }
        return Behaviors.same();
    }

    void loseScheduler() {
        schedulerGone = true;
    }

    void restart() {
        system.kit.stop(job, PATIENCE);
        recover();
    }

    /** The journal does not take the job's next event. */
    void loseNextEvent() {
        journal.failNextPersisted(persistenceId());
    }

    JobSpec spec(int segments) {
        return JobSamples.spec(id, segments);
    }

    /** The events up to {@code SegmentsPlanned} of a job of so many segments. */
    JobEvent[] planned(int segments, JobEvent... more) {
        var plan = FakeSteps.plan(segments, TestSystem.BUILD);
        JobEvent[] events = new JobEvent[more.length + 2];
        events[0] = new JobEvent.JobSubmitted(spec(segments), false);
        events[1] = new JobEvent.SegmentsPlanned(plan.clip(), plan.stamp(), plan.segments(), plan.build());
        System.arraycopy(more, 0, events, 2, more.length);
        return events;
    }

    /** The same, of segments that may be split in their middle. */
    JobEvent[] splittable(int segments) {
        JobEvent[] events = planned(segments);
        JobEvent.SegmentsPlanned planned = (JobEvent.SegmentsPlanned) events[1];
        List<PlannedSegment> all = planned.plan().segments().stream()
                .map(segment -> {
                    long middle = segment.range().startFrame() + segment.range().length() / 2;
                    SplitPoint split = new SplitPoint(middle, middle * 512, OptionalLong.empty());
                    return segment.withSplits(List.of(split));
                })
                .toList();
        events[1] =
                new JobEvent.SegmentsPlanned(planned.clip(), planned.stamp(), new SegmentPlan(all), planned.build());
        return events;
    }

    Optional<Failure> submit(JobSpec spec) {
        Optional<Failure> refusal = handIn(spec).receiveMessage(PATIENCE).refusal();
        job.tell(new JobActor.Turn());
        return refusal;
    }

    /** Does not wait for the answer. */
    TestProbe<JobActor.SubmitReply> handIn(JobSpec spec) {
        TestProbe<JobActor.SubmitReply> replies = system.kit.createTestProbe();
        job.tell(new JobActor.Submit(spec, replies.ref()));
        return replies;
    }

    JobActor.CancelResult cancel() {
        TestProbe<JobActor.CancelReply> replies = system.kit.createTestProbe();
        job.tell(new JobActor.Cancel(replies.ref()));
        return replies.receiveMessage(PATIENCE).result();
    }

    /** Grants a slot and returns the attempt that the job makes of it, once its node was told. */
    AttemptId grant(String node) {
        return order(node).id();
    }

    EncodeOrder order(String node) {
        AttemptId attempt =
                offer(node).map(AttemptId::parse).orElseThrow(() -> new AssertionError("the job did not use the slot"));
        return expect(attempt, SegmentActor.Run.class).order();
    }

    Optional<String> offer(String node) {
        return offer(node, FakeSteps.FRAMES_PER_SEGMENT, OptionalInt.empty());
    }

    /** Grants a slot for a second attempt at a running piece. */
    AttemptId second(String node, int piece) {
        AttemptId attempt = offerAgain(node, piece)
                .map(AttemptId::parse)
                .orElseThrow(() -> new AssertionError("the job did not use the slot"));
        expect(attempt, SegmentActor.Run.class);
        return attempt;
    }

    Optional<String> offerAgain(String node, int piece) {
        return offer(node, FakeSteps.FRAMES_PER_SEGMENT, OptionalInt.of(piece));
    }

    /** Grants a slot for the second half of a running piece. */
    Optional<String> offerHalf(String node, int piece) {
        long half = FakeSteps.FRAMES_PER_SEGMENT / 2;
        return offer(new Choice(id, node, half, false, OptionalInt.of(piece), OptionalLong.of(half)));
    }

    private Optional<String> offer(String node, long frames, OptionalInt again) {
        return offer(new Choice(id, node, frames, false, again));
    }

    private Optional<String> offer(Choice choice) {
        long grant = ++grants;
        job.tell(new JobActor.SlotGranted(grant, choice));
        return next(scheduler, SlotScheduler.Answered.class, answer -> answer.grant() == grant)
                .attempt();
    }

    void tell(JobActor.Command command) {
        job.tell(command);
    }

    void succeed(AttemptId attempt) {
        succeed(attempt, FakeSteps.FRAMES_PER_SEGMENT);
    }

    void succeed(AttemptId attempt, long frames) {
        PieceDigest digest = new PieceDigest(frames, 5_000_000_000L, "sha256:00ff");
        job.tell(new JobActor.AttemptSucceeded(attempt, digest, "segment-" + attempt.segment() + ".mov"));
        expect(attempt, SegmentActor.Acknowledge.class);
    }

    SlotScheduler.Wanted wants(int pieces) {
        return next(scheduler, SlotScheduler.Wanted.class, wanted -> waiting(wanted.work()) == pieces);
    }

    private static int waiting(Work work) {
        return work.waiting().stream().mapToInt(Demand.Lot::count).sum();
    }

    <C extends SegmentActor.Command> C expect(AttemptId attempt, Class<C> command) {
        var expected = next(
                attempts,
                command.getSimpleName(),
                told -> told.entity().equals(attempt.entityId()) && command.isInstance(told.message()));
        return command.cast(expected.message());
    }

    JobView awaitStatus(String status) {
        return await(view -> view.status().equals(status));
    }

    /** What the job tells of itself. */
    JobView await(Predicate<JobView> wanted) {
        return next(directory, JobDirectory.Recorded.class, told -> wanted.test(told.job()))
                .job();
    }

    void awaitPassivation() {
        next(shard, "Passivate", message -> message instanceof ClusterSharding.Passivate<?>);
    }

    /** Each by itself, also those that were decided together. */
    List<JobEvent> journal() {
        return journal.persistedInStorage(persistenceId()).stream()
                .flatMap(event ->
                        event instanceof JobEvent.Together all ? all.events().stream() : Stream.of((JobEvent) event))
                .toList();
    }

    @Override
    public void close() {
        records.putGate.countDown();
        steps.planGate.countDown();
        steps.stitchGate.countDown();
        system.kit.stop(job, PATIENCE);
        system.kit.stop(scheduling, PATIENCE);
        registry.close();
    }

    private String persistenceId() {
        return JobActor.KEY.name() + '|' + id;
    }

    private static <T, M extends T> M next(TestProbe<T> probe, Class<M> type, Predicate<M> wanted) {
        return type.cast(next(
                probe, type.getSimpleName(), message -> type.isInstance(message) && wanted.test(type.cast(message))));
    }

    /** Messages of other kinds, such as those of every second, are passed over. */
    private static <T> T next(TestProbe<T> probe, String what, Predicate<T> wanted) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            T message = probe.receiveMessage(PATIENCE);
            if (wanted.test(message)) {
                return message;
            }
        }
        throw new AssertionError("no " + what + " within " + PATIENCE);
    }
}
