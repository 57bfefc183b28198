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
 * @param sharedCores of the one machine that all slots are on: those that are busy use what others leave; 0 if they are on several
 */
public record Workforce(List<Double> strengths, long otherFrames, int otherClips, double sharedCores) {

    /** As decoding, filtering and encoding overlap, one process whose threads are not limited keeps as many cores busy. */
    private static final double CORES_OF_ONE_PROCESS = 2;

    public Workforce {
        if (strengths.isEmpty() || strengths.stream().anyMatch(strength -> !(strength > 0))) {
            throw new IllegalArgumentException("no workforce: " + strengths);
        }
        strengths = strengths.stream().sorted(Comparator.reverseOrder()).toList();
    }

    /** Slots that are not known to differ and have nothing else to do. */
    public static Workforce of(int slots) {
        return new Workforce(Collections.nCopies(slots, 1.0), 0, 0, 0);
    }

    /** As {@link #of}, of a single machine. */
    public static Workforce ofOneMachine(int slots, double cores) {
        return of(slots).sharing(cores);
    }

    /** With other clips, of which those whose lengths are not known are taken to be like the known ones. */
    public static Workforce among(List<Double> strengths, long knownFrames, int knownClips, int unknownClips) {
        return knownClips == 0
                ? new Workforce(strengths, knownFrames, unknownClips, 0)
                : new Workforce(strengths, knownFrames + knownFrames / knownClips * unknownClips, 0, 0);
    }

    /** @param cores of the one machine that all slots are on; 0 if they are on several */
    public Workforce sharing(double cores) {
        return new Workforce(strengths, otherFrames, otherClips, cores);
    }

    boolean isOneMachine() {
        return sharedCores > 0;
    }

    /** Whether there are several slots on one machine, so that one that is still busy has the cores of those that are done. */
    boolean sharesCores() {
        return isOneMachine() && strengths.size() > 1;
    }

    /** Whether one clip that is not cut leaves nothing of so many {@link #sharedCores} for others. */
    public static boolean oneProcessFills(double cores) {
        return cores > 0 && cores <= CORES_OF_ONE_PROCESS;
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
