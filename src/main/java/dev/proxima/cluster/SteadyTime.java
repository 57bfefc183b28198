package dev.proxima.cluster;

import java.time.Instant;

/**
 * Moments for deadlines, on a scale of this JVM's own. They only go forward, at an even pace: the wall clock may be set
 * while nodes work.
 */
final class SteadyTime {

    private SteadyTime() {}

    static Instant now() {
        return Instant.EPOCH.plusNanos(System.nanoTime());
    }
}
