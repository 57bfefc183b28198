package dev.proxima.cluster;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import java.time.Duration;

/**
 * One attempt at one segment, sharded onto the node that was granted for it. The job creates it by sending {@code Run};
 * it starts FFmpeg through the registry of its JVM and tells the job how that ended, again and again until acknowledged.
 * It keeps nothing: after a crash the job asks with {@code Reattach}, and an attempt that is not known here is lost.
 */
final class SegmentActor extends AbstractBehavior<SegmentActor.Command> {

    sealed interface Command extends WireMessage {}

    /** Start, or go on when it was started before, with what is left of the segment. */
    record Run(EncodeOrder order) implements Command {}

    /** Go on, but only if this node knows the attempt. */
    record Reattach() implements Command {}

    record Cancel() implements Command {}

    /** The job has persisted the outcome. */
    record Acknowledge() implements Command {}

    /** The first message to a node's own shard, which places it before slots are offered. */
    record Hello(akka.actor.typed.ActorRef<NodeAgent.Command> agent) implements Command {}

    record Stop() implements Command {}

    private record Ended(AttemptOutcome outcome) implements Command {}

    private record Resend() implements Command {}

    static final EntityTypeKey<Command> KEY = EntityTypeKey.create(Command.class, "Segment");

    /** Hello goes to this attempt of no job. */
    static AttemptId helloId(String node) {
        return new AttemptId("hello", 0, 0, node);
    }

    private static final Duration RESEND_EVERY = Duration.ofSeconds(1);

    private final AttemptId id;
    private final NodeContext node;
    private final TimerScheduler<Command> timers;
    private boolean attached;
    private AttemptOutcome outcome;

    static Behavior<Command> create(String entityId, NodeContext node) {
        return Behaviors.withTimers(timers ->
                Behaviors.setup(context -> new SegmentActor(context, timers, AttemptId.parse(entityId), node)));
    }

    private SegmentActor(
            ActorContext<Command> context, TimerScheduler<Command> timers, AttemptId id, NodeContext node) {
        super(context);
        this.id = id;
        this.node = node;
        this.timers = timers;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Hello.class, this::onHello)
                .onMessage(Run.class, this::onRun)
                .onMessage(Reattach.class, message -> onReattach())
                .onMessage(Cancel.class, message -> onCancel())
                .onMessage(Ended.class, this::onEnded)
                .onMessage(Resend.class, message -> onResend())
                .onMessage(Acknowledge.class, message -> onAcknowledge())
                .onMessage(Stop.class, message -> Behaviors.stopped())
                .build();
    }

    private Behavior<Command> onHello(Hello hello) {
        if (isAtHome()) {
            hello.agent().tell(new NodeAgent.ShardPlaced());
        }
        return Behaviors.stopped();
    }

    private Behavior<Command> onRun(Run run) {
        if (!isAtHome()) {
            return lost();
        }
        if (attached) {
            node.registry().shorten(run.order());
        } else {
            attach(node.registry().start(run.order()));
        }
        return started();
    }

    private Behavior<Command> onReattach() {
        if (attached) {
            return started();
        }
        return isAtHome()
                ? node.registry()
                        .find(id)
                        .map(known -> {
                            attach(known);
                            return started();
                        })
                        .orElseGet(this::lost)
                : lost();
    }

    private Behavior<Command> onCancel() {
        if (!isAtHome()) {
            return lost();
        }
        attach(node.registry().stop(id));
        return this;
    }

    private Behavior<Command> onEnded(Ended ended) {
        outcome = ended.outcome();
        return onResend();
    }

    private Behavior<Command> onResend() {
        node.registry().attend(id);
        if (outcome instanceof AttemptOutcome.Succeeded success) {
            job().tell(new JobActor.AttemptSucceeded(id, success.digest(), success.file()));
        } else if (outcome instanceof AttemptOutcome.Failed failed) {
            job().tell(new JobActor.AttemptFailed(id, failed.failure()));
        } else if (outcome instanceof AttemptOutcome.Stopped) {
            job().tell(new JobActor.AttemptStopped(id));
        }
        return this;
    }

    /** Word of an attempt that is over is acknowledged as well, which wakes an entity that has nothing to do. */
    private Behavior<Command> onAcknowledge() {
        if (attached && outcome == null) {
            return this;
        }
        node.registry().forget(id);
        return Behaviors.stopped();
    }

    private Behavior<Command> started() {
        job().tell(new JobActor.AttemptStarted(id));
        return this;
    }

    private Behavior<Command> lost() {
        job().tell(new JobActor.AttemptLost(id));
        return Behaviors.stopped();
    }

    private void attach(java.util.concurrent.CompletionStage<AttemptOutcome> coming) {
        attached = true;
        timers.startTimerWithFixedDelay(Resend.class, new Resend(), RESEND_EVERY);
        getContext().pipeToSelf(coming, (result, error) -> new Ended(result));
    }

    private EntityRef<JobActor.Command> job() {
        return node.jobRef(getContext().getSystem(), id.job());
    }

    /** False for a stand-in: an entity that was placed elsewhere as its node is gone. */
    private boolean isAtHome() {
        return id.node().equals(node.selfId(getContext().getSystem()));
    }
}
