package dev.proxima.media;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How long the segments of a clip should be, in frames. Round by round, half of what is left of the clip is cut into
 * segments that would keep a slot busy for half of the time that is left until all work is done: long ones first, so
 * that there are few, and short ones last, which even out what was not foreseen. On a single machine there is less to even
 * out, as a slot that is still busy has the cores of those that are done: two rounds do, and a clip that is one of several
 * is not cut where one process keeps all cores busy. Of segments that can be split while they are encoded there is one round,
 * as what was not foreseen is evened out by that.
 */
final class GuidedLengths {

    /** A segment shorter than so many times what its seek costs is not worth a round of its own. */
    private static final int SEEKS_PER_SEGMENT = 8;

    /** Cutting a segment that is longer than this costs nothing to speak of, and saves as much when a node goes away. */
    private static final int SEEKS_PER_LONG_SEGMENT = 50;

    /** Segments shorter than this share of all work need not be shorter, for they can delay its end by no more. */
    private static final int SMALLEST_SHARE = 32;

    /** Of many clips, one that has no long segment for each slot may be the last: none of it may delay the end by more. */
    private static final int SMALL_CLIP_SHARE = 18;

    /** A weak slot gets shorter segments than are worth their seeks to others, for nothing that it could do sooner is longer. */
    private static final double WEAKEST = 0.5;

    /** On a single machine, short segments are so small a part of a clip, and a clip that one process may end with of all. */
    private static final int LAST_OF_ONE_MACHINE = 4;

    private final List<Double> strengths;
    private final double shortest;
    private final double longest;
    private final boolean sharedCores;
    private final List<Long> lengths = new ArrayList<>();
    private long left;

    private GuidedLengths(long frames, Workforce workforce, double shortest, double longest) {
        this.left = frames;
        this.strengths = workforce.relativeStrengths();
        this.sharedCores = workforce.sharesCores();
        this.shortest = shortest;
        this.longest = longest;
    }

    /**
     * @param least the shortest segment that is made at all
     * @param longest the longest, unless seeking is very dear
     * @param seek what the start of a segment costs, in frames that could be encoded instead
     * @param splittable whether segments can be split while they are encoded
     * @return lengths, the longest first, of {@code frames} in all
     */
    static List<Long> of(
            long frames, Workforce workforce, double least, double longest, double seek, boolean splittable) {
        double perSlot = workforce.framesPerSlot(frames);
        double mostly = Math.max(longest, SEEKS_PER_LONG_SEGMENT * seek);
        double worthARound =
                Math.max(Math.max(least, SEEKS_PER_SEGMENT * seek), splittable ? perSlot : perSlot / SMALLEST_SHARE);
        double slots = workforce.strengths().size();
        if (Workforce.oneProcessFills(workforce.sharedCores())
                && frames <= Math.min(longest, perSlot / LAST_OF_ONE_MACHINE)) {
            return List.of(frames);
        }
        if (frames < mostly * slots && frames < perSlot * slots / 2) {
            mostly = Math.min(mostly, Math.max(worthARound, perSlot / SMALL_CLIP_SHARE));
        }
        GuidedLengths guided = new GuidedLengths(frames, workforce, Math.min(worthARound, mostly), mostly);
        return guided.lengths(perSlot, Math.max(1, least));
    }

    private List<Long> lengths(double perSlot, double least) {
        double share = perSlot;
        if (sharedCores && left > 2 * shortest) {
            long last = left / LAST_OF_ONE_MACHINE;
            cut(left - last, share - share / LAST_OF_ONE_MACHINE, shortest);
            share /= LAST_OF_ONE_MACHINE;
        }
        while (strengths.size() > 1 && !sharedCores && share / 2 >= shortest && left >= 2 * shortest) {
            share /= 2;
            cut(left - left / 2, Math.max(share, shortest), shortest);
        }
        cut(left, Math.max(share, least), least);
        lengths.sort(Comparator.reverseOrder());
        return lengths;
    }

    /** Cuts off {@code frames}: for each slot in turn a segment in proportion to its strength, if it is long enough. */
    private void cut(long frames, double share, double atLeast) {
        long rest = left - frames;
        double even = share > longest ? frames / Math.ceil(frames / longest) : share;
        while (left > rest) {
            for (int slot = 0; slot < strengths.size() && left > rest; slot++) {
                double length = even * strengths.get(slot);
                double worthIt = atLeast * Math.max(WEAKEST, Math.min(1, strengths.get(slot)));
                if (slot == 0 || length >= worthIt) {
                    add(Math.round(Math.min(longest, Math.max(length, worthIt))), rest, worthIt);
                }
            }
        }
    }

    /** A remainder that is no segment of its own is added to this one. */
    private void add(long wanted, long rest, double atLeast) {
        long open = left - rest;
        long length = open - wanted < atLeast / 2 ? open : wanted;
        lengths.add(length);
        left -= length;
    }
}
