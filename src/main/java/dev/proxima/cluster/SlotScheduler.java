package dev.proxima.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.pubsub.Topic;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import dev.proxima.schedule.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Grants free slots to jobs. A singleton on the coordinators that holds soft state only: it may die at any time, as
 * nodes report and jobs ask every second.
 */
final class SlotScheduler extends AbstractBehavior<SlotScheduler.Command> {

    sealed interface Command extends WireMessage {}

    record Reported(NodeReport report) implements Command {}

    /** @param work what the job could use slots for now; nothing takes the wish back */
    record Wanted(Work work, ActorRef<JobActor.Command> replyTo) implements Command {}

    /** @param attempt entity id of the attempt that the slot is used for; empty when there was no use for it */
    record Answered(long grant, Optional<String> attempt) implements Command {}

    /**
     * @param message of the failure, or empty
     * @param replyTo the job, which is told {@link JobActor.EndNoted} behind what it is granted for this
     */
    record Ended(String attempt, AttemptEnd how, String message, ActorRef<JobActor.Command> replyTo)
            implements Command {}

    /** What is thought of each node, told to all nodes every second. */
    record Standings(Map<String, Standing> nodes) implements WireMessage {}

    /**
     * @param strength of a slot, in proportion to other nodes
     * @param reason why some job does not use the node now; null if they all do
     */
    record Standing(double strength, String reason) {}

    private record NodeGone(String node) implements Command {}

    private record Tick() implements Command {}

    private final ActorRef<Topic.Command<Standings>> standings;
    private final ActorRef<Topic.Command<NodeReport>> helpers;
    private final SlotLedger ledger;
    private final Map<String, ActorRef<JobActor.Command>> jobs = new HashMap<>();

    static Behavior<Command> create(Encoders encoders, Channels channels) {
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new Tick(), Duration.ofSeconds(1));
            return Behaviors.setup(context -> new SlotScheduler(context, encoders, channels));
        });
    }

    private SlotScheduler(ActorContext<Command> context, Encoders encoders, Channels channels) {
        super(context);
        standings = channels.standings();
        helpers = channels.helpers();
        ledger = new SlotLedger(encoders, Instant.now().toEpochMilli() * 1000);
        NodeRemovals.tell(context, NodeGone::new);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Reported.class, this::onReported)
                .onMessage(Wanted.class, this::onWanted)
                .onMessage(Answered.class, this::onAnswered)
                .onMessage(Ended.class, this::onEnded)
                .onMessage(NodeGone.class, this::onNodeGone)
                .onMessage(Tick.class, message -> onTick())
                .build();
    }

    /**
     * A node that was declared down may go on reporting until it has noticed; what it is sent would be lost. What a helper
     * says is passed on from here, as most often nobody listens but this node; coordinators tell all nodes of themselves.
     */
    private Behavior<Command> onReported(Reported reported) {
        NodeReport report = reported.report();
        if (!isInReach(report.node())) {
            return this;
        }
        if (!report.roles().contains(NodeContext.COORDINATOR)) {
            helpers.tell(Topic.publish(report));
        }
        ledger.report(report, SteadyTime.now());
        return assign();
    }

    private Behavior<Command> onWanted(Wanted wanted) {
        Work work = wanted.work();
        ledger.wish(work, SteadyTime.now());
        if (work.isNothing()) {
            jobs.remove(work.job());
        } else {
            jobs.put(work.job(), wanted.replyTo());
        }
        return assign();
    }

    private Behavior<Command> onAnswered(Answered answered) {
        ledger.answered(answered.grant(), answered.attempt());
        return answered.attempt().isPresent() ? this : assign();
    }

    private Behavior<Command> onEnded(Ended ended) {
        ledger.ended(ended.attempt(), ended.how(), ended.message(), SteadyTime.now());
        assign();
        ended.replyTo().tell(new JobActor.EndNoted());
        return this;
    }

    private Behavior<Command> onNodeGone(NodeGone gone) {
        ledger.nodeGone(gone.node());
        return this;
    }

    private boolean isInReach(String node) {
        var state = Cluster.get(getContext().getSystem()).state();
        return StreamSupport.stream(state.getMembers().spliterator(), false)
                .anyMatch(member -> PinnedShards.nodeId(member.address()).equals(node)
                        && member.status() != MemberStatus.down()
                        && !state.getUnreachable().contains(member));
    }

    private Behavior<Command> onTick() {
        standings.tell(Topic.publish(new Standings(ledger.standings(SteadyTime.now()))));
        return assign();
    }

    private Behavior<Command> assign() {
        for (SlotLedger.Grant grant : ledger.assign(SteadyTime.now())) {
            jobs.get(grant.job()).tell(new JobActor.SlotGranted(grant.id(), grant.choice()));
        }
        return this;
    }
}
