package dev.proxima.cluster;

import dev.proxima.journal.Lease;
import java.time.Duration;
import java.util.Optional;

/**
 * What a coordinator makes of the lease that it looks at twice a second. The rule: the holder's cluster is the cluster.
 * Whoever is in it acts; whoever is not leaves what it is in, and joins. A holder is taken for dead when its lease was
 * not renewed for some seconds although the database answered all the time, and the cluster does not reach it either.
 */
final class LeaseWatch {

    /** Longer than {@link LeaseTenure#SURE_FOR}. */
    static final Duration STALE_AFTER = Duration.ofMillis(3500);

    /** A holder that the cluster reaches, but whose database does not answer it, while it does here. */
    private static final Duration GIVEN_UP_AFTER = Duration.ofSeconds(15);

    /** A node that just joined is not in the holder's list yet. */
    private static final Duration STRANGER_FOR = Duration.ofSeconds(3);

    enum Decision {
        /** This coordinator is in the holder's cluster. */
        ACT,
        /** Make a cluster, whose first member is the holder. */
        FORM,
        JOIN,
        /** Take the lease, as nobody living holds it. */
        TAKE,
        /** This is not the holder's cluster. */
        LEAVE,
        WAIT
    }

    /**
     * What the cluster looks like from here.
     *
     * @param joined whether this node is a member of any
     * @param holderIsMember whether the holder is one, of the same
     * @param first whether this is the oldest coordinator that is reachable, the holder left aside
     */
    record Sight(boolean joined, boolean holderIsMember, boolean holderReachable, boolean first) {}

    private final String self;
    private long version = -1;
    private long changedAt;
    private long familiarAt;
    private boolean heldOnce;

    /** @param self {@code host:port#uid} */
    LeaseWatch(String self) {
        this.self = self;
    }

    /** The database did not answer: what was not renewed meanwhile could not have been. */
    void blind() {
        version = -1;
    }

    /** @param now nanoseconds of the process, when the database was asked */
    Decision decide(Optional<Lease.Held> seen, Sight sight, long now) {
        if (seen.isEmpty()) {
            return Decision.TAKE;
        }
        Lease.Held held = seen.get();
        if (held.version() != version) {
            version = held.version();
            changedAt = now;
        }
        if (held.holder().equals(self)) {
            heldOnce = true;
            return sight.joined() ? Decision.ACT : Decision.FORM;
        }
        if (heldOnce) {
            return sight.joined() ? Decision.LEAVE : Decision.WAIT;
        }
        return sight.joined() ? asMember(held, sight, now) : asStranger(held);
    }

    private Decision asStranger(Lease.Held held) {
        if (held.holder().isEmpty() || held.old()) {
            return Decision.TAKE;
        }
        return addressOf(held.holder()).equals(addressOf(self)) ? Decision.WAIT : Decision.JOIN;
    }

    private Decision asMember(Lease.Held held, Sight sight, long now) {
        boolean alive = sight.holderIsMember() && sight.holderReachable();
        boolean free = held.holder().isEmpty() || isStale(now, alive ? GIVEN_UP_AFTER : STALE_AFTER);
        if (free) {
            return sight.first() ? Decision.TAKE : Decision.WAIT;
        }
        if (alive && held.coordinators().contains(self)) {
            familiarAt = now;
            return isStale(now, LeaseTenure.SURE_FOR) ? Decision.WAIT : Decision.ACT;
        }
        if (familiarAt == 0) {
            familiarAt = now;
        }
        boolean strange = now - familiarAt > STRANGER_FOR.toNanos();
        return strange && !(sight.holderIsMember() && !sight.holderReachable()) ? Decision.LEAVE : Decision.WAIT;
    }

    private boolean isStale(long now, Duration length) {
        return now - changedAt > length.toNanos();
    }

    /** {@code host:port} of a holder. */
    static String addressOf(String holder) {
        return holder.substring(0, Math.max(0, holder.indexOf('#')));
    }
}
