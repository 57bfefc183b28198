package dev.proxima.schedule;

import java.util.List;
import java.util.Set;

/**
 * A node as the schedule sees it.
 *
 * @param slots pieces that it encodes at once
 * @param busy when each of its taken slots is expected to be free, in milliseconds of the clock that decisions are made by
 */
public record Machine(String node, String build, Set<String> encoders, int slots, List<Long> busy, Pace pace) {

    public int free() {
        return Math.max(0, slots - busy.size());
    }

    /** Of all its slots. */
    double busyMillis(long now) {
        double sum = 0;
        for (int slot = 0; slot < busy.size(); slot++) {
            sum += Math.max(0, busy.get(slot) - now);
        }
        return sum;
    }

    boolean canDo(String wantedBuild, String encoder) {
        return slots > 0 && build.equals(wantedBuild) && encoders.contains(encoder);
    }
}
