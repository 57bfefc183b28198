package dev.proxima.media;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The slots that may work on a clip, and what else they have to do.
 *
 * @param strengths of each slot in proportion to the others, above 0, the strongest first; at least one
 * @param otherFrames that other clips have yet to be encoded, as far as that is known
 * @param otherClips further clips, whose lengths are not known yet; they are taken to be as long as the one to be cut
 * @param oneMachine whether all slots share the cores of one machine: those that are busy use what others leave
 */
public record Workforce(List<Double> strengths, long otherFrames, int otherClips, boolean oneMachine) {

    public Workforce {
        if (strengths.isEmpty() || strengths.stream().anyMatch(strength -> !(strength > 0))) {
            throw new IllegalArgumentException("no workforce: " + strengths);
        }
        strengths = strengths.stream().sorted(Comparator.reverseOrder()).toList();
    }

    /** Slots that are not known to differ and have nothing else to do. */
    public static Workforce of(int slots) {
        return new Workforce(Collections.nCopies(slots, 1.0), 0, 0, false);
    }

    /** As {@link #of}, of a single machine. */
    public static Workforce ofOneMachine(int slots) {
        return of(slots).onOneMachine(true);
    }

    /** With other clips, of which those whose lengths are not known are taken to be like the known ones. */
    public static Workforce among(List<Double> strengths, long knownFrames, int knownClips, int unknownClips) {
        return knownClips == 0
                ? new Workforce(strengths, knownFrames, unknownClips, false)
                : new Workforce(strengths, knownFrames + knownFrames / knownClips * unknownClips, 0, false);
    }

    public Workforce onOneMachine(boolean one) {
        return new Workforce(strengths, otherFrames, otherClips, one);
    }

    /** Whether there are several slots on one machine, so that one that is still busy has the cores of those that are done. */
    boolean sharesCores() {
        return oneMachine && strengths.size() > 1;
    }

    /** What a slot of mean strength will have encoded when this clip of {@code frames} and all others are done. */
    double framesPerSlot(long frames) {
        return ((1.0 + otherClips) * frames + otherFrames) / strengths.size();
    }

    /** Strengths in proportion to their mean. */
    List<Double> relativeStrengths() {
        double mean = strengths.stream().mapToDouble(Double::doubleValue).sum() / strengths.size();
        return strengths.stream().map(strength -> strength / mean).toList();
    }
}
