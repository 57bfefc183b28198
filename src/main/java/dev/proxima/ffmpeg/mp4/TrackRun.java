package dev.proxima.ffmpeg.mp4;

import dev.proxima.ffmpeg.mp4.Boxes.Box;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Samples that follow each other in a movie fragment: ISO/IEC 14496-12, 8.8.8. */
final class TrackRun {
    private static final int DATA_OFFSET = 0x1;
    private static final int FIRST_FLAGS = 0x4;
    private static final int DURATIONS = 0x100;
    private static final int SIZES = 0x200;
    private static final int SAMPLE_FLAGS = 0x400;
    private static final int OFFSETS = 0x800;

    private final ByteBuffer at;
    private final int fields;
    private final long count;
    private final int dataOffset;
    private final Fragments.Defaults defaults;
    private Optional<Integer> firstFlags;
    private long duration;
    private long size;
    private int flags;
    private long offset;

    TrackRun(Box trun, Fragments.Defaults defaults) throws Doubt {
        this.at = trun.afterVersion();
        this.fields = trun.flags();
        this.defaults = defaults;
        this.count = Integer.toUnsignedLong(at.getInt());
        this.dataOffset = has(DATA_OFFSET) ? at.getInt() : 0;
        this.firstFlags = has(FIRST_FLAGS) ? Optional.of(at.getInt()) : Optional.empty();
        int bytes = 4 * Integer.bitCount(fields & (DURATIONS | SIZES | SAMPLE_FLAGS | OFFSETS));
        Doubt.unless(count * bytes <= at.remaining() && count <= Limits.samples(), "a run is not whole");
    }

    /** Reads the next sample, which the methods below then tell of. */
    void next() {
        duration = Integer.toUnsignedLong(has(DURATIONS) ? at.getInt() : defaults.duration());
        size = Integer.toUnsignedLong(has(SIZES) ? at.getInt() : defaults.size());
        flags = has(SAMPLE_FLAGS) ? at.getInt() : firstFlags.orElse(defaults.flags());
        offset = has(OFFSETS) ? at.getInt() : 0;
        firstFlags = Optional.empty();
    }

    private boolean has(int field) {
        return (fields & field) != 0;
    }

    long count() {
        return count;
    }

    int dataOffset() {
        return dataOffset;
    }

    long duration() {
        return duration;
    }

    long size() {
        return size;
    }

    int flags() {
        return flags;
    }

    long offset() {
        return offset;
    }
}
