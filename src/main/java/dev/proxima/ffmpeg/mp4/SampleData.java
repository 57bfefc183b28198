package dev.proxima.ffmpeg.mp4;

import dev.proxima.ffmpeg.mp4.Boxes.Box;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Where the samples that the movie box lists of a track are: none may be missing from the file, or FFmpeg would deliver
 * fewer.
 */
final class SampleData {

    private SampleData() {}

    /** @return the first byte of each sample */
    static long[] places(Boxes tables, long fileSize, LeadSizes lead) throws Doubt {
        Optional<Box> compact = tables.optional("stz2");
        Doubt.unless(compact.isEmpty(), "sizes are in the compact form");
        ByteBuffer sizes = tables.one("stsz").afterVersion();
        long size = Integer.toUnsignedLong(sizes.getInt());
        long count = Integer.toUnsignedLong(sizes.getInt());
        Doubt.unless(count <= Limits.samples(), "there are too many samples");
        Doubt.unless(size > 0 || count * 4 <= sizes.remaining(), "stsz is not whole");
        SizeTable table = new SizeTable(sizes, size, lead, new long[(int) count]);
        ByteBuffer runs = tables.one("stsc").afterVersion();
        int runCount = Samples.entries(runs, 12);
        Optional<Box> offsets = tables.optional("stco");
        Box offsetTable = offsets.isPresent() ? offsets.get() : tables.one("co64");
        boolean wide = offsets.isEmpty();
        ByteBuffer at = offsetTable.afterVersion();
        int groups = Samples.entries(at, wide ? 8 : 4);
        Layout layout = new Layout(runs, runCount, groups);
        for (int group = 1; group <= groups; group++) {
            long start = wide ? at.getLong() : Integer.toUnsignedLong(at.getInt());
            long end = table.next(layout.samplesIn(group), start);
            Doubt.unless(start >= 0 && end >= start && end <= fileSize, "samples are missing from the file");
        }
        Doubt.unless(table.read == count, "stsc and stsz do not agree");
        return table.places;
    }

    /** ISO/IEC 14496-12, 8.7.3.2. */
    private static final class SizeTable {
        private final ByteBuffer sizes;
        private final long same;
        private final LeadSizes lead;
        private final long[] places;
        private int read;

        SizeTable(ByteBuffer sizes, long same, LeadSizes lead, long[] places) {
            this.sizes = sizes;
            this.same = same;
            this.lead = lead;
            this.places = places;
        }

        /** Places the next samples from {@code start} on, and returns where they end. */
        long next(long samples, long start) throws Doubt {
            Doubt.unless(samples <= places.length - read, "stsc and stsz do not agree");
            long place = start;
            for (long sample = 0; sample < samples; sample++) {
                long size = same > 0 ? same : sizes.getInt();
                Doubt.unless(size > 0 && size <= 0x3FFF_FFFF, "a sample has no size");
                lead.add(size);
                places[read++] = place;
                place += size;
            }
            return place;
        }
    }

    /** How many samples lie together: ISO/IEC 14496-12, 8.7.4. */
    private static final class Layout {
        private final ByteBuffer runs;
        private int runsLeft;
        private final int groups;
        private long samples;
        private long nextFirst;

        Layout(ByteBuffer runs, int runCount, int groups) throws Doubt {
            this.runs = runs;
            this.runsLeft = runCount;
            this.groups = groups;
            this.nextFirst = runCount > 0 ? Integer.toUnsignedLong(runs.getInt()) : -1;
            Doubt.unless(groups == 0 || nextFirst == 1, "stsc does not start at the first");
        }

        long samplesIn(int group) throws Doubt {
            if (group == nextFirst) {
                samples = Integer.toUnsignedLong(runs.getInt());
                Doubt.unless(runs.getInt() == 1, "samples have several descriptions");
                long first = nextFirst;
                nextFirst = --runsLeft > 0 ? Integer.toUnsignedLong(runs.getInt()) : -1;
                Doubt.unless(runsLeft == 0 || (nextFirst > first && nextFirst <= groups), "stsc is not in order");
            }
            return samples;
        }
    }
}
