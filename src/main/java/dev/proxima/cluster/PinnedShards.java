package dev.proxima.cluster;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.Address;
import akka.cluster.Cluster;
import akka.cluster.MemberStatus;
import akka.cluster.sharding.ShardCoordinator;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.cluster.sharding.typed.ShardingMessageExtractor;
import akka.dispatch.Futures;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Future;

/**
 * Places the shard {@code host:port} on the region of the node at that address, so that an attempt runs exactly where a
 * slot was granted. A shard whose node is no member goes to any region: its entities notice, and answer for the
 * absent (ADR 1).
 */
final class PinnedShards extends ShardCoordinator.AbstractShardAllocationStrategy {

    private final Cluster cluster;

    PinnedShards(ActorSystem system) {
        this.cluster = Cluster.get(system);
    }

    /** {@code host:port} of an address, which names a node in all of Proxima. */
    static String nodeId(Address address) {
        return address.getHost().orElse("") + ':' + address.getPort().orElse(0);
    }

    @Override
    public Future<ActorRef> allocateShard(
            ActorRef requester, String shardId, Map<ActorRef, IndexedSeq<String>> currentAllocations) {
        Optional<ActorRef> home = currentAllocations.keySet().stream()
                .filter(region -> nodeOf(region).equals(shardId))
                .findFirst();
        if (home.isPresent()) {
            return Futures.successful(home.get());
        }
        return isMember(shardId)
                ? Futures.failed(
                        new IllegalStateException(shardId + " is a member but its region is not registered yet"))
                : Futures.successful(requester);
    }

    @Override
    public Future<Set<String>> rebalance(
            Map<ActorRef, IndexedSeq<String>> currentAllocations, Set<String> rebalanceInProgress) {
        Set<String> present = new HashSet<>();
        currentAllocations.keySet().forEach(region -> present.add(nodeOf(region)));
        Set<String> strays = new HashSet<>();
        currentAllocations.forEach((region, shards) -> shards.foreach(shard -> {
            boolean stray = !shard.equals(nodeOf(region)) && present.contains(shard);
            return stray && !rebalanceInProgress.contains(shard) && strays.add(shard);
        }));
        return Futures.successful(strays);
    }

    private String nodeOf(ActorRef region) {
        Address address = region.path().address();
        return nodeId(address.hasLocalScope() ? cluster.selfMember().address() : address);
    }

    private boolean isMember(String node) {
        return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
                .filter(member -> member.status() != MemberStatus.down() && member.status() != MemberStatus.removed())
                .anyMatch(member -> nodeId(member.address()).equals(node));
    }

    /** Shard id and entity id of messages to attempts. */
    static final class Extractor
            extends ShardingMessageExtractor<ShardingEnvelope<SegmentActor.Command>, SegmentActor.Command> {

        @Override
        public String entityId(ShardingEnvelope<SegmentActor.Command> envelope) {
            return envelope.entityId();
        }

        @Override
        public String shardId(String entityId) {
            return entityId.substring(entityId.lastIndexOf('@') + 1);
        }

        @Override
        public SegmentActor.Command unwrapMessage(ShardingEnvelope<SegmentActor.Command> envelope) {
            return envelope.message();
        }
    }
}
