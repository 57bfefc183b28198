package dev.proxima.ffmpeg.mp4;

import java.util.Arrays;

/** Timestamps with their key flags, in the order of decoding. */
final class PacketTimes {

    /** Far beyond any time, and far from where a sum of two overflows. */
    private static final long FARTHEST = 1L << 60;

    // the key flag rides in the lowest bit
    private long[] packed = new long[1024];
    private int count;

    void add(long pts, boolean key) throws Doubt {
        Doubt.unless(Math.abs(pts) < FARTHEST, "a time is out of range");
        Doubt.unless(count < Limits.samples(), "there are too many samples");
        if (count == packed.length) {
            packed = Arrays.copyOf(packed, count * 2);
        }
        packed[count++] = pts << 1 | (key ? 1 : 0);
    }

    /** Moves those from the position {@code from} on. */
    void shift(int from, long ticks) throws Doubt {
        Doubt.unless(Math.abs(ticks) < FARTHEST, "a time is out of range");
        for (int position = from; position < count; position++) {
            packed[position] += ticks << 1;
        }
    }

    int count() {
        return count;
    }

    long pts(int position) {
        return packed[position] >> 1;
    }

    boolean key(int position) {
        return (packed[position] & 1) == 1;
    }
}
