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

    /** Mean similarity of all pictures, 1 for equal ones. */
    public static double meanSsim(Path file, Path source) {
        Path stats = file.resolveSibling(file.getFileName() + ".ssim");
        TestFfmpeg.ffmpeg(List.of(
                "-nostdin",
                "-i",
                file.toString(),
                "-i",
                source.toString(),
                "-lavfi",
                "[0:v]settb=1/25,setpts=N[a];[1:v]settb=1/25,setpts=N[b];[a][b]ssim=stats_file=" + stats,
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
        List<byte[]> made = pictures(file);
        List<byte[]> expected = pictures(source);
        List<Integer> stray = new ArrayList<>();
        for (int frame = 0; frame < Math.max(made.size(), expected.size()); frame++) {
            if (frame >= made.size() || frame >= expected.size() || nearest(made.get(frame), expected) != frame) {
                stray.add(frame);
            }
        }
        return stray;
    }

    private static int nearest(byte[] picture, List<byte[]> pictures) {
        int nearest = -1;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < pictures.size(); i++) {
            long distance = distance(picture, pictures.get(i));
            if (distance < least) {
                least = distance;
                nearest = i;
            }
        }
        return nearest;
    }

    private static long distance(byte[] one, byte[] other) {
        long sum = 0;
        for (int i = 0; i < one.length; i++) {
            int difference = Byte.toUnsignedInt(one[i]) - Byte.toUnsignedInt(other[i]);
            sum += (long) difference * difference;
        }
        return sum;
    }

    private static List<byte[]> pictures(Path file) {
        Path raw = file.resolveSibling(file.getFileName() + ".gray");
        TestFfmpeg.ffmpeg(List.of(
                "-nostdin",
                "-y",
                "-i",
                file.toString(),
                "-map",
                "0:v:0",
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
