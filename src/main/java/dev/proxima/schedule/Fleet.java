package dev.proxima.schedule;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** All machines at the moment of a decision, by number, so that looking ahead over thousands of pieces costs little. */
final class Fleet {

    /** The machines that may do some work. Work is counted in milliseconds of a usual slot. */
    record Group(BitSet members, int slots, double capacity, double busyWork) {

        boolean has(int machine) {
            return members.get(machine);
        }

        /** Milliseconds until all of it and {@code work} more is done, were it divided without a remainder. */
        double millisFor(double work) {
            return (busyWork + work) / capacity;
        }

        /** By which the end may be later than {@link #millisFor}, as a piece that takes {@code work} is not divided. */
        double indivisible(double work) {
            return work * slots / capacity;
        }
    }

    /** Speeds are known to some percent only; a slot is not left idle for a gain of less than a tenth. */
    private static final double CLEARLY = 0.9;

    /** What there is for a job. */
    record Means(Group group, Durations durations) {}

    private record Needs(String build, String encoder, Set<String> shunned) {}

    private final Machine[] machines;
    private final Speeds speeds;
    private final long now;
    private final int allSlots;
    private final double[] strength;
    private final int[] free;
    private final BitSet idle = new BitSet();

    /** Where the slots of each machine begin in {@link #ready}, and where those of the last one end. */
    private final int[] firstSlot;

    /** Milliseconds from now until each slot is free. */
    private final double[] ready;

    private final Map<Needs, Group> groups = new HashMap<>();
    private final Map<WorkClass, Durations> durations = new HashMap<>();

    /** As most jobs have what the one before them has, of which there may be hundreds. */
    private Means lastMeans;

    private Demand lastAsked;

    Fleet(Collection<Machine> machines, Speeds speeds, long now) {
        this.machines = machines.toArray(new Machine[0]);
        this.speeds = speeds;
        this.now = now;
        strength = new double[size()];
        free = new int[size()];
        firstSlot = new int[size() + 1];
        int slots = 0;
        for (int machine = 0; machine < size(); machine++) {
            Machine here = this.machines[machine];
            strength[machine] = here.pace().strength();
            free[machine] = here.free();
            slots += here.slots();
            firstSlot[machine + 1] = firstSlot[machine] + here.mostTaken();
        }
        allSlots = slots;
        ready = new double[firstSlot[size()]];
        for (int machine = 0; machine < size(); machine++) {
            this.machines[machine].putReadyTimes(ready, firstSlot[machine], now);
        }
    }

    long now() {
        return now;
    }

    int size() {
        return machines.length;
    }

    String node(int machine) {
        return machines[machine].node();
    }

    /** Whether all machines may do all work that was asked about. */
    boolean isUniform() {
        return groups.size() == 1 && groups.values().iterator().next().slots() == allSlots;
    }

    boolean hasFree() {
        return strongestFree() >= 0;
    }

    BitSet allFree() {
        BitSet all = new BitSet(size());
        for (int machine = 0; machine < size(); machine++) {
            all.set(machine, free[machine] > 0);
        }
        return all;
    }

    /** The strongest machine with a free slot; of about equal ones that with most of them free, so that work spreads. */
    int strongestFree() {
        int best = -1;
        double most = 0;
        for (int machine = 0; machine < size(); machine++) {
            if (free[machine] > 0 && !idle.get(machine)) {
                double worth = strength[machine] * free[machine] / machines[machine].slots();
                if (worth > most) {
                    best = machine;
                    most = worth;
                }
            }
        }
        return best;
    }

    /** Whether the machine takes no less time than the other one for any work that was asked about. */
    boolean isNowhereFaster(int machine, int other) {
        return strength[machine] <= strength[other]
                && durations.values().stream().allMatch(each -> each.isNowhereFaster(machine, other));
    }

    /** The machine that finishes such a piece first, of those that have nothing to do; -1 if there is none. */
    int fastestIdle(Offer offer) {
        int best = -1;
        for (int machine = 0; machine < size(); machine++) {
            boolean open = offer.isOpenTo(machine) && machines[machine].isIdle();
            if (open && (best < 0 || offer.millisOn(machine) < offer.millisOn(best))) {
                best = machine;
            }
        }
        return best;
    }

    /** A slot of the machine is free no more, but in {@code millis}. */
    void take(int machine, double millis) {
        ready[earliest(machine)] = millis;
        free[machine]--;
    }

    /** It is asked about no more, until all are. */
    void leaveIdle(int machine) {
        idle.set(machine);
    }

    /** Those that were left idle may be of use for something else. */
    void askAllAgain() {
        idle.clear();
    }

    /** Whether the other slots can finish so many such pieces clearly before a free slot of the machine finishes one. */
    boolean othersFinish(double pieces, Offer offer, int machine) {
        double within = offer.millisOn(machine) * CLEARLY;
        double count = 0;
        for (int other = 0; other < size() && count < pieces; other++) {
            if (offer.mayRunOn(other)) {
                double each = offer.millisOn(other);
                int own = other == machine ? earliest(other) : -1;
                for (int slot = firstSlot[other]; slot < firstSlot[other + 1]; slot++) {
                    if (slot != own && ready[slot] + each < within) {
                        count += Math.ceil((within - ready[slot]) / each) - 1;
                    }
                }
            }
        }
        return count >= pieces;
    }

    private int earliest(int machine) {
        int earliest = firstSlot[machine];
        for (int slot = earliest + 1; slot < firstSlot[machine + 1]; slot++) {
            if (ready[slot] < ready[earliest]) {
                earliest = slot;
            }
        }
        return earliest;
    }

    /** Of its group, nodes that the job shuns are only if there are no others. */
    Means meansFor(Demand demand) {
        if (lastAsked == null || !lastAsked.needsTheSameAs(demand)) {
            Needs needs = new Needs(demand.build(), demand.kind().encoder(), demand.shunned());
            lastMeans = new Means(
                    groups.computeIfAbsent(needs, this::groupOf),
                    durations.computeIfAbsent(
                            demand.kind(), kind -> new Durations(machines, kind, speeds.usual(kind))));
        }
        lastAsked = demand;
        return lastMeans;
    }

    private Group groupOf(Needs needs) {
        Group others = groupOf(needs, needs.shunned());
        return others.slots() > 0 || needs.shunned().isEmpty() ? others : groupOf(needs, Set.of());
    }

    private Group groupOf(Needs needs, Set<String> without) {
        BitSet members = new BitSet(size());
        int slots = 0;
        double capacity = 0;
        double busyWork = 0;
        for (int machine = 0; machine < size(); machine++) {
            Machine here = machines[machine];
            if (here.canDo(needs.build(), needs.encoder()) && !without.contains(here.node())) {
                members.set(machine);
                slots += here.slots();
                capacity += here.slots() * strength[machine];
                busyWork += busyMillis(machine) * strength[machine];
            }
        }
        return new Group(members, slots, capacity, busyWork);
    }

    /** Of all its slots. */
    private double busyMillis(int machine) {
        double sum = 0;
        for (int slot = firstSlot[machine]; slot < firstSlot[machine + 1]; slot++) {
            sum += ready[slot];
        }
        return sum;
    }
}
