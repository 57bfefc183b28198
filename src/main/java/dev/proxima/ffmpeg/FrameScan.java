package dev.proxima.ffmpeg;

import dev.proxima.job.FailureException;
import dev.proxima.media.FrameIndex;
import dev.proxima.media.Rational;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The packets of one video stream, put into the order of presentation. */
final class FrameScan implements PacketTiming.Visitor {

    /** So many frames after the first key frame show whether the decoder delivers those that precede it. */
    private static final int LOOK_AHEAD = 4;

    private static final long NONE = Long.MIN_VALUE;

    private long[] packed = new long[1024];
    private int count;
    private long withoutTimestampAtStart;
    private long withoutTimestamp;
    private boolean keyWithoutTimestamp;
    private long firstKeyPts = NONE;
    private boolean startIsDoubtful;
    private boolean damaged;
    private long packetsRead;
    private FrameIndex index;
    private boolean complete;

    private FrameScan() {}

    static FrameScan of(FfmpegBuild build, Path source, int stream, PacketTiming timing)
            throws FailureException, InterruptedException {
        return Runs.again(() -> {
            FrameScan scan = new FrameScan();
            timing.tell(scan);
            Arrays.sort(scan.packed, 0, scan.count);
            Set<Long> absent = scan.startIsDoubtful ? scan.absentAtStart(build, source, stream) : Set.of();
            scan.arrange(absent);
            return scan;
        });
    }

    /** A packet of the clip is not whole, or something in the file is none. */
    boolean isDamaged() {
        return damaged;
    }

    /** Packets that were read, presented or not; 0 if the container's tables were taken instead. */
    long packetsRead() {
        return packetsRead;
    }

    /** From the first frame to the end of the last, for display. */
    double seconds(Rational timeBase, Rational rate) {
        double frame = rate.isPositive() ? rate.inverse().approximate() : 0;
        return index.frames() == 0
                ? frames() * frame
                : (index.pts(index.frames() - 1L) - index.pts(0)) * timeBase.approximate() + frame;
    }

    /** Every frame has a timestamp of its own. */
    boolean isComplete() {
        return complete;
    }

    /** Frames that will come out of the decoder, as far as can be told from the packets. */
    long frames() {
        return index.frames() + (complete ? 0 : withoutTimestamp);
    }

    /** Of the frames that have a timestamp of their own. */
    FrameIndex index() {
        return index;
    }

    @Override
    public void damage() {
        damaged = true;
    }

    @Override
    public void read() {
        packetsRead++;
    }

    @Override
    public void packetWithoutTime(boolean key) {
        withoutTimestamp++;
        keyWithoutTimestamp |= key;
        // those that a key frame comes before are decoded, and so come out
        boolean atStart = count <= 1 && !keyWithoutTimestamp;
        withoutTimestampAtStart += atStart ? 1 : 0;
        startIsDoubtful |= atStart;
    }

    @Override
    public void packet(long pts, boolean key) {
        if (key && firstKeyPts == NONE) {
            firstKeyPts = pts;
        }
        startIsDoubtful |= firstKeyPts == NONE || pts < firstKeyPts;
        if (count == packed.length) {
            packed = Arrays.copyOf(packed, count * 2);
        }
        // the key flag rides in the lowest bit, so that sorting keeps it with its timestamp
        packed[count++] = pts << 1 | (key ? 1 : 0);
    }

    private void arrange(Set<Long> absent) {
        long[] pts = new long[count];
        int[] keys = new int[count];
        int frames = 0;
        int keyFrames = 0;
        int duplicates = 0;
        for (int position = 0; position < count; position++) {
            long time = packed[position] >> 1;
            if (absent.contains(time)) {
                continue;
            }
            if (frames > 0 && pts[frames - 1] == time) {
                duplicates++;
                continue;
            }
            if ((packed[position] & 1) == 1) {
                keys[keyFrames++] = frames;
            }
            pts[frames++] = time;
        }
        packed = new long[0];
        withoutTimestamp += duplicates;
        index = new FrameIndex(Arrays.copyOf(pts, frames), Arrays.copyOf(keys, keyFrames));
        complete = withoutTimestamp == 0 && frames > 0;
    }

    /**
     * Decodes the clip's start, to see which of its first timestamps do not come out: pictures that refer to what was
     * cut off before them. Those may have no timestamp either; if they do not come out they need none.
     */
    private Set<Long> absentAtStart(FfmpegBuild build, Path source, int stream)
            throws FailureException, InterruptedException {
        if (count == 0) {
            return Set.of();
        }
        int last = 0;
        while (last < count && packed[last] >> 1 <= firstKeyPts) {
            last++;
        }
        last = Math.min(count, last + LOOK_AHEAD);
        Set<Long> expected = new HashSet<>();
        for (int position = 0; position < last; position++) {
            expected.add(packed[position] >> 1);
        }
        long end = (packed[last - 1] >> 1) + 1;
        List<Long> delivered = new ArrayList<>();
        EncodeRun run = EncodeRun.lines(
                build,
                Commands.decodedTimestamps(source, stream, end),
                EncodeRun.DEFAULT_STALL_TIMEOUT,
                line -> timestamp(line, delivered));
        try {
            Runs.succeed(run, "reading the start of " + source);
        } catch (FailureException e) {
            if (!Runs.decodedNothing(e)) {
                throw e;
            }
        }
        // more than have a timestamp: some came out without, at times that FFmpeg made up
        if (delivered.size() <= last && expected.containsAll(delivered)) {
            withoutTimestamp -= withoutTimestampAtStart;
        }
        delivered.forEach(expected::remove);
        return expected;
    }

    /** Lines of FFmpeg's framecrc format: {@code stream, dts, pts, duration, size, crc}; those with # are a header. */
    private static void timestamp(String line, List<Long> delivered) {
        if (!line.startsWith("#")) {
            delivered.add(Long.parseLong(line.split(",")[2].strip()));
        }
    }
}
