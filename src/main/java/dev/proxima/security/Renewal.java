package dev.proxima.security;

import dev.proxima.job.FailureException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a node's certificate from expiring: in the last third of its time it is renewed, and tried again until it is. */
public final class Renewal implements AutoCloseable {

    /** Gets a new certificate and writes it to the identity's file. */
    public interface Step {
        void renew() throws FailureException, SeedAway, InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int LOOKS_PER_LIFETIME = 30;

    private final NodeIdentity identity;
    private final Step step;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "proxima-renewal");
        thread.setDaemon(true);
        return thread;
    });

    public static Renewal of(NodeIdentity identity, Step step) {
        Renewal renewal = new Renewal(identity, step);
        long period = period(identity.lifetime()).toMillis();
        renewal.clock.scheduleWithFixedDelay(renewal::look, period, period, TimeUnit.MILLISECONDS);
        return renewal;
    }

    private Renewal(NodeIdentity identity, Step step) {
        this.identity = identity;
        this.step = step;
    }

    static Duration period(Duration lifetime) {
        Duration wished = lifetime.dividedBy(LOOKS_PER_LIFETIME);
        if (wished.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return wished.compareTo(LONGEST) > 0 ? LONGEST : wished;
    }

    void look() {
        if (Instant.now().isBefore(identity.renewFrom())) {
            return;
        }
        try {
            step.renew();
            LOG.info("The certificate of this node was renewed, until {}", identity.expires());
        } catch (FailureException | SeedAway e) {
            LOG.warn(
                    "The certificate of this node expires at {} and could not be renewed yet: {}",
                    identity.expires(),
                    e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("The certificate of this node could not be renewed", e);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
