package dev.proxima.ffmpeg;

import dev.proxima.job.PieceDigest;
import dev.proxima.media.PlannedSegment;
import dev.proxima.media.VideoTrack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a decoder delivers on both sides of a cut. After a seek it may deliver all frames, each at its time, and some of
 * them as the wrong picture, as they refer to pictures before the seek point. So each segment decodes the first pictures
 * of the next one as well, which it has reached by decoding all along, and both have to find the same.
 */
final class Seams {

    /** Pictures compared at each seam: 3% of the decoding of a segment of ten seconds. */
    private static final long PICTURES = 8;

    private Seams() {}

    /** The output options that write a hash of each picture at the ends of a segment to {@code file}. */
    static List<String> output(VideoTrack video, PlannedSegment segment, Path file) {
        if (segment.startPts().isEmpty() && segment.endPts().isEmpty()) {
            return List.of();
        }
        List<String> windows = new ArrayList<>();
        // FFmpeg tells no progress until it has begun all of its outputs: one that begins late looks like a stall until
        // then
        windows.add(
                segment.startPts().isPresent()
                        ? window(video, segment.startPts().getAsLong())
                        : "eq(n,0)");
        segment.endPts().ifPresent(pts -> windows.add(window(video, pts)));
        OptionalLong last = segment.endPts().isPresent() ? segment.endPts() : segment.startPts();
        long end = last.getAsLong() + length(video) + 1;
        return List.of(
                "-map",
                "0:" + video.streamIndex(),
                "-vf",
                "trim=end_pts=" + end + ",select='" + String.join("+", windows) + "'",
                "-fps_mode",
                "passthrough",
                "-enc_time_base:v",
                "demux",
                "-f",
                "framehash",
                "-hash",
                "murmur3",
                file.toString());
    }

    /** {@code digest} with what {@link #output} wrote. */
    static PieceDigest read(PieceDigest digest, VideoTrack video, PlannedSegment segment, Path file)
            throws IOException {
        List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        return digest.withSeams(sum(lines, video, segment.startPts()), sum(lines, video, segment.endPts()));
    }

    /** The numbers of segments whose first pictures are not those that the one before each found there. */
    static List<Integer> misfits(List<PieceDigest> segments) {
        List<Integer> misfits = new ArrayList<>();
        for (int segment = 1; segment < segments.size(); segment++) {
            String expected = segments.get(segment - 1).tail();
            String found = segments.get(segment).head();
            if (!expected.isEmpty() && !found.isEmpty() && !expected.equals(found)) {
                misfits.add(segment);
            }
        }
        return misfits;
    }

    private static String window(VideoTrack video, long pts) {
        return "between(pts," + pts + "," + (pts + length(video)) + ")";
    }

    /** Without the last tick, so that rounding neither adds a picture on one side nor leaves one out on the other. */
    private static long length(VideoTrack video) {
        return video.timeBase().times(video.frameRate()).inverse().scale(PICTURES) - 1;
    }

    /** Lines of FFmpeg's framehash format: {@code stream, dts, pts, duration, size, hash}. */
    private static String sum(List<String> lines, VideoTrack video, OptionalLong from) {
        if (from.isEmpty()) {
            return "";
        }
        MessageDigest sum = Digests.sha256();
        for (String line : lines) {
            if (!line.startsWith("#")) {
                String[] fields = line.split(",\\s*");
                long distance = Long.parseLong(fields[2]) - from.getAsLong();
                if (distance >= 0 && distance <= length(video)) {
                    sum.update((distance + "," + fields[5]).getBytes(StandardCharsets.US_ASCII));
                }
            }
        }
        return Digests.hex(sum).substring(0, 16);
    }
}
