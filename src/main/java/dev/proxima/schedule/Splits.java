package dev.proxima.schedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The running pieces that machines without work may relieve, by priority, and those that would end last first. */
final class Splits {

    private static final Comparator<Splittable> BY_TURN = Comparator.comparing(Splittable::priority)
            .thenComparing(Comparator.comparing(Splittable::left).reversed());

    private final List<Splittable> left = new ArrayList<>();

    /** @param made what was decided already: a piece is split or begun again only once in a decision */
    Splits(Collection<Demand> demands, List<Choice> made, Fleet fleet) {
        List<Choice> again =
                made.stream().filter(choice -> choice.again().isPresent()).toList();
        BitSet free = fleet.allFree();
        Map<WorkClass, Durations> best = new HashMap<>();
        for (Demand demand : demands) {
            if (!demand.running().isEmpty()) {
                Fleet.Means means = fleet.meansFor(demand);
                Durations fastest = best.computeIfAbsent(
                        demand.kind(), kind -> means.durations().best(free));
                add(demand, again, fleet, means, fastest);
            }
        }
        left.sort(BY_TURN);
    }

    /** Most pieces are worth it for no machine, so that not each of them has to be asked. */
    private void add(Demand demand, List<Choice> again, Fleet fleet, Fleet.Means means, Durations best) {
        for (Demand.Running running : demand.running()) {
            if (!running.splits().isEmpty()) {
                Splittable piece = new Splittable(demand, running, fleet, means);
                if (piece.isWorthItFor(0, best) && again.stream().noneMatch(piece::isMeantBy)) {
                    left.add(piece);
                }
            }
        }
    }

    boolean hasLeft() {
        return !left.isEmpty();
    }

    /** The rest of the first piece that ends clearly sooner if the machine takes it. */
    Optional<Choice> takenBy(int machine) {
        for (Iterator<Splittable> pieces = left.iterator(); pieces.hasNext(); ) {
            Splittable piece = pieces.next();
            OptionalLong keep = piece.isOpenTo(machine) ? piece.keepFor(machine) : OptionalLong.empty();
            if (keep.isPresent()) {
                pieces.remove();
                return Optional.of(piece.takenBy(machine, keep.getAsLong()));
            }
        }
        return Optional.empty();
    }
}
