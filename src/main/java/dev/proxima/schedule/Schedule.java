package dev.proxima.schedule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/**
 * Gives free slots to waiting pieces so that all work ends as early as the sum of the machines allows, and short or
 * urgent clips early. Decides on what it is given and keeps nothing but the speeds that it is told to use.
 */
public final class Schedule {

    private static final int NONE = -1;

    private final Speeds speeds;

    public Schedule(Speeds speeds) {
        this.speeds = speeds;
    }

    /**
     * Decides for every free slot. One that is of no use for what waits, as a slot that is busy yet will finish it sooner, may
     * get a part of it, or the rest of a running piece; else it is better left idle.
     *
     * @param now on the clock by which machines are said to be busy
     */
    public List<Choice> choose(Collection<Machine> machines, Collection<Demand> demands, long now) {
        List<Choice> made = new ArrayList<>();
        Fleet fleet = new Fleet(machines, speeds, now);
        if (demands.isEmpty() || !fleet.hasFree()) {
            return made;
        }
        WorkOrder order = new WorkOrder(demands, fleet);
        giveWaiting(order, fleet, made);
        giveParts(order, fleet, made);
        splitRunning(demands, fleet, made);
        return made;
    }

    private static void giveWaiting(WorkOrder order, Fleet fleet, List<Choice> made) {
        int useless = NONE;
        for (int here = fleet.strongestFree(); here >= 0 && order.hasLeft(); here = fleet.strongestFree()) {
            boolean hopeless = useless != NONE && fleet.isNowhereFaster(here, useless);
            Optional<Offer> offer = hopeless ? Optional.empty() : choose(here, order, fleet);
            if (offer.isPresent()) {
                made.add(offer.get().takenBy(here));
            } else {
                fleet.leaveIdle(here);
                // where all may do everything, what is no use on this machine is none on a slower one
                useless = fleet.isUniform() && order.isForAll() ? here : NONE;
            }
        }
        if (made.isEmpty()) {
            anyway(order, fleet).ifPresent(made::add);
        }
    }

    /** Machines that are too slow for all that waits can yet do some of it. */
    private static void giveParts(WorkOrder order, Fleet fleet, List<Choice> made) {
        fleet.askAllAgain();
        ask(fleet, order::hasLeft, here -> part(here, order), made);
    }

    private static Optional<Choice> part(int machine, WorkOrder order) {
        for (int i = 0; order.has(i); i++) {
            Offer offer = order.get(i);
            long frames = offer.partFor(machine);
            if (frames > 0) {
                return Optional.of(offer.partTakenBy(machine, frames));
            }
        }
        return Optional.empty();
    }

    private static void splitRunning(Collection<Demand> demands, Fleet fleet, List<Choice> made) {
        fleet.askAllAgain();
        if (!fleet.hasFree()) {
            return;
        }
        Splits splits = new Splits(demands, made, fleet);
        ask(fleet, splits::hasLeft, splits::takenBy, made);
    }

    /** Asks each machine with a free slot in turn, the strongest first, as long as there is something left for one. */
    private static void ask(
            Fleet fleet, BooleanSupplier hasLeft, IntFunction<Optional<Choice>> takenBy, List<Choice> made) {
        for (int here = fleet.strongestFree(); here >= 0 && hasLeft.getAsBoolean(); here = fleet.strongestFree()) {
            Optional<Choice> choice = takenBy.apply(here);
            choice.ifPresent(made::add);
            if (choice.isEmpty()) {
                fleet.leaveIdle(here);
            }
        }
    }

    /** To wait for nobody is never right, whatever the speeds say. */
    private static Optional<Choice> anyway(WorkOrder order, Fleet fleet) {
        for (int i = 0; order.has(i); i++) {
            Offer offer = order.get(i);
            int fastest = offer.group().busyWork() == 0 ? fleet.fastestIdle(offer) : NONE;
            if (fastest != NONE) {
                return Optional.of(offer.takenBy(fastest));
            }
        }
        return Optional.empty();
    }

    /** The first piece in order that the machine would finish before the others could finish it and all before it. */
    private static Optional<Offer> choose(int machine, WorkOrder order, Fleet fleet) {
        double ahead = 0;
        for (int i = 0; order.has(i); i++) {
            Offer offer = order.get(i);
            ahead += offer.left() * offer.work();
            if (offer.isOpenTo(machine) && helps(machine, offer, ahead, fleet)) {
                return Optional.of(offer);
            }
        }
        return Optional.empty();
    }

    /** @param ahead work up to these pieces, in milliseconds of a usual slot */
    private static boolean helps(int machine, Offer offer, double ahead, Fleet fleet) {
        if (offer.isSafeOn(machine) || offer.isTooLongFor(machine)) {
            return offer.isSafeOn(machine);
        }
        return !fleet.othersFinish(ahead / offer.work(), offer, machine);
    }
}
