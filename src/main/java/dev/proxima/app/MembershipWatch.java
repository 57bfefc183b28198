package dev.proxima.app;

import akka.actor.typed.ActorSystem;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import dev.proxima.security.NodeIdentity;
import dev.proxima.security.SeedProbe;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the person at a node that lost its seed why it does not come back in, where the reason lies in certificates: the
 * seed was set up anew, or this node's certificate expired. Akka tells that only to the log, and tries for ever.
 */
final class MembershipWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MembershipWatch.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final NodeIdentity identity;
    private final String seedHost;
    private final int seedPort;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "proxima-membership");
        thread.setDaemon(true);
        return thread;
    });
    private volatile ActorSystem<?> system;
    private boolean wasMember;
    private String told = "";

    MembershipWatch(NodeIdentity identity, String seedHost, int seedPort) {
        this.identity = identity;
        this.seedHost = seedHost;
        this.seedPort = seedPort;
    }

    /** Called with each actor system of the node. Until it is a member, who waits for that tells the reason. */
    void over(ActorSystem<?> latest) {
        boolean first = system == null;
        system = latest;
        if (first) {
            clock.scheduleWithFixedDelay(
                    this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        try {
            boolean member = Cluster.get(system).selfMember().status() == MemberStatus.up();
            if (member) {
                wasMember = true;
                told = "";
            }
            if (member || !wasMember) {
                return;
            }
            Optional<String> reason = SeedProbe.whyRefused(identity, seedHost, seedPort);
            if (reason.isPresent() && !reason.get().equals(told)) {
                told = reason.get();
                LOG.error(told);
                System.err.println(told);
            }
        } catch (RuntimeException e) {
            LOG.warn("Could not find out why the node is no member", e);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
