package dev.proxima.testing;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * One way to damage a file, made from a seed alone, so that a failure can be had again.
 *
 * @param seed of the random numbers
 */
public record Mutation(long seed) {

    /** Where containers keep their headers, mostly. */
    private static final int HEADER = 512;

    private enum Kind {
        BIT_FLIPS,
        TRUNCATION,
        HEADER_EDIT,
        ZEROED_RANGE,
        GARBAGE,
        REMOVED_RANGE,
        REPEATED_RANGE,
        TAIL_EDIT
    }

    public String name() {
        return kind(new SplittableRandom(seed))
                        .name()
                        .toLowerCase(java.util.Locale.ROOT)
                        .replace('_', ' ') + ", seed " + seed;
    }

    /** A damaged copy of a file's bytes. */
    public byte[] of(byte[] whole) {
        SplittableRandom random = new SplittableRandom(seed);
        Kind kind = kind(random);
        byte[] copy = whole.clone();
        int start = random.nextInt(copy.length);
        int length = Math.min(copy.length - start, 1 + random.nextInt(Math.max(2, copy.length / 8)));
        switch (kind) {
            case BIT_FLIPS -> edit(copy, 0, copy.length, 1 + random.nextInt(24), random);
            case HEADER_EDIT -> edit(copy, 0, Math.min(HEADER, copy.length), 1 + random.nextInt(4), random);
            // the index of mov, mp4, mkv, avi and mxf is at the end unless moved
            case TAIL_EDIT -> edit(copy, copy.length * 9 / 10, copy.length, 1 + random.nextInt(4), random);
            case ZEROED_RANGE -> Arrays.fill(copy, start, start + length, (byte) 0);
            case GARBAGE -> edit(copy, start, start + length, length, random);
            case TRUNCATION -> copy = Arrays.copyOf(copy, start);
            case REMOVED_RANGE -> copy = joined(whole, start, whole, start + length);
            case REPEATED_RANGE -> copy = joined(whole, start + length, whole, start);
        }
        return copy;
    }

    private static Kind kind(SplittableRandom random) {
        return Kind.values()[random.nextInt(Kind.values().length)];
    }

    private static void edit(byte[] bytes, int from, int to, int places, SplittableRandom random) {
        for (int place = 0; place < places; place++) {
            bytes[from + random.nextInt(to - from)] ^= (byte) (1 << random.nextInt(8));
        }
    }

    /** The start of one up to {@code end}, and the other from {@code start} on. */
    private static byte[] joined(byte[] one, int end, byte[] other, int start) {
        byte[] all = Arrays.copyOf(one, end + other.length - start);
        System.arraycopy(other, start, all, end, other.length - start);
        return all;
    }
}
