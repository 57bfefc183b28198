package dev.proxima.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.actor.typed.pubsub.Topic;
import akka.cluster.typed.Cluster;
import dev.proxima.api.JobView;
import dev.proxima.api.LiveEvent;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/**
 * Hears what nodes and jobs tell, keeps it on this node's board and passes it on to watchers. One on each node, so that any
 * of them can be watched; it keeps nothing of its own. On a coordinator it listens to everything, on a helper only to
 * coordinators unless there are watchers.
 */
final class WatchActor extends AbstractBehavior<WatchActor.Command> {

    sealed interface Command {}

    record Watch(Consumer<LiveEvent> listener) implements Command {}

    record Unwatch(Consumer<LiveEvent> listener) implements Command {}

    private record NodeTold(NodeReport report) implements Command {}

    private record JobTold(JobPorts.Changed changed) implements Command {}

    private record Tick() implements Command {}

    private record StandingsTold(Map<String, SlotScheduler.Standing> nodes) implements Command {}

    private record NodeGone(String node) implements Command {}

    private record SnapshotReady(Optional<List<JobView>> jobs) implements Command {}

    /** Jobs of a snapshot: all active ones, and the newest of the others. */
    private static final int SNAPSHOT = 200;

    private static final Duration TELL_EVERY = Duration.ofMillis(250);

    private final NodeContext node;
    private final ActorRef<JobDirectory.Command> directory;
    private final TimerScheduler<Command> timers;
    private final Channels channels;
    private final ActorRef<NodeReport> toldByNodes;
    private final ActorRef<JobPorts.Changed> toldByJobs;
    private final ActorRef<SlotScheduler.Standings> toldByScheduler;
    private final Set<Consumer<LiveEvent>> watchers = new LinkedHashSet<>();
    private final Set<Consumer<LiveEvent>> arriving = new LinkedHashSet<>();
    private final Set<String> moving = new LinkedHashSet<>();

    static Behavior<Command> create(NodeContext node, ActorRef<JobDirectory.Command> directory, Channels channels) {
        return Behaviors.withTimers(
                timers -> Behaviors.setup(context -> new WatchActor(context, timers, node, directory, channels)));
    }

