package dev.proxima.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.actor.typed.pubsub.Topic;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.SelfUp;
import akka.cluster.typed.Subscribe;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Tells what a node has and does: the scheduler, which tells whoever listens, and all nodes if this is a coordinator. Created
 * once a node, by the guardian; a new one knows all it needs from the registry of the JVM. An encoder first says hello through its own
 * shard: slots that were offered before the shard is placed would have their attempts placed elsewhere.
 */
final class NodeAgent extends AbstractBehavior<NodeAgent.Command> {

    sealed interface Command extends WireMessage {}

    /** The shard of this node is where it belongs. */
    record ShardPlaced() implements Command {}

    /** An order for one node, which all hear; answered with {@link Obeyed}. */
    record Order(String node, Duty.Draining draining, ActorRef<Obeyed> replyTo) implements Command {}

    record Obeyed(NodeReport report) implements WireMessage {}

    private record Tick() implements Command {}

    /** The node is a member of its cluster. */
    private record Joined() implements Command {}

    private record AttemptsChanged() implements Command {}

    private record ChangesMayBeTold() implements Command {}

    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    /** How often news is told that can wait. */
    private static final int LOOKS_PER_REPORT = 2;

    /** A report tells everything, so dozens a second are only work. No slot waits: that one is free, its job says as well. */
    private static final Duration BETWEEN_CHANGES = Duration.ofMillis(100);

    private static final int TICKS_ALONE = 2;

    /** An attempt that has an actor is asked after every second. */
    private static final Duration FOUND_AFTER = Duration.ofSeconds(3);

    /** Longer than a seed takes to restart and be rejoined. */
    private static final Duration UNATTENDED_FOR = Duration.ofSeconds(90);

    private final TimerScheduler<Command> timers;
    private final NodeContext node;
    private final ActorRef<SlotScheduler.Command> scheduler;
    private final ActorRef<Topic.Command<NodeReport>> coordinators;
    private final Set<String> lacking;
    private Optional<String> unusedReason = Optional.empty();
    private Optional<Duty.Rest> lastRest = Optional.empty();
    private int looks;
    private boolean untold;
    private boolean placed;
    private boolean wasLed;
    private int ticksAlone;

    static Behavior<Command> create(NodeContext node, ActorRef<SlotScheduler.Command> scheduler, Channels channels) {
        return Behaviors.withTimers(timers -> Behaviors.setup(context -> {
            channels.orders().tell(Topic.subscribe(context.getSelf()));
            return new NodeAgent(context, timers, node, scheduler, channels.coordinators());
        }));
    }

    private NodeAgent(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            NodeContext node,
            ActorRef<SlotScheduler.Command> scheduler,
            ActorRef<Topic.Command<NodeReport>> coordinators) {
        super(context);
        this.timers = timers;
        this.node = node;
        this.scheduler = scheduler;
        this.coordinators = coordinators;
        lacking = node.encoders().lacking();
        Cluster.get(context.getSystem())
                .subscriptions()
                .tell(Subscribe.create(context.messageAdapter(SelfUp.class, up -> new Joined()), SelfUp.class));
        timers.startTimerWithFixedDelay(new Tick(), Duration.ZERO, LOOK_EVERY);
        node.registry().onChange(() -> context.getSelf().tell(new AttemptsChanged()));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(ShardPlaced.class, message -> onShardPlaced())
                .onMessage(Order.class, this::onOrder)
                .onMessage(Joined.class, message -> onJoined())
                .onMessage(Tick.class, message -> onTick())
                .onMessage(AttemptsChanged.class, message -> onAttemptsChanged())
                .onMessage(ChangesMayBeTold.class, message -> untold ? onAttemptsChanged() : this)
                .build();
    }

    private Behavior<Command> onShardPlaced() {
        placed = true;
        report();
        return this;
    }

    private Behavior<Command> onOrder(Order order) {
        if (order.node().equals(node.selfId(getContext().getSystem()))) {
            node.duty().drain(order.draining());
            order.replyTo().tell(new Obeyed(report()));
        }
        return this;
    }

    /** Somebody may wait for its slots. */
    private Behavior<Command> onJoined() {
        sayHello();
        return this;
    }

