package dev.proxima.ffmpeg.mp4;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Timestamps with their key flags, and where each sample is in the file, in the order of decoding. */
final class PacketTimes {

    /** Far beyond any time, and far from where a sum of two overflows. */
    private static final long FARTHEST = 1L << 60;

    // the key flag rides in the lowest bit
    private long[] packed = new long[1024];
    private long[] places = new long[1024];
    private int count;

    /** @param place the sample's first byte */
    void add(long pts, boolean key, long place) throws Doubt {
        Doubt.unless(Math.abs(pts) < FARTHEST, "a time is out of range");
        Doubt.unless(count < Limits.samples(), "there are too many samples");
        if (count == packed.length) {
            packed = Arrays.copyOf(packed, count * 2);
            places = Arrays.copyOf(places, count * 2);
        }
        places[count] = place;
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

    /** Where the key frame of this time is; empty if there is none, or more than one. */
    OptionalLong placeOfKey(long pts) {
        long[] found = IntStream.range(0, count)
                .filter(position -> key(position) && pts(position) == pts)
                .mapToLong(position -> places[position])
                .limit(2)
                .toArray();
        return found.length == 1 ? OptionalLong.of(found[0]) : OptionalLong.empty();
    }
}
