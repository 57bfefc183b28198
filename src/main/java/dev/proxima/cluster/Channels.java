package dev.proxima.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.pubsub.Topic;

/**
 * What is told to whoever listens. Each message goes to each node that does, which costs slow machines work: a helper listens
 * to other helpers and to jobs only while somebody watches it.
 *
 * @param coordinators what coordinators tell of themselves, for all nodes
 * @param helpers what the scheduler hears of the other nodes
 * @param jobs how unfinished jobs stand
 * @param standings what the scheduler thinks of the nodes
 * @param orders for nodes
 */
record Channels(
        ActorRef<Topic.Command<NodeReport>> coordinators,
        ActorRef<Topic.Command<NodeReport>> helpers,
        ActorRef<Topic.Command<JobPorts.Changed>> jobs,
        ActorRef<Topic.Command<SlotScheduler.Standings>> standings,
        ActorRef<Topic.Command<NodeAgent.Command>> orders) {

    static Channels open(ActorContext<?> context) {
        return new Channels(
                open(context, NodeReport.class, "coordinator-reports"),
                open(context, NodeReport.class, "helper-reports"),
                open(context, JobPorts.Changed.class, "job-changes"),
                open(context, SlotScheduler.Standings.class, "standings"),
                open(context, NodeAgent.Command.class, "node-orders"));
    }

    private static <T> ActorRef<Topic.Command<T>> open(ActorContext<?> context, Class<T> type, String name) {
        return context.spawn(Topic.create(type, name), name);
    }
}
