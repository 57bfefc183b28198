package dev.proxima.schedule;

import java.util.Map;
import java.util.TreeMap;

/**
 * A node of a simulated cluster, whose true strength the schedule does not know.
 *
 * @param strengths times of a usual slot, from each millisecond on; 0 while it is not there
 */
record SimulatedNode(String name, int slots, double claimedCores, TreeMap<Long, Double> strengths) {

    static SimulatedNode of(String name, int slots, double strength) {
        return new SimulatedNode(name, slots, Speeds.USUAL_CORES, new TreeMap<>(Map.of(0L, strength)));
    }

    SimulatedNode claiming(double cores) {
        return new SimulatedNode(name, slots, cores, strengths);
    }

    SimulatedNode from(long millis, double strength) {
        TreeMap<Long, Double> changed = new TreeMap<>(strengths);
        changed.put(millis, strength);
        return new SimulatedNode(name, slots, claimedCores, changed);
    }

    SimulatedNode joiningAt(long millis) {
        double strength = strengths.get(0L);
        return new SimulatedNode(name, slots, claimedCores, new TreeMap<>(Map.of(0L, 0.0, millis, strength)));
    }

    double strengthAt(long millis) {
        return strengths.floorEntry(millis).getValue();
    }

    /** When work of so many usual milliseconds that begins at {@code start} is done; {@code Long.MAX_VALUE} if never. */
    long end(long start, double work) {
        double left = work;
        long from = start;
        while (true) {
            double strength = strengthAt(from);
            Long next = strengths.higherKey(from);
            double millis = strength == 0 ? Double.MAX_VALUE : left / strength;
            if (next == null || from + millis <= next) {
                return strength == 0 ? Long.MAX_VALUE : from + Math.max(1, Math.round(millis));
            }
            left -= (next - from) * strength;
            from = next;
        }
    }

    /** Usual milliseconds of work that one slot does in a time. */
    double work(long start, long end) {
        double done = 0;
        long from = start;
        while (from < end) {
            Long next = strengths.higherKey(from);
            long until = next == null ? end : Math.min(next, end);
            done += (until - from) * strengthAt(from);
            from = until;
        }
        return done;
    }
}
