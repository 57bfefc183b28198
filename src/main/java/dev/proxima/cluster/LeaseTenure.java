package dev.proxima.cluster;

import java.time.Duration;

/** The tenure of a coordinator that shares its journal: as good as the lease was when it was last looked at. */
final class LeaseTenure implements Tenure {

    /** Shorter than {@link LeaseWatch#STALE_AFTER}, after which others take over. */
    static final Duration SURE_FOR = Duration.ofSeconds(3);

    private volatile long sureUntil = System.nanoTime();

    /** @param since when the lease was asked about, by {@link System#nanoTime()}, which also counts a process that stood still */
    void confirm(long since) {
        sureUntil = since + SURE_FOR.toNanos();
    }

    @Override
    public boolean isSure() {
        return sureUntil - System.nanoTime() > 0;
    }
}
