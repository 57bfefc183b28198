package dev.proxima.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.cluster.ClusterEvent;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import java.util.function.Function;

/**
 * Tells an actor of nodes that have left the cluster, of their own will or not. A node that is declared down never comes
 * back as the same member, so its work need not wait, a second or more, until all have agreed on its removal. An actor
 * may hear of a node twice.
 */
final class NodeRemovals {

    private NodeRemovals() {}

    /** @param command makes a message for the actor of the node's {@code host:port} */
    static <T> void tell(ActorContext<T> context, Function<String, T> command) {
        ActorRef<ClusterEvent.MemberRemoved> removals =
                context.messageAdapter(ClusterEvent.MemberRemoved.class, event -> command.apply(node(event)));
        ActorRef<ClusterEvent.MemberDowned> downings =
                context.messageAdapter(ClusterEvent.MemberDowned.class, event -> command.apply(node(event)));
        var subscriptions = Cluster.get(context.getSystem()).subscriptions();
        subscriptions.tell(Subscribe.create(removals, ClusterEvent.MemberRemoved.class));
        subscriptions.tell(Subscribe.create(downings, ClusterEvent.MemberDowned.class));
    }

    private static String node(ClusterEvent.MemberEvent event) {
        return PinnedShards.nodeId(event.member().address());
    }
}
