package dev.proxima.testing;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorSystem;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import akka.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.proxima.cluster.AttemptRegistry;
import dev.proxima.cluster.Duty;
import dev.proxima.cluster.Encoders;
import dev.proxima.cluster.LiveBoard;
import dev.proxima.cluster.NodeContext;
import dev.proxima.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.awaitility.Awaitility;

/** A cluster of one node with Proxima's own configuration, but with a journal in memory and without Proxima's actors. */
public final class TestSystem implements AutoCloseable {

    public static final String BUILD = "8.0.1/abc";

    /** Of a node on which all encoders of its FFmpeg work. */
    public static final Encoders ENCODERS = new Encoders(Set.of("prores", "dnxhd"), Set.of("prores", "dnxhd"));

    private static final Config FAST = ConfigFactory.parseMap(Map.ofEntries(
            Map.entry("akka.remote.artery.canonical.hostname", "127.0.0.1"),
            Map.entry("akka.remote.artery.canonical.port", 0),
            Map.entry("akka.cluster.roles", List.of("coordinator", "encoder")),
            Map.entry("akka.cluster.gossip-interval", "50ms"),
            Map.entry("akka.cluster.leader-actions-interval", "50ms"),
            Map.entry("akka.cluster.periodic-tasks-initial-delay", "50ms"),
            Map.entry("akka.cluster.distributed-data.gossip-interval", "50ms"),
            Map.entry("akka.cluster.sharding.retry-interval", "50ms"),
            Map.entry("akka.persistence.journal.plugin", PersistenceTestKitPlugin.PluginId()),
            Map.entry("akka.persistence.snapshot-store.plugin", PersistenceTestKitSnapshotPlugin.PluginId())));

    public final ActorTestKit kit;
    public final Settings settings;

    /** @param dataDir never written to, as nothing here keeps files */
    public TestSystem(Path dataDir) {
        settings = Settings.load(Map.of("proxima.data-dir", dataDir.toString(), "proxima.slots", 2));
        kit = ActorTestKit.create(
                "proxima",
                FAST.withFallback(PersistenceTestKitPlugin.config())
                        .withFallback(PersistenceTestKitSnapshotPlugin.config())
                        .withFallback(settings.raw()));
    }

    /** Makes this system a cluster of its own, as remoting to itself and sharding need. */
    public TestSystem joined() {
        Cluster cluster = Cluster.get(system());
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> cluster.selfMember().status() == MemberStatus.up());
        return this;
    }

    public ActorSystem<Void> system() {
        return kit.system();
    }

    /** {@code host:port} of this node. */
    public String address() {
        var address = Cluster.get(system()).selfMember().address();
        return address.getHost().orElseThrow() + ':' + address.getPort().orElseThrow();
    }

    public NodeContext node(AttemptRegistry registry, FakeSteps steps) {
        Duty duty = new Duty(settings.manners(), now -> Duration.ZERO, OptionalLong::empty);
        return new NodeContext(
                settings, registry, steps, new LiveBoard(ENCODERS), duty, BUILD, ENCODERS, "test", () -> 4);
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }
}
