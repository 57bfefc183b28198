package dev.proxima.schedule;

/**
 * A node of a simulated cluster, whose true strength the schedule does not know.
 *
 * @param strength times of a usual slot; 0 while it is not there
 * @param changesAt milliseconds from which on its strength is {@code later}
 */
record SimulatedNode(String name, int slots, double claimedCores, double strength, long changesAt, double later) {

    private static final long NEVER = Long.MAX_VALUE;

    static SimulatedNode of(String name, int slots, double strength) {
        return new SimulatedNode(name, slots, Speeds.USUAL_CORES, strength, NEVER, strength);
    }

    SimulatedNode claiming(double cores) {
        return new SimulatedNode(name, slots, cores, strength, changesAt, later);
    }

    SimulatedNode from(long millis, double changed) {
        return new SimulatedNode(name, slots, claimedCores, strength, millis, changed);
    }

    SimulatedNode joiningAt(long millis) {
        return new SimulatedNode(name, slots, claimedCores, 0, millis, strength);
    }

    boolean changes() {
        return changesAt != NEVER;
    }

    double strengthAt(long millis) {
        return millis < changesAt ? strength : later;
    }

    /** When work of so many usual milliseconds that begins at {@code start} is done; {@code Long.MAX_VALUE} if never. */
    long end(long start, double work) {
        boolean changesBefore = start < changesAt && start + work / strength > changesAt;
        return changesBefore
                ? end(changesAt, work - (changesAt - start) * strength, later)
                : end(start, work, strengthAt(start));
    }

    private static long end(long start, double work, double strength) {
        return strength == 0 ? NEVER : start + Math.max(1, Math.round(work / strength));
    }

    /** Usual milliseconds of work that one slot does in a time. */
    double work(long start, long end) {
        long change = Math.min(Math.max(start, changesAt), end);
        return (change - start) * strength + (end - change) * later;
    }
}
