package dev.proxima.testing;

import dev.proxima.media.PlannedSegment;
import dev.proxima.media.SegmentPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What can be asked of files whose packets cannot be equal. */
public final class LongGop {

    private static final int WIDTH = 80;
    private static final int HEIGHT = 44;

    /** Frames up to so far away are looked at: no mistake is larger. */
    private static final int NEARBY = 60;

    private LongGop() {}

    /** Decode times in order, and for each presented frame its time and duration. */
    public static List<String> times(Path file) {
        List<String> times = new ArrayList<>(packets(file, "packet=dts"));
        times.addAll(shown(file));
        return times;
    }

    /** Time and duration of each packet, in the order in which they are shown. */
    public static List<String> shown(Path file) {
        return packets(file, "packet=pts,duration").stream()
                .sorted((one, other) -> Long.compare(pts(one), pts(other)))
                .toList();
    }

    /** Whether the first packet of every segment is a key frame that is shown before all that follow it. */
    public static boolean startsClosed(Path file, SegmentPlan plan) {
        List<String> packets = packets(file, "packet=pts,flags");
        for (PlannedSegment segment : plan.segments()) {
            int start = (int) segment.range().startFrame();
            long first = pts(packets.get(start));
            boolean leading = packets.stream().skip(start + 1L).anyMatch(packet -> pts(packet) < first);
            if (leading || !packets.get(start).contains("K")) {
                return false;
            }
        }
        return true;
    }

    /** Whether the first picture of every segment is one that resets a decoder, by the kind of its NAL units. */
    public static boolean startsWithIdr(Path file, SegmentPlan plan) {
        String codec = TestFfmpeg.ffprobe(
                "-select_streams", "v:0", "-show_entries", "stream=codec_name", "-of", "csv=p=0", file.toString());
        String idr = codec.strip().equals("hevc") ? "19-20" : "5";
        List<Long> resets = TestFfmpeg.output(List.of(
                        "-nostdin",
                        "-copyts",
                        "-i",
                        file.toString(),
                        "-map",
                        "0:v:0",
                        "-c",
                        "copy",
                        "-bsf:v",
                        "filter_units=pass_types=" + idr,
                        "-f",
                        "framecrc",
                        "pipe:1"))
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> Long.parseLong(line.split(",\\s*")[2]))
                .toList();
        List<String> shown = shown(file);
        return plan.segments().stream()
                .map(segment -> pts(shown.get((int) segment.range().startFrame())))
                .allMatch(resets::contains);
    }

    /** Mean similarity of all pictures, 1 for equal ones. */
    public static double meanSsim(Path file, Path source) {
        return meanSsim(file, source, 0);
    }

    /** @param stream FFmpeg's index of the video in the source */
    public static double meanSsim(Path file, Path source, int stream) {
        Path stats = file.resolveSibling(file.getFileName() + ".ssim");
        TestFfmpeg.ffmpeg(List.of(
                "-nostdin",
                "-i",
                file.toString(),
                "-i",
                source.toString(),
                "-lavfi",
                "[0:v]settb=1/25,setpts=N[a];[1:" + stream + "]settb=1/25,setpts=N[b];[a][b]ssim=stats_file=" + stats,
                "-f",
                "null",
                "-"));
        try {
            return Files.readAllLines(stats).stream()
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll(".*All:([0-9.]+).*", "$1")))
                    .average()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Numbers of frames that look more like another frame of the source than like their own. */
    public static List<Integer> strayFrames(Path file, Path source) {
        return strayFrames(file, source, 0, 1);
    }

    /**
     * @param stream FFmpeg's index of the video in the source
     * @param share of the distance of a frame's own source frame, below which another one counts as nearer
     */
    public static List<Integer> strayFrames(Path file, Path source, int stream, double share) {
        List<byte[]> made = pictures(file, 0);
        List<byte[]> expected = pictures(source, stream);
        List<Integer> stray = new ArrayList<>();
        for (int frame = 0; frame < Math.max(made.size(), expected.size()); frame++) {
            if (frame >= made.size()
                    || frame >= expected.size()
                    || isNearerToAnother(made.get(frame), expected, frame, share)) {
                stray.add(frame);
            }
        }
        return stray;
    }

    private static boolean isNearerToAnother(byte[] picture, List<byte[]> pictures, int own, double share) {
        double limit = distance(picture, pictures.get(own)) * share;
        for (int other = Math.max(0, own - NEARBY); other < Math.min(pictures.size(), own + NEARBY); other++) {
            if (other != own && distance(picture, pictures.get(other)) < limit) {
                return true;
            }
        }
        return false;
    }

    private static long distance(byte[] one, byte[] other) {
        long sum = 0;
        for (int i = 0; i < one.length; i++) {
            int difference = Byte.toUnsignedInt(one[i]) - Byte.toUnsignedInt(other[i]);
            sum += (long) difference * difference;
        }
        return sum;
    }

    private static List<byte[]> pictures(Path file, int stream) {
        Path raw = file.resolveSibling(file.getFileName() + ".gray");
        TestFfmpeg.ffmpeg(List.of(
                "-nostdin",
                "-y",
                "-i",
                file.toString(),
                "-map",
                "0:" + stream,
                "-vf",
                "scale=" + WIDTH + ":" + HEIGHT,
                "-fps_mode",
                "passthrough",
                "-pix_fmt",
                "gray",
                "-f",
                "rawvideo",
                raw.toString()));
        try {
            byte[] all = Files.readAllBytes(raw);
            List<byte[]> pictures = new ArrayList<>();
            for (int start = 0; start < all.length; start += WIDTH * HEIGHT) {
                pictures.add(Arrays.copyOfRange(all, start, start + WIDTH * HEIGHT));
            }
            return pictures;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> packets(Path file, String entries) {
        return TestFfmpeg.ffprobe("-select_streams", "v:0", "-show_entries", entries, "-of", "csv=p=0", file.toString())
                .lines()
                .toList();
    }

    private static long pts(String packet) {
        return Long.parseLong(packet.split(",")[0]);
    }
}
