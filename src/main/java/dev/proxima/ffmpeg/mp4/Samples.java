package dev.proxima.ffmpeg.mp4;

import dev.proxima.ffmpeg.mp4.Boxes.Box;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Optional;

/** The samples that the movie box lists of a track, in the order of decoding. Times are in the track's time scale. */
final class Samples {

    /** Beyond this FFmpeg takes the table for invalid. */
    private static final int LARGEST_OFFSET = 1 << 28;

    private static final int ENTRY = 8;

    private final long[] dts;
    private final int[] offsets;
    private final BitSet keys;
    private final long shift;
    private final long[] places;

    private Samples(long[] places, long[] dts, int[] offsets, BitSet keys, long shift) {
        this.places = places;
        this.dts = dts;
        this.offsets = offsets;
        this.keys = keys;
        this.shift = shift;
    }

    /** @param places the first byte of each sample */
    static Samples read(Boxes tables, long[] places) throws Doubt {
        int count = places.length;
        long[] dts = decodingTimes(tables.one("stts"), count);
        Optional<Box> ctts = tables.optional("ctts");
        int[] offsets = new int[count];
        long shift = ctts.isPresent() ? compositionOffsets(ctts.get(), offsets) : 0;
        return new Samples(places, dts, offsets, keys(tables, count), shift);
    }

    int count() {
        return dts.length;
    }

    /** Strictly increasing, from 0. */
    long decoding(int sample) {
        return dts[sample];
    }

    /** From the decoding to the composition time. */
    int offset(int sample) {
        return offsets[sample];
    }

    /** The first byte in the file. */
    long place(int sample) {
        return places[sample];
    }

    /** Decoding may start here. */
    boolean isKey(int sample) {
        return keys.get(sample);
    }

    /** FFmpeg's dts_shift: by how much the least offset is below 0. */
    long shift() {
        return shift;
    }

    long composition(int sample) {
        return dts[sample] + offsets[sample];
    }

    /** ISO/IEC 14496-12, 8.6.1.2. */
    private static long[] decodingTimes(Box stts, int count) throws Doubt {
        ByteBuffer at = stts.afterVersion();
        int entries = entries(at, ENTRY);
        long[] dts = new long[count];
        long time = 0;
        int sample = 0;
        for (int entry = 0; entry < entries; entry++) {
            long run = Integer.toUnsignedLong(at.getInt());
            int delta = at.getInt();
            Doubt.unless(run <= count - sample, "stts and stsz do not agree");
            // negative ones and zeros occur, and make FFmpeg correct the times that follow
            Doubt.unless(delta > 0 || (delta == 0 && sample + run == count && run == 1), "a sample has no duration");
            for (long i = 0; i < run; i++) {
                dts[sample++] = time;
                time = Math.addExact(time, delta);
            }
        }
        Doubt.unless(sample == count, "stts and stsz do not agree");
        return dts;
    }

    /** ISO/IEC 14496-12, 8.6.1.3. FFmpeg reads both versions as signed. */
    private static long compositionOffsets(Box ctts, int[] offsets) throws Doubt {
        ByteBuffer at = ctts.afterVersion();
        int entries = entries(at, ENTRY);
        long shift = 0;
        int sample = 0;
        for (int entry = 0; entry < entries; entry++) {
            int run = at.getInt();
            int offset = at.getInt();
            Doubt.unless(run > 0 && Math.abs((long) offset) < LARGEST_OFFSET, "a composition offset is absurd");
            // FFmpeg does not count the last two, which some writers get wrong
            if (entry + 2 < entries) {
                shift = Math.max(shift, -(long) offset);
            }
            for (int i = 0; i < run && sample < offsets.length; i++) {
                offsets[sample++] = offset;
            }
        }
        Doubt.unless(sample == offsets.length, "ctts and stsz do not agree");
        return shift;
    }

    /** ISO/IEC 14496-12, 8.6.2 (all samples, if there is no such table), and QuickTime's partial sync samples. */
    private static BitSet keys(Boxes tables, int count) throws Doubt {
        BitSet keys = new BitSet(count);
        Optional<Box> sync = tables.optional("stss");
        if (sync.isEmpty()) {
            keys.set(0, count);
        } else {
            mark(sync.get(), count, keys);
        }
        Optional<Box> partial = tables.optional("stps");
        if (partial.isPresent()) {
            mark(partial.get(), count, keys);
        }
        for (Box group : tables.all("sbgp")) {
            markGroup(group, count, keys);
        }
        Doubt.unless(keys.get(0), "the first sample is no key frame");
        return keys;
    }

    private static void mark(Box table, int count, BitSet keys) throws Doubt {
        ByteBuffer at = table.afterVersion();
        int entries = entries(at, 4);
        long last = 0;
        for (int entry = 0; entry < entries; entry++) {
            long number = Integer.toUnsignedLong(at.getInt());
            Doubt.unless(number > last && number <= count, "the key frames are not in order");
            keys.set((int) number - 1);
            last = number;
        }
    }

    /** Random access points that are no sync samples: ISO/IEC 14496-12, 8.9.2 and 10.4. */
    private static void markGroup(Box group, int count, BitSet keys) throws Doubt {
        ByteBuffer at = group.afterVersion();
        if (!Boxes.type(at).equals("rap ")) {
            return;
        }
        if (group.version() == 1) {
            at.getInt();
        }
        int entries = entries(at, ENTRY);
        long sample = 0;
        for (int entry = 0; entry < entries; entry++) {
            long run = Integer.toUnsignedLong(at.getInt());
            boolean marked = at.getInt() != 0;
            long end = sample + run;
            Doubt.unless(end <= count, "a group has more samples than its track");
            if (marked) {
                keys.set((int) sample, (int) end);
            }
            sample = end;
        }
    }

    /** Reads a count of entries of so many bytes, all of which must be there. */
    static int entries(ByteBuffer at, int bytes) throws Doubt {
        long count = Integer.toUnsignedLong(at.getInt());
        Doubt.unless(count * bytes <= at.remaining(), "a table has fewer entries than it says");
        return (int) count;
    }
}
