package dev.proxima.schedule;

import java.util.List;
import java.util.Set;

/** A node as the schedule sees it. No record, so that what each decision reads of hundreds of them takes little memory. */
public final class Machine {

    private final String node;
    private final String build;
    private final Set<String> encoders;
    private final int slots;
    private final long[] busy;
    private final Pace pace;

    /**
     * @param slots pieces that it encodes at once
     * @param busy when each of its taken slots is expected to be free, in milliseconds of the clock that decisions are made by
     */
    public Machine(String node, String build, Set<String> encoders, int slots, List<Long> busy, Pace pace) {
        this.node = node;
        this.build = build;
        this.encoders = encoders;
        this.slots = slots;
        this.busy = new long[busy.size()];
        for (int slot = 0; slot < this.busy.length; slot++) {
            this.busy[slot] = busy.get(slot);
        }
        this.pace = pace;
    }

    public int free() {
        return Math.max(0, slots - busy.length);
    }

    String node() {
        return node;
    }

    int slots() {
        return slots;
    }

    Pace pace() {
        return pace;
    }

    boolean isIdle() {
        return busy.length == 0;
    }

    /** Slots, of which more may be taken than it has by now. */
    int mostTaken() {
        return Math.max(slots, busy.length);
    }

    /** Milliseconds from now until each of its slots is free, of those that are taken; others are left as they are. */
    void putReadyTimes(double[] times, int first, long now) {
        for (int slot = 0; slot < busy.length; slot++) {
            times[first + slot] = Math.max(0, busy[slot] - now);
        }
    }

    boolean canDo(String wantedBuild, String encoder) {
        return slots > 0 && build.equals(wantedBuild) && encoders.contains(encoder);
    }
}
