package dev.proxima.ffmpeg;

import dev.proxima.job.PieceDigest;
import dev.proxima.media.PlannedSegment;
import dev.proxima.media.VideoTrack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a decoder delivers on both sides of a cut. After a seek it may deliver all frames, each at its time, and some of
 * them as the wrong picture, as they refer to pictures before the seek point. So each segment decodes the first pictures
 * of the next one as well, which it has reached by decoding all along, and both have to find the same. It does so as well where
 * it may be split.
 */
final class Seams {

    /** Pictures compared at each seam: 3% of the decoding of a segment of ten seconds. */
    private static final long PICTURES = 8;

    /** Places in a line. */
    private static final int PTS = 2;

    private static final int HASH = 5;

    private Seams() {}

    /** The output options that write a hash of each picture at the ends of a segment to {@code file}. */
    static List<String> output(VideoTrack video, PlannedSegment segment, Path file) {
        List<Long> seams = new ArrayList<>();
        segment.startPts().ifPresent(seams::add);
        segment.splits().forEach(split -> seams.add(split.pts()));
        segment.endPts().ifPresent(seams::add);
        if (seams.isEmpty()) {
            return List.of();
        }
        List<String> windows = new ArrayList<>();
        if (segment.startPts().isEmpty()) {
            // FFmpeg tells no progress until it has begun all of its outputs: a late one looks like a stall until then
            windows.add("eq(n,0)");
        }
        seams.forEach(pts -> windows.add(window(video, pts)));
        long end = seams.get(seams.size() - 1) + length(video) + 1;
        List<String> output = new ArrayList<>(List.of(
                "-map",
                "0:" + video.streamIndex(),
                "-vf",
                "trim=end_pts=" + end + ",select='" + String.join("+", windows) + "'",
                "-fps_mode",
                "passthrough",
                "-enc_time_base:v",
                "demux",
                // on several threads, its last pictures would come when as many of the next seam follow
                "-threads:v",
                "1",
                "-f",
                "framehash",
                "-hash",
                "murmur3"));
        if (!segment.splits().isEmpty()) {
            output.addAll(List.of("-flush_packets", "1"));
        }
        output.add(file.toString());
        return output;
    }

    /** Whether all pictures of the seam at the end of {@code segment} are in the file already. */
    static boolean hasEnd(VideoTrack video, PlannedSegment segment, Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            long end = segment.endPts().orElseThrow();
            return lines.map(Seams::fields)
                            .filter(fields -> isIn(video, end, fields))
                            .count()
                    >= PICTURES;
        } catch (IOException | UncheckedIOException e) {
            return false; // it may be there in a moment
        }
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

    /**
     * Lines of FFmpeg's framehash format: {@code stream, dts, pts, duration, size, hash}. Where times are rounded, as to the
     * milliseconds of Matroska, one more picture of an even rate may be in the window: a run that is ended as soon as it
     * {@linkplain #hasEnd has its end} may have come to that one or not, so nobody counts it.
     */
    private static String sum(List<String> lines, VideoTrack video, OptionalLong from) {
        if (from.isEmpty()) {
            return "";
        }
        MessageDigest sum = Digests.sha256();
        lines.stream()
                .map(Seams::fields)
                .filter(fields -> isIn(video, from.getAsLong(), fields))
                .limit(video.constantRate() ? PICTURES : Long.MAX_VALUE)
                .forEach(fields -> {
                    long distance = Long.parseLong(fields[PTS]) - from.getAsLong();
                    sum.update((distance + "," + fields[HASH]).getBytes(StandardCharsets.US_ASCII));
                });
        return Digests.hex(sum).substring(0, 16);
    }

    private static String[] fields(String line) {
        return line.split(",\\s*");
    }

    /** A line may be written in part, and that of another kind, which starts with {@code #}, has other fields. */
    private static boolean isIn(VideoTrack video, long from, String[] fields) {
        if (fields.length <= HASH || fields[0].startsWith("#")) {
            return false;
        }
        long distance = Long.parseLong(fields[PTS]) - from;
        return distance >= 0 && distance <= length(video);
    }
}
