package dev.proxima.ffmpeg.mp4;

import dev.proxima.ffmpeg.mp4.Boxes.Box;
import dev.proxima.ffmpeg.mp4.Mp4File.Outer;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The samples of one track in movie fragments: ISO/IEC 14496-12, 8.8. */
final class Fragments {

    private static final int BASE_OFFSET = 0x1;
    private static final int DESCRIPTION = 0x2;
    private static final int DURATION = 0x8;
    private static final int SIZE = 0x10;
    private static final int FLAGS = 0x20;
    private static final int BASE_IS_MOOF = 0x20000;

    /** 8.8.3.1: sample_is_non_sync_sample, and sample_depends_on = 1. FFmpeg looks at both. */
    private static final int NO_KEY = 0x10000 | 0x1000000;

    private final Track track;
    private final Map<Long, Defaults> defaults = new HashMap<>();
    private final PacketTimes times;
    private final long fileSize;
    private final long timeOffset;

    private long lastDts;
    private long shift;
    private final LeadSizes lead;
    private long dataEnd;

    /** What a sample is unless its run says so: of the whole file (8.8.3), or of one fragment (8.8.7). */
    record Defaults(int duration, int size, int flags) {}

    /** @param lastDts of the samples before the fragments; {@link Long#MIN_VALUE} if there are none */
    Fragments(Track track, Boxes defaultsBox, long lastDts, PacketTimes times, LeadSizes lead, long fileSize)
            throws Doubt {
        this.track = track;
        this.lastDts = lastDts;
        this.times = times;
        this.lead = lead;
        this.fileSize = fileSize;
        this.timeOffset = startOf(track);
        for (Box trex : defaultsBox.all("trex")) {
            ByteBuffer at = trex.afterVersion();
            long id = Integer.toUnsignedLong(at.getInt());
            Doubt.unless(at.getInt() == 1, "samples have several descriptions");
            Doubt.unless(
                    defaults.put(id, new Defaults(at.getInt(), at.getInt(), at.getInt())) == null,
                    "a track has several defaults");
        }
    }

    /** How much earlier than by its tables FFmpeg shows a track of fragments: all that it takes of the edit list. */
    static long startOf(Track track) throws Doubt {
        if (track.edits().isEmpty()) {
            return 0;
        }
        EditList edits = track.edits().get();
        Doubt.unless(edits.empties() <= 1, "there are several edits");
        return edits.mediaTime() - edits.emptyTime();
    }

    /** By how much the least composition offset is below 0; FFmpeg shows all samples so much later. */
    long shift() {
        return shift;
    }

    void add(Outer moof, ByteBuffer content) throws Doubt {
        Doubt.unless(moof.contentStart() - moof.start() == 8, "a fragment has a large header");
        Doubt.unless(dataEnd <= moof.start(), "the samples of a fragment are behind the next");
        boolean seen = false;
        long implicitBase = moof.start();
        for (Box traf : Boxes.in(content).all("traf")) {
            Boxes parts = traf.inner();
            Box header = parts.one("tfhd");
            long id = Integer.toUnsignedLong(header.afterVersion().getInt());
            Doubt.unless(defaults.containsKey(id), "a fragment is of an unknown track");
            if (id == track.id()) {
                Doubt.unless(!seen, "a fragment has a track twice");
                seen = true;
                // without an offset of its own it starts where the track before it ends, which is not followed here
                boolean based = (header.flags() & (BASE_OFFSET | BASE_IS_MOOF)) != 0;
                Doubt.unless(based || implicitBase == moof.start(), "a fragment has no offset");
                addTrack(moof, parts, header);
            }
            implicitBase = -1;
        }
    }

    private void addTrack(Outer moof, Boxes parts, Box header) throws Doubt {
        ByteBuffer at = header.afterVersion();
        Defaults all = defaults.get(Integer.toUnsignedLong(at.getInt()));
        int flags = header.flags();
        long base = (flags & BASE_OFFSET) != 0 ? at.getLong() : moof.start();
        Doubt.unless((flags & DESCRIPTION) == 0 || at.getInt() == 1, "samples have several descriptions");
        Defaults here = new Defaults(
                (flags & DURATION) != 0 ? at.getInt() : all.duration(),
                (flags & SIZE) != 0 ? at.getInt() : all.size(),
                (flags & FLAGS) != 0 ? at.getInt() : all.flags());
        List<Box> runs = parts.all("trun");
        if (runs.isEmpty()) {
            return;
        }
        long dts = Math.subtractExact(startTime(parts), timeOffset);
        for (Box run : runs) {
            dts = addRun(new TrackRun(run, here), base, dts);
        }
    }

    /** 8.8.12. It precedes the runs. */
    private static long startTime(Boxes parts) throws Doubt {
        Optional<Box> time = parts.optional("tfdt");
        Doubt.unless(time.isPresent(), "a fragment has no time");
        int first = parts.list().indexOf(time.get());
        boolean inOrder = parts.list().subList(0, first).stream()
                .noneMatch(box -> box.type().equals("trun"));
        Doubt.unless(inOrder && parts.list().get(0).type().equals("tfhd"), "a fragment is not in order");
        ByteBuffer at = time.get().afterVersion();
        return time.get().version() == 0 ? Integer.toUnsignedLong(at.getInt()) : at.getLong();
    }

    private long addRun(TrackRun run, long base, long from) throws Doubt {
        long dts = from;
        long data = Math.addExact(base, run.dataOffset());
        Doubt.unless(data >= 0, "samples are missing from the file");
        for (long sample = 0; sample < run.count(); sample++) {
            run.next();
            // FFmpeg does not present what overlaps; where it does not, there is no need to know the rules for that
            Doubt.unless(dts > lastDts, "fragments overlap");
            Doubt.unless(run.size() > 0, "a sample has no size");
            times.add(Math.addExact(dts, run.offset()), (run.flags() & NO_KEY) == 0, data);
            Doubt.unless(times.count() > 1 || times.key(0), "the first sample is no key frame");
            shift = Math.max(shift, -run.offset());
            lead.add(run.size());
            lastDts = dts;
            dts = Math.addExact(dts, run.duration());
            data += run.size();
            Doubt.unless(data <= fileSize, "samples are missing from the file");
        }
        dataEnd = Math.max(dataEnd, data);
        return dts;
    }
}
