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
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/** The packets of one video stream, put into the order of presentation. */
final class FrameScan implements PacketTiming.Visitor {

    /** So many frames after the first key frame show whether the decoder delivers those that precede it. */
    private static final int LOOK_AHEAD = 4;

    private static final long NONE = Long.MIN_VALUE;

    /** So many packets at the start show whether fields are packets of their own. */
    private static final int FIELDS_LOOKED_AT = 24;

    private long[] packed = new long[1024];
    private int count;
    private long withoutTimestampAtStart;
    private long withoutTimestamp;
    private boolean keyWithoutTimestamp;
    private long firstKeyPts = NONE;
    private boolean startIsDoubtful;
    private boolean lastHadTime;
    private long secondsWithoutTimestamp;
    private long fieldTicks = NONE;
    private boolean damaged;
    private long packetsRead;
    private FrameIndex index;
    private boolean complete;

    private FrameScan() {}

    /** @param interlaced the packets may be fields, two of which are a frame */
    static FrameScan of(FfmpegBuild build, Path source, int stream, PacketTiming timing, boolean interlaced)
            throws FailureException, InterruptedException {
        return Runs.again(() -> {
            FrameScan scan = new FrameScan();
            timing.tell(scan);
            Arrays.sort(scan.packed, 0, scan.count);
            boolean ofFields = interlaced && scan.findFields(build, source, stream);
            Set<Long> absent = scan.startIsDoubtful && !ofFields ? scan.absentAtStart(build, source, stream) : Set.of();
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
        secondsWithoutTimestamp += lastHadTime ? 1 : 0;
        lastHadTime = false;
        keyWithoutTimestamp |= key;
        // those that a key frame comes before are decoded, and so come out
        boolean atStart = count <= 1 && !keyWithoutTimestamp;
        withoutTimestampAtStart += atStart ? 1 : 0;
        startIsDoubtful |= atStart;
    }

    @Override
    public void packet(long pts, boolean key) {
        lastHadTime = true;
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
        SecondFields second = new SecondFields(fieldTicks);
        for (int position = 0; position < count; position++) {
            long time = packed[position] >> 1;
            if (second.test(time) || absent.contains(time)) {
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
     * Whether the packets are fields, at least in part: in H.264 a frame may be two pictures, each in a packet of its own
     * (ITU-T H.264, 3.30 "complementary field pair"), as camcorders write interlaced video. The second has a time between
     * those of two frames or none. Only the decoder knows; what it makes of the start has to be what pairs would give.
     */
    private boolean findFields(FfmpegBuild build, Path source, int stream)
            throws FailureException, InterruptedException {
        int looked = Math.min(count, FIELDS_LOOKED_AT);
        if (looked < 2 || packed[0] >> 1 != firstKeyPts || withoutTimestamp != secondsWithoutTimestamp) {
            return false;
        }
        List<Long> times = Arrays.stream(packed, 0, looked)
                .map(packet -> packet >> 1)
                .boxed()
                .toList();
        long gap = IntStream.range(1, looked)
                .mapToLong(position -> times.get(position) - times.get(position - 1))
                .min()
                .orElseThrow();
        // containers round, and frames are twice as far apart
        SecondFields second = new SecondFields(gap + gap / 4);
        List<Long> delivered = delivered(build, source, stream, times.get(looked - 1) + 1);
        if (delivered.equals(times)) {
            boolean untimed = withoutTimestamp > 0;
            withoutTimestamp = 0;
            return untimed;
        }
        if (!delivered.equals(times.stream().filter(time -> !second.test(time)).toList())) {
            return false;
        }
        withoutTimestamp = 0;
        fieldTicks = second.ticks;
        return true;
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
        List<Long> delivered = delivered(build, source, stream, end);
        // more than have a timestamp: some came out without, at times that FFmpeg made up
        if (delivered.size() <= last && expected.containsAll(delivered)) {
            withoutTimestamp -= withoutTimestampAtStart;
        }
        delivered.forEach(expected::remove);
        return expected;
    }

    /** The times of the frames that come out of the decoder up to {@code end}. */
    private static List<Long> delivered(FfmpegBuild build, Path source, int stream, long end)
            throws FailureException, InterruptedException {
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
        return delivered;
    }

    /** Lines of FFmpeg's framecrc format: {@code stream, dts, pts, duration, size, crc}; those with # are a header. */
    private static void timestamp(String line, List<Long> delivered) {
        if (!line.startsWith("#")) {
            delivered.add(Long.parseLong(line.split(",")[2].strip()));
        }
    }

    /** Of times in the order of presentation, tells those that are so little after another that both are of one frame. */
    private static final class SecondFields implements LongPredicate {
        private final long ticks;
        private long first = NONE;

        /** @param ticks from the first field to the second at most; {@link #NONE} where no packet is a field */
        SecondFields(long ticks) {
            this.ticks = ticks;
        }

        @Override
        public boolean test(long time) {
            boolean isSecond = first != NONE && time - first <= ticks;
            first = isSecond ? NONE : time;
            return isSecond;
        }
    }
}
