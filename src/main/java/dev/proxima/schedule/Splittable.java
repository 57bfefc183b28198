package dev.proxima.schedule;

import dev.proxima.job.Priority;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A running piece, of which another machine may take what is behind one of its splits. */
final class Splittable {

    /** A split costs a start and a seek, so the piece has to end so much sooner by it. */
    private static final double WORTH_MILLIS = 2_000;

    /** Speeds are known to some percent only; nothing is split for a gain of less than a tenth. */
    private static final double CLEARLY = 0.9;

    private final Demand demand;
    private final Demand.Running piece;
    private final Fleet fleet;
    private final Fleet.Group group;
    private final Durations durations;
    private final double left;
    private final double millisPerFrame;

    Splittable(Demand demand, Demand.Running piece, Fleet fleet, Fleet.Means means) {
        this.demand = demand;
        this.piece = piece;
        this.fleet = fleet;
        group = means.group();
        durations = means.durations();
        left = piece.until() - fleet.now();
        millisPerFrame = 1000 / piece.framesPerSecond();
    }

    /** Never to the node that works on it, whose slots share its cores. */
    boolean isOpenTo(int machine) {
        return group.has(machine) && !piece.nodes().contains(fleet.node(machine));
    }

    /** Whether it would be worth it if it could be split anywhere. */
    boolean isWorthItFor(int machine, Durations machines) {
        return isWorthIt(machines.together(machine, left, millisPerFrame));
    }

    boolean isMeantBy(Choice again) {
        return again.again().equals(OptionalInt.of(piece.piece()))
                && again.job().equals(demand.job());
    }

    Priority priority() {
        return demand.priority();
    }

    /** Milliseconds until it ends if it is not split. */
    double left() {
        return left;
    }

    /**
     * Frames that the running attempt keeps for the later of both ends to come soonest; empty if that is not worth a split. If
     * others will be free to share the rest, it keeps no more than it has done by then.
     */
    OptionalLong keepFor(int machine) {
        if (!isWorthItFor(machine, durations)) {
            return OptionalLong.empty();
        }
        long shared = soonest(machine, WORTH_MILLIS + group.millisFor(0) / CLEARLY);
        long keep = isWorthIt(millis(shared, machine)) ? shared : soonest(machine, Double.MAX_VALUE);
        return isWorthIt(millis(keep, machine)) ? OptionalLong.of(keep) : OptionalLong.empty();
    }

    /** Whether what takes so many milliseconds is done clearly before the later of both ends of a split. */
    boolean isLaterThan(double millis, long keep, int machine) {
        return millis < millis(keep, machine) * CLEARLY;
    }

    Choice takenBy(int machine, long keep) {
        long rest = piece.frames() - keep;
        fleet.take(machine, durations.of(rest, machine));
        return new Choice(
                demand.job(), fleet.node(machine), rest, false, OptionalInt.of(piece.piece()), OptionalLong.of(keep));
    }

    private boolean isWorthIt(double millis) {
        return millis <= Math.min(left - WORTH_MILLIS, left * CLEARLY);
    }

    /** @param most milliseconds that the rest takes at most, as others share it */
    private long soonest(int machine, double most) {
        List<Long> splits = piece.splits();
        int low = 0;
        int high = splits.size() - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            if (runnerEndsLast(splits.get(middle), machine, most)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        long after = splits.get(low);
        long before = splits.get(Math.max(0, low - 1));
        return runnerMillis(after) <= most && millis(after, machine) <= millis(before, machine) ? after : before;
    }

    private boolean runnerEndsLast(long keep, int machine, double most) {
        return runnerMillis(keep) >= Math.min(most, restMillis(keep, machine));
    }

    /** Until the later of both ends. */
    private double millis(long keep, int machine) {
        return Math.max(runnerMillis(keep), restMillis(keep, machine));
    }

    private double restMillis(long keep, int machine) {
        return durations.of(piece.frames() - keep, machine);
    }

    private double runnerMillis(long keep) {
        return Math.max(0, left - (piece.frames() - keep - Demand.Running.BEYOND) * millisPerFrame);
    }
}
