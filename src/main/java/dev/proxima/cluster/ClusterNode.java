package dev.proxima.cluster;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.proxima.api.JobService;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.journal.Journal;
import dev.proxima.settings.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node for as long as its JVM wants it. When its actor system ends by itself, as it does some seconds after the seed
 * went away, it builds another one at the same address and rejoins, for as long as it takes; FFmpeg meanwhile goes on.
 */
public final class ClusterNode implements AutoCloseable {

    /** Called with every actor system that the node builds; serves HTTP on it. */
    public interface Endpoint {

        /** @throws FailureException when HTTP cannot be served; the node does not start then */
        void open(ActorSystem<?> system, JobService service) throws FailureException;
    }

    private static final Logger log = LoggerFactory.getLogger(ClusterNode.class);
    private static final String SYSTEM = "proxima";
    private static final Duration PAUSE_BEFORE_REJOIN = Duration.ofSeconds(1);
    private static final Duration FAREWELL = Duration.ofSeconds(8);

    /**
     * A node that owns no jobs waits longer before it calls another one unreachable, and needs to hear less of it. Coordinators
     * are quick to, and have all dealings with helpers. A helper that has hardly any CPU left would call healthy nodes
     * unreachable, and of two that call each other so the split brain resolver ends both.
     */
    private static final Map<String, Duration> OF_HELPERS = Map.of(
            "akka.cluster.failure-detector.acceptable-heartbeat-pause", Duration.ofSeconds(20),
            "akka.cluster.failure-detector.heartbeat-interval", Duration.ofSeconds(5));

    private static final int EVERYBODY = Integer.MAX_VALUE;

    private final NodeContext node;
    private final Endpoint endpoint;
    private final Optional<Journal> journal;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile ActorSystem<Void> system;
    private volatile JobService service;
    private volatile int port;
    private volatile boolean closing;

    /** @throws FailureException when an address is taken, or the journal is in use */
    public static ClusterNode start(NodeContext node, Endpoint endpoint) throws FailureException {
        Optional<Journal> journal =
                node.isCoordinator() ? Optional.of(Journal.open(node.settings())) : Optional.empty();
        ClusterNode started = new ClusterNode(node, endpoint, journal);
        started.begin();
        Thread life = new Thread(started::live, "proxima-node");
        life.setDaemon(true);
        life.start();
        return started;
    }

    private ClusterNode(NodeContext node, Endpoint endpoint, Optional<Journal> journal) {
        this.node = node;
        this.endpoint = endpoint;
        this.journal = journal;
        this.port = node.settings().port();
    }

    public JobService service() {
        return service;
    }

    /** {@code host:port} by which other nodes know this one. */
    public String address() {
        return node.settings().host() + ':' + port;
    }

    /** Waits until this node is a member of its cluster and has told its slots; false if that took longer. */
    public boolean awaitMember(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            if (Cluster.get(system).selfMember().status() == MemberStatus.up()
                    && node.board().slotsOf(address())
                            >= (node.isEncoder() ? node.settings().slots() : 0)) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return false;
    }

    public void awaitTermination() throws InterruptedException {
        ended.await();
    }

    /** Ends all FFmpeg processes, leaves the cluster and returns when both are done, within some seconds. */
    @Override
    public void close() {
        closing = true;
        node.registry().close();
        try {
            leave().toCompletableFuture().get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            log.warn("The node did not leave the cluster in good order", e);
        }
        journal.ifPresent(open -> open.leave(address()));
        ended.countDown();
    }

    /** A node that is alone in its cluster has nobody to say good-bye to. */
    private CompletionStage<Done> leave() {
        boolean alone = Cluster.get(system).state().members().size() <= 1;
        if (alone) {
            system.terminate();
            return system.getWhenTerminated();
        }
        return CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.jvmExitReason());
    }

    private void live() {
        while (!closing) {
            try {
                system.getWhenTerminated().toCompletableFuture().join();
                if (!closing) {
                    log.info("Left the cluster, joining again");
                    TimeUnit.NANOSECONDS.sleep(PAUSE_BEFORE_REJOIN.toNanos());
                    begin();
                }
            } catch (FailureException e) {
                log.warn("Could not start again, will retry: {}", e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void begin() throws FailureException {
        CompletableFuture<ClusterJobService> ready = new CompletableFuture<>();
        try {
            system = ActorSystem.create(NodeGuardian.create(node, journal, ready), SYSTEM, config());
        } catch (RuntimeException e) {
            throw new FailureException(
                    new Failure.InvalidRequest("This node cannot listen on "
                            + node.settings().host() + " port " + port + ": choose another with --port or --host ("
                            + rootOf(e).getMessage() + ")."),
                    e);
        }
        LastConnections.cutOffAtTheEndOf(system);
        service = ready.join();
        Cluster cluster = Cluster.get(system);
        port = cluster.selfMember().address().getPort().orElseThrow();
        if (node.settings().join().isEmpty() && !sharesItsJournal()) {
            cluster.manager().tell(Join.create(cluster.selfMember().address()));
        }
        try {
            endpoint.open(system, service);
        } catch (FailureException e) {
            system.terminate();
            throw e;
        }
    }

    /** Then the lease in the journal decides which cluster this coordinator makes or joins. */
    private boolean sharesItsJournal() {
        return journal.flatMap(Journal::lease).isPresent();
    }

    /** A helper whose seed went away for good finds the other coordinators that it knew. */
    private List<String> seeds() {
        if (sharesItsJournal()) {
            return List.of();
        }
        Set<String> seeds = new LinkedHashSet<>(node.settings().join());
        if (!seeds.isEmpty()) {
            seeds.addAll(node.board().coordinators());
        }
        return seeds.stream().map(seed -> "akka://" + SYSTEM + '@' + seed).toList();
    }

    private Config config() {
        Settings settings = node.settings();
        Map<String, Object> own = new HashMap<>();
        own.put("akka.remote.artery.canonical.hostname", settings.host());
        own.put("akka.remote.artery.canonical.port", port);
        own.put("akka.cluster.roles", settings.roles());
        if (node.isCoordinator()) {
            own.put("akka.cluster.failure-detector.monitored-by-nr-of-members", EVERYBODY);
        } else {
            own.putAll(OF_HELPERS);
        }
        own.put("akka.cluster.seed-nodes", seeds());
        return ConfigFactory.parseMap(own)
                .withFallback(journal.map(Journal::config).orElse(ConfigFactory.empty()))
                .withFallback(settings.raw());
    }

    private static Throwable rootOf(Throwable thrown) {
        return thrown.getCause() == null ? thrown : rootOf(thrown.getCause());
    }
}