    private WatchActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            NodeContext node,
            ActorRef<JobDirectory.Command> directory,
            Channels channels) {
        super(context);
        this.timers = timers;
        this.node = node;
        this.directory = directory;
        this.channels = channels;
        toldByNodes = context.messageAdapter(NodeReport.class, NodeTold::new);
        toldByJobs = context.messageAdapter(JobPorts.Changed.class, JobTold::new);
        toldByScheduler =
                context.messageAdapter(SlotScheduler.Standings.class, told -> new StandingsTold(told.nodes()));
        channels.coordinators().tell(Topic.subscribe(toldByNodes));
        if (node.isCoordinator()) {
            listenToAll();
        }
        NodeRemovals.tell(context, NodeGone::new);
    }

    private void listenToAll() {
        channels.helpers().tell(Topic.subscribe(toldByNodes));
        channels.jobs().tell(Topic.subscribe(toldByJobs));
        channels.standings().tell(Topic.subscribe(toldByScheduler));
    }

    /** What a helper knows of others grows old from now on. */
    private void listenToCoordinators() {
        channels.helpers().tell(Topic.unsubscribe(toldByNodes));
        channels.jobs().tell(Topic.unsubscribe(toldByJobs));
        channels.standings().tell(Topic.unsubscribe(toldByScheduler));
        node.board().forgetOthers(node.selfId(getContext().getSystem()));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(NodeTold.class, this::onNodeTold)
                .onMessage(JobTold.class, this::onJobTold)
                .onMessage(StandingsTold.class, this::onStandingsTold)
                .onMessage(Tick.class, message -> onTick())
                .onMessage(NodeGone.class, this::onNodeGone)
                .onMessage(Watch.class, this::onWatch)
                .onMessage(SnapshotReady.class, this::onSnapshotReady)
                .onMessage(Unwatch.class, this::onUnwatch)
                .build();
    }

    private Behavior<Command> onNodeTold(NodeTold told) {
        node.board().put(told.report());
        oldestCoordinator().ifPresent(node.board()::ledBy);
        if (watchers.isEmpty()) {
            return this;
        }
        tell(new LiveEvent.NodeChanged(node.board().view(told.report())));
        told.report().running().forEach(attempt -> moves(attempt.job()));
        return this;
    }

    /** Of a job on fifty nodes that report every second, watchers see no more than of one on a single node. */
    private void moves(String job) {
        if (moving.isEmpty()) {
            timers.startSingleTimer(new Tick(), TELL_EVERY);
        }
        moving.add(job);
    }

    private Behavior<Command> onTick() {
        moving.stream()
                .flatMap(job -> node.board().job(job).stream())
                .forEach(job -> tell(new LiveEvent.JobChanged(job)));
        moving.clear();
        return this;
    }

    private Behavior<Command> onJobTold(JobTold told) {
        JobPorts.Changed changed = told.changed();
        node.board().put(changed);
        if (watchers.isEmpty()) {
            return this;
        }
        if (changed.partly()) {
            moves(changed.job().id());
        } else {
            moving.remove(changed.job().id());
            tell(new LiveEvent.JobChanged(node.board().withProgress(changed.job())));
        }
        return this;
    }

    private Behavior<Command> onStandingsTold(StandingsTold told) {
        node.board().put(told.nodes());
        return this;
    }

    private Behavior<Command> onNodeGone(NodeGone gone) {
        node.board().removeNode(gone.node());
        tell(new LiveEvent.NodeRemoved(gone.node()));
        return this;
    }

    /** Watchers that come while a snapshot is being asked for get the same one. */
    private Behavior<Command> onWatch(Watch watch) {
        boolean asked = !arriving.isEmpty();
        if (!isWatched() && !node.isCoordinator()) {
            listenToAll();
        }
        arriving.add(watch.listener());
        if (asked) {
            return this;
        }
        var answer = AskPattern.<JobDirectory.Command, JobDirectory.Answer>ask(
                directory,
                replyTo -> new JobDirectory.Current(SNAPSHOT, replyTo),
                Duration.ofSeconds(5),
                getContext().getSystem().scheduler());
        getContext()
                .pipeToSelf(
                        answer,
                        (jobs, late) ->
                                new SnapshotReady(Optional.ofNullable(jobs).map(JobDirectory.Answer::jobs)));
        return this;
    }

    /** A snapshot that no coordinator answered for is empty; the jobs follow as they tell of themselves. */
    private Behavior<Command> onSnapshotReady(SnapshotReady ready) {
        LiveEvent snapshot = new LiveEvent.Snapshot(
                node.version(), ready.jobs().orElse(List.of()), node.board().nodes());
        arriving.forEach(listener -> listener.accept(snapshot));
        watchers.addAll(arriving);
        arriving.clear();
        return this;
    }

    private Behavior<Command> onUnwatch(Unwatch unwatch) {
        boolean there = watchers.remove(unwatch.listener()) || arriving.remove(unwatch.listener());
        if (there && !isWatched() && !node.isCoordinator()) {
            listenToCoordinators();
        }
        return this;
    }

    private boolean isWatched() {
        return !watchers.isEmpty() || !arriving.isEmpty();
    }

    private Optional<String> oldestCoordinator() {
        Cluster cluster = Cluster.get(getContext().getSystem());
        return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
                .filter(member -> member.hasRole(NodeContext.COORDINATOR))
                .reduce((one, other) -> one.isOlderThan(other) ? one : other)
                .map(member -> PinnedShards.nodeId(member.address()));
    }

    private void tell(LiveEvent event) {
        watchers.forEach(watcher -> watcher.accept(event));
    }
}
