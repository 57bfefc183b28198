package dev.proxima.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.ActorRef;
import akka.actor.ExtendedActorSystem;
import akka.cluster.sharding.typed.ShardingEnvelope;
import dev.proxima.testing.TestSystem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Await;
import scala.concurrent.Future;
import scala.concurrent.duration.Duration;
import scala.jdk.javaapi.CollectionConverters;

class PinnedShardsTest {

    @TempDir
    static Path directory;

    private static TestSystem system;
    private static PinnedShards shards;
    private static ActorRef here;
    private static ActorRef there;

    @BeforeAll
    static void start() {
        system = new TestSystem(directory).joined();
        shards = new PinnedShards(system.system().classicSystem());
        here = region("akka://proxima/system/sharding/Segment");
        there = region("akka://proxima@127.0.0.2:7/system/sharding/Segment");
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @Test
    void placesAShardOnTheNodeThatItIsNamedAfter() {
        Map<ActorRef, IndexedSeq<String>> regions = Map.of(here, none(), there, none());

        assertThat(now(shards.allocateShard(there, system.address(), regions))).isEqualTo(here);
        assertThat(now(shards.allocateShard(here, "127.0.0.2:7", regions))).isEqualTo(there);
    }

    @Test
    void waitsForTheRegionOfAMember() {
        assertThatThrownBy(() -> now(shards.allocateShard(there, system.address(), Map.of(there, none()))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(system.address());
    }

    @Test
    void letsAnyNodeStandInForOneThatIsNoMember() {
        assertThat(now(shards.allocateShard(here, "127.0.0.3:7", Map.of(here, none(), there, none()))))
                .isEqualTo(here);
    }

    @Test
    void movesStraysHomeAndNothingElse() {
        Map<ActorRef, IndexedSeq<String>> regions =
                Map.of(here, seq(system.address(), "127.0.0.2:7", "127.0.0.3:7"), there, none());

        assertThat(now(shards.rebalance(regions, Set.of()))).containsExactly("127.0.0.2:7");
        assertThat(now(shards.rebalance(regions, Set.of("127.0.0.2:7")))).isEmpty();
    }

    @Test
    void findsTheNodeInTheIdOfAnAttempt() {
        PinnedShards.Extractor extractor = new PinnedShards.Extractor();
        AttemptId id = new AttemptId("clip-0123456789", -1, 2, "127.0.0.2:7");
        ShardingEnvelope<SegmentActor.Command> envelope =
                new ShardingEnvelope<>(id.entityId(), new SegmentActor.Cancel());

        assertThat(extractor.shardId(extractor.entityId(envelope))).isEqualTo("127.0.0.2:7");
        assertThat(extractor.unwrapMessage(envelope)).isEqualTo(new SegmentActor.Cancel());
        assertThat(AttemptId.parse(id.entityId())).isEqualTo(id);
    }

    private static ActorRef region(String path) {
        return ((ExtendedActorSystem) system.system().classicSystem())
                .provider()
                .resolveActorRef(path);
    }

    private static <T> T now(Future<T> future) {
        try {
            return Await.result(future, Duration.create(5, TimeUnit.SECONDS));
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static IndexedSeq<String> none() {
        return seq();
    }

    private static IndexedSeq<String> seq(String... shards) {
        return CollectionConverters.asScala(List.of(shards)).toVector();
    }
}