    private void sayHello() {
        if (!placed && node.isEncoder()) {
            String self = node.selfId(getContext().getSystem());
            node.attemptRef(getContext().getSystem(), SegmentActor.helloId(self))
                    .tell(new SegmentActor.Hello(getContext().getSelf()));
        }
    }

    private Behavior<Command> onTick() {
        if (isForsaken()) {
            getContext().getLog().info("There is no coordinator left in this cluster, or none that tells of itself");
            getContext().getSystem().terminate();
            return Behaviors.stopped();
        }
        if (Cluster.get(getContext().getSystem()).selfMember().status() != MemberStatus.up()) {
            return this;
        }
        sayHello();
        node.registry().stopUnattended(UNATTENDED_FOR);
        askAfterFound();
        Optional<Duty.Rest> rest = rest();
        if (looks++ % LOOKS_PER_REPORT == 0 || !rest.equals(lastRest)) {
            report(rest);
        }
        return this;
    }

    /**
     * The last coordinator said good-bye, or none tells anything any more, which a helper notices long before it would call
     * one unreachable. A seed that is started again makes a cluster of its own, which this node finds only by joining anew.
     */
    private boolean isForsaken() {
        Set<String> coordinators = StreamSupport.stream(
                        Cluster.get(getContext().getSystem())
                                .state()
                                .getMembers()
                                .spliterator(),
                        false)
                .filter(member -> member.hasRole(NodeContext.COORDINATOR))
                .map(member -> PinnedShards.nodeId(member.address()))
                .collect(Collectors.toSet());
        node.board().rememberCoordinators(coordinators);
        boolean led = !coordinators.isEmpty() && !node.board().isLeftAlone(SteadyTime.now());
        wasLed |= led;
        ticksAlone = led ? 0 : ticksAlone + 1;
        return wasLed && ticksAlone >= TICKS_ALONE;
    }

    /**
     * What this node went on with while it was out of its cluster is either wanted still or was given to another node
     * meanwhile: its job knows.
     */
    private void askAfterFound() {
        if (placed) {
            node.registry()
                    .unattended(FOUND_AFTER)
                    .forEach(id ->
                            node.jobRef(getContext().getSystem(), id.job()).tell(new JobActor.AttemptFound(id)));
        }
    }

    /** The first change at once, those that follow soon after it together. */
    private Behavior<Command> onAttemptsChanged() {
        untold = timers.isTimerActive(ChangesMayBeTold.class);
        if (!untold) {
            timers.startSingleTimer(ChangesMayBeTold.class, new ChangesMayBeTold(), BETWEEN_CHANGES);
            report();
        }
        return this;
    }

    private NodeReport report() {
        return report(rest());
    }

    private NodeReport report(Optional<Duty.Rest> rest) {
        boolean offering = placed && node.isEncoder();
        lastRest = rest;
        NodeReport report = new NodeReport(
                node.selfId(getContext().getSystem()),
                node.settings().roles(),
                offering ? node.settings().slots() : 0,
                rest.isPresent(),
                node.version(),
                node.build(),
                lacking,
                ProcessHandle.current().pid(),
                node.registry().running(),
                rest.map(Duty.Rest::reason).orElse(null),
                node.cores().getAsDouble());
        node.board().put(report);
        if (node.isCoordinator()) {
            coordinators.tell(Topic.publish(report));
        }
        scheduler.tell(new SlotScheduler.Reported(report));
        // after the scheduler was told, or it would grant them here once more; also what it granted before it heard
        if (rest.filter(Duty.Rest::givesBack).isPresent()) {
            node.registry().stopAll();
        }
        noticeUse(report);
        return report;
    }

    /** Asked rarely: what others use of the machine is measured between one answer and the next. */
    private Optional<Duty.Rest> rest() {
        return node.isEncoder()
                ? node.duty().rest(Instant.now(), LocalTime.now(ZoneId.systemDefault()))
                : Optional.empty();
    }

    /** Says on this node, once, that it is of no use to its cluster, and why. */
    private void noticeUse(NodeReport report) {
        Optional<String> reason = node.board().unusedReason(report);
        if (!reason.equals(unusedReason)) {
            unusedReason = reason;
            String sentence =
                    reason.map(why -> "This node gets no work. " + why).orElse("This node gets work again.");
            getContext().getLog().warn("{}", sentence);
            node.board().notice(sentence);
        }
    }
}
