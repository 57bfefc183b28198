package dev.proxima.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.cluster.ClusterEvent;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import java.util.function.Function;

/** Tells an actor of nodes that have left the cluster, of their own will or not. */
final class NodeRemovals {

    private NodeRemovals() {}

    /** @param command makes a message for the actor of the node's {@code host:port} */
    static <T> void tell(ActorContext<T> context, Function<String, T> command) {
        ActorRef<ClusterEvent.MemberRemoved> removals = context.messageAdapter(
                ClusterEvent.MemberRemoved.class,
                event -> command.apply(PinnedShards.nodeId(event.member().address())));
        Cluster.get(context.getSystem())
                .subscriptions()
                .tell(Subscribe.create(removals, ClusterEvent.MemberRemoved.class));
    }
}
