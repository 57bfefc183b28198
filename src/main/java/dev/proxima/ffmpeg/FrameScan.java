package dev.proxima.ffmpeg;

import dev.proxima.job.FailureException;
import dev.proxima.media.FrameIndex;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The packets of one video stream, put into the order of presentation. */
final class FrameScan {

    /** So many frames after the first key frame show whether the decoder delivers the ones that precede it. */
    private static final int LOOK_AHEAD = 2;

    private long[] packed = new long[1024];
    private int count;
    private long packets;
    private boolean timestampMissing;
    private boolean leadingPictures;
    private long firstKeyPts = Long.MIN_VALUE;
    private FrameIndex index;
    private boolean complete;

    private FrameScan() {}

    static FrameScan of(FfmpegBuild build, Path source, int stream) throws FailureException, InterruptedException {
        FrameScan scan = new FrameScan();
        Probing.packets(build, source, stream, scan::packet);
        scan.arrange(build, source, stream);
        return scan;
    }

    /** Every frame has a timestamp of its own. */
    boolean isComplete() {
        return complete;
    }

    /** Frames that will come out of the decoder, as far as can be told from the packets. */
    long frames() {
        return complete ? index.frames() : packets;
    }

    /** Of the frames that have a timestamp of their own. */
    FrameIndex index() {
        return index;
    }

    /** A line such as {@code 1024,K__}; a D among the flags marks a packet outside of the edit list. */
    private void packet(String line) {
        int comma = line.indexOf(',');
        if (comma < 0) {
            return;
        }
        String time = line.substring(0, comma);
        boolean key = line.indexOf('K', comma) > 0;
        if (line.indexOf('D', comma) > 0) {
            return;
        }
        packets++;
        if (time.equals("N/A")) {
            timestampMissing = true;
            return;
        }
        long pts = Long.parseLong(time);
        if (key && firstKeyPts == Long.MIN_VALUE) {
            firstKeyPts = pts;
        }
        leadingPictures |= pts < firstKeyPts || firstKeyPts == Long.MIN_VALUE;
        if (count == packed.length) {
            packed = Arrays.copyOf(packed, count * 2);
        }
        // the key flag rides in the lowest bit, so that sorting keeps it with its timestamp
        packed[count++] = pts << 1 | (key ? 1 : 0);
    }

    private void arrange(FfmpegBuild build, Path source, int stream) throws FailureException, InterruptedException {
        Arrays.sort(packed, 0, count);
        Set<Long> absent = leadingPictures ? absentAtStart(build, source, stream) : Set.of();
        long[] pts = new long[count];
        int[] keys = new int[count];
        int frames = 0;
        int keyFrames = 0;
        boolean duplicates = false;
        for (int position = 0; position < count; position++) {
            long time = packed[position] >> 1;
            if (absent.contains(time)) {
                continue;
            }
            if (frames > 0 && pts[frames - 1] == time) {
                duplicates = true;
                continue;
            }
            if ((packed[position] & 1) == 1) {
                keys[keyFrames++] = frames;
            }
            pts[frames++] = time;
        }
        packed = new long[0];
        index = new FrameIndex(Arrays.copyOf(pts, frames), Arrays.copyOf(keys, keyFrames));
        complete = !timestampMissing && !duplicates && frames > 0;
    }

    /** Timestamps before the first key frame, or just after it, that do not come out when the clip's start is decoded. */
    private Set<Long> absentAtStart(FfmpegBuild build, Path source, int stream)
            throws FailureException, InterruptedException {
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
        Runs.succeed(run, "reading the start of " + source);
        expected.removeAll(new HashSet<>(delivered));
        return expected;
    }

    /** Lines of FFmpeg's framecrc format: {@code stream, dts, pts, duration, size, crc}; those with # are a header. */
    private static void timestamp(String line, List<Long> delivered) {
        if (!line.startsWith("#")) {
            delivered.add(Long.parseLong(line.split(",")[2].strip()));
        }
    }
}
