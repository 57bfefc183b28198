package dev.proxima.schedule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The order in which waiting pieces are to begin. By priority; then job after job, short ones before long ones that came
 * little earlier; but pieces that would be the last to end if they waited any longer come first, whosever they are.
 */
final class WorkOrder {

    /**
     * A piece is pressing from when all work ends in less than so many times its own time, which is two rounds of slots. And
     * one that runs is late when it needs so many times as long as all the work.
     */
    private static final double LAST_ROUNDS = 2;

    /** What remains of a piece is worth a second process from here on. */
    private static final double WORTH_REPEATING_MILLIS = 8_000;

    /** A second attempt has to end in so much of the time that the first one still needs. */
    private static final double CLEARLY = 0.8;

    /** It is not for a machine that needs so many times as long as the mean one, which may just be slowing down as well. */
    private static final double USUAL = 1.25;

    private static final Comparator<Offer> FIRST_THEN_LONGEST =
            Comparator.comparing(Offer::isFirst).thenComparing(Offer::work).reversed();

    private static final Comparator<Line> BY_TURN = (a, b) -> {
        int byPriority = a.demand.priority().compareTo(b.demand.priority());
        int byKey = byPriority != 0 ? byPriority : Double.compare(a.key, b.key);
        int byTime = byKey != 0 ? byKey : Long.compare(a.demand.submittedAt(), b.demand.submittedAt());
        return byTime != 0 ? byTime : a.demand.job().compareTo(b.demand.job());
    };

    /** The waiting pieces of one job. Offers are made of them when they are reached, which most are not. */
    private final class Line {
        private final Demand demand;
        private final Fleet.Means means;
        private final Fleet.Group group;
        private final double millisPerFrame;
        private final double work;
        private final double key;

        private Line(Demand demand, Fleet.Means means) {
            this.demand = demand;
            this.means = means;
            group = means.group();
            millisPerFrame = means.durations().usualPerFrame();
            long frames = 0;
            for (Demand.Lot lot : demand.waiting()) {
                frames += lot.frames() * lot.count();
            }
            work = frames * millisPerFrame;
            key = demand.submittedAt() + roughly(demand.frames() * millisPerFrame / group.capacity());
        }

        private double longest() {
            long longest = 0;
            for (Demand.Lot lot : demand.waiting()) {
                longest = lot.frames();
                if (!lot.first()) {
                    break;
                }
            }
            return longest * millisPerFrame;
        }

        /** Pieces that go first press as soon as those do that they go before. */
        private boolean isPressing(Demand.Lot lot, double all) {
            double pieceWork = lot.first() ? longest() : lot.frames() * millisPerFrame;
            return group.indivisible(pieceWork) * LAST_ROUNDS >= group.millisFor(all);
        }

        /** Pieces that will run longer than all else, and clearly so, are better split, or begun again by somebody faster. */
        private void addLate(double all, List<Offer> late) {
            double from = Math.max(WORTH_REPEATING_MILLIS, LAST_ROUNDS * group.millisFor(all));
            for (Demand.Running piece : demand.running()) {
                double left = piece.until() - fleet.now();
                if (left >= from) {
                    Offer again = offer(new Demand.Lot(piece.frames(), 1, piece.nodes()));
                    again.repeats(
                            piece.piece(),
                            piece.mayRepeat() ? Math.min(left * CLEARLY, group.indivisible(again.work()) * USUAL) : 0);
                    if (!piece.splits().isEmpty()) {
                        again.splits(new Splittable(demand, piece, fleet, means));
                    }
                    late.add(again);
                }
            }
        }

        private Offer offer(Demand.Lot lot, double until) {
            Offer made = offer(lot);
            made.endsWithin(group.millisFor(until), group.indivisible(longest()));
            return made;
        }

        private Offer offer(Demand.Lot lot) {
            return new Offer(demand, lot, fleet, means, lot.frames() * millisPerFrame);
        }
    }

    private final Fleet fleet;
    private final List<Line> lines = new ArrayList<>();
    private final List<Offer> offers = new ArrayList<>();
    private int nextLine;
    private int firstLeft;
    private int levelEnd;
    private double ahead;
    private double level;

    WorkOrder(Collection<Demand> demands, Fleet fleet) {
        this.fleet = fleet;
        for (Demand demand : demands) {
            if (!(demand.waiting().isEmpty() && demand.running().isEmpty())) {
                Fleet.Means means = fleet.meansFor(demand);
                if (means.group().slots() > 0) {
                    lines.add(new Line(demand, means));
                }
            }
        }
        lines.sort(BY_TURN);
    }

    /** Whether there is an offer of that number, counted from 0. */
    boolean has(int number) {
        while (offers.size() <= number && nextLine < lines.size()) {
            if (nextLine == levelEnd) {
                addPressing();
            } else {
                addLine(lines.get(nextLine++));
            }
        }
        return number < offers.size();
    }

    /** Whether anything is left of what was offered, or is to be. */
    boolean hasLeft() {
        for (; has(firstLeft); firstLeft++) {
            if (offers.get(firstLeft).left() > 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether no piece is to be kept from a node for what happened there. */
    boolean isForAll() {
        return offers.stream().allMatch(Offer::isForAll);
    }

    Offer get(int number) {
        return offers.get(number);
    }

    /** A priority begins: its pressing pieces come first, the longest of them first. */
    private void addPressing() {
        level = ahead;
        while (levelEnd < lines.size()
                && lines.get(levelEnd).demand.priority()
                        == lines.get(nextLine).demand.priority()) {
            level += lines.get(levelEnd++).work;
        }
        List<Offer> pressing = new ArrayList<>();
        for (Line line : lines.subList(nextLine, levelEnd)) {
            line.addLate(level, pressing);
            for (Demand.Lot lot : line.demand.waiting()) {
                if (!line.isPressing(lot, level)) {
                    break;
                }
                pressing.add(line.offer(lot, level));
            }
        }
        pressing.sort(FIRST_THEN_LONGEST);
        offers.addAll(pressing);
    }

    private void addLine(Line line) {
        ahead += line.work;
        for (Demand.Lot lot : line.demand.waiting()) {
            if (!line.isPressing(lot, level)) {
                offers.add(line.offer(lot, ahead));
            }
        }
    }

    /**
     * The time that the clip would take alone is added to when it came: so a short clip passes a film, but no film is
     * passed for ever. Down to a power of four, as clips of about the same length keep their order.
     */
    private static double roughly(double millis) {
        return millis < 1 ? 0 : Math.scalb(1.0, Math.getExponent(millis) / 2 * 2);
    }
}
