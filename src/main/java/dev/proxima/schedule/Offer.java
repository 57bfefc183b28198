package dev.proxima.schedule;

import java.util.OptionalInt;
import java.util.OptionalLong;

/** Pieces of one length of one job, in the course of a decision. */
final class Offer {

    /** No piece is split closer to its ends. */
    private static final int LEAST_FRAMES = 20;

    /** A part that takes less is not worth a process of its own. */
    private static final double LEAST_MILLIS = 4_000;

    private final Demand demand;
    private final Demand.Lot lot;
    private final Fleet fleet;
    private final Fleet.Group group;
    private final Durations durations;
    private final double work;
    private final boolean forAll;
    private final boolean noOther;
    private int left;
    private OptionalInt again = OptionalInt.empty();
    private Splittable splittable;
    private double end;
    private double slack;

    /** @param work milliseconds of a usual slot for one of the pieces */
    Offer(Demand demand, Demand.Lot lot, Fleet fleet, Fleet.Means means, double work) {
        this.demand = demand;
        this.lot = lot;
        this.fleet = fleet;
        group = means.group();
        durations = means.durations();
        this.work = work;
        this.left = lot.count();
        this.forAll = lot.avoid().isEmpty();
        boolean other = false;
        for (int machine = 0; machine < fleet.size() && !forAll; machine++) {
            other |= group.has(machine) && !lot.avoid().contains(fleet.node(machine));
        }
        this.noOther = !other;
    }

    /** Says when all work up to these pieces is done at the earliest, and how much later it may be. */
    void endsWithin(double millis, double slackMillis) {
        end = millis;
        slack = slackMillis;
    }

    /** Makes it the offer to begin a running piece a second time, which has to end within {@code millis} to be of use. */
    void repeats(int piece, double millis) {
        again = OptionalInt.of(piece);
        end = millis;
    }

    /** What is behind a split of the running piece is offered rather than all of it. */
    void splits(Splittable running) {
        splittable = running;
    }

    boolean isOpenTo(int machine) {
        return left > 0 && mayRunOn(machine);
    }

    boolean mayRunOn(int machine) {
        return group.has(machine)
                && (forAll || (noOther && again.isEmpty()) || !lot.avoid().contains(fleet.node(machine)));
    }

    double millisOn(int machine) {
        return durations.of(lot.frames(), machine);
    }

    /**
     * The machine finishes a piece before the others could finish all that waits, or a running one ends clearly sooner by a split:
     * it only helps if it takes it.
     */
    boolean isSafeOn(int machine) {
        return again.isPresent() ? keepFor(machine).isPresent() : millisOn(machine) <= end;
    }

    /**
     * The others will have finished all before the machine finishes one piece; of pieces that not all may take, this cannot be
     * told so easily.
     */
    boolean isTooLongFor(int machine) {
        return (forAll || again.isPresent()) && millisOn(machine) > end + slack;
    }

    Choice takenBy(int machine) {
        left--;
        OptionalLong keep = keepFor(machine);
        if (keep.isPresent()) {
            return splittable.takenBy(machine, keep.getAsLong());
        }
        fleet.take(machine, millisOn(machine));
        boolean failed = lot.avoid().contains(fleet.node(machine));
        return new Choice(demand.job(), fleet.node(machine), lot.frames(), failed, again);
    }

    /**
     * How much of a waiting piece the machine can do until all is done, if the others are better left to finish the rest: it would
     * be idle else. 0 if that is not worth a start.
     */
    long partFor(int machine) {
        boolean possible = lot.splits() && again.isEmpty() && isOpenTo(machine);
        long part = possible ? Math.min(durations.framesWithin(end, machine), lot.frames() - LEAST_FRAMES) : 0;
        return part >= LEAST_FRAMES && durations.of(part, machine) >= LEAST_MILLIS ? part : 0;
    }

    Choice partTakenBy(int machine, long part) {
        left--;
        fleet.take(machine, durations.of(part, machine));
        return new Choice(demand.job(), fleet.node(machine), part, false, again, OptionalLong.of(lot.frames() - part));
    }

    /** A node that stands still would take longer to the next split than the machine takes for the whole piece. */
    private OptionalLong keepFor(int machine) {
        OptionalLong keep = splittable == null ? OptionalLong.empty() : splittable.keepFor(machine);
        boolean wholeIsSooner = keep.isPresent()
                && !isTooLongFor(machine)
                && splittable.isLaterThan(millisOn(machine), keep.getAsLong(), machine);
        return wholeIsSooner ? OptionalLong.empty() : keep;
    }

    boolean isFirst() {
        return lot.first();
    }

    boolean isForAll() {
        return forAll;
    }

    int left() {
        return left;
    }

    /** Of one piece, in milliseconds of a usual slot. */
    double work() {
        return work;
    }

    Fleet.Group group() {
        return group;
    }
}
