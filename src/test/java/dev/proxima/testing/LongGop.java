package dev.proxima.testing;

import dev.proxima.media.PlannedSegment;
import dev.proxima.media.SegmentPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** What can be asked of a file whose packets cannot be equal to those of the single pass. */
public final class LongGop {

    private final Path file;
    private final List<Packet> packets;

    /** Reads the packets of the file's first video stream. */
    public LongGop(Path file) {
        this.file = file;
        this.packets = TestFfmpeg.ffprobe(
                        "-select_streams",
                        "v:0",
                        "-show_entries",
                        "packet=pts,dts,duration,flags",
                        "-of",
                        "csv=p=0",
                        file.toString())
                .lines()
                .map(Packet::parse)
                .toList();
    }

    /** In units of the stream's time base. */
    private record Packet(long pts, long dts, long duration, boolean isKey) {

        static Packet parse(String line) {
            String[] fields = line.split(",");
            return new Packet(
                    Long.parseLong(fields[0]),
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[2]),
                    fields[3].contains("K"));
        }
    }

    /** When a packet is shown, and for how long. */
    public record Shown(long pts, long duration) {}

    /** The times at which packets are decoded, in their order. */
    public List<Long> decoded() {
        return packets.stream().map(Packet::dts).toList();
    }

    /** All packets in the order in which they are shown. */
    public List<Shown> shown() {
        return packets.stream()
                .sorted(Comparator.comparingLong(Packet::pts))
                .map(packet -> new Shown(packet.pts(), packet.duration()))
                .toList();
    }

    /** Whether the first packet of every segment is a key frame that is shown before all that follow it. */
    public boolean startsClosed(SegmentPlan plan) {
        for (PlannedSegment segment : plan.segments()) {
            int start = (int) segment.range().startFrame();
            Packet first = packets.get(start);
            boolean leading = packets.stream().skip(start + 1L).anyMatch(packet -> packet.pts() < first.pts());
            if (leading || !first.isKey()) {
                return false;
            }
        }
        return true;
    }

    /** Whether the first picture of every segment is one that resets a decoder, by the kind of its NAL units. */
    public boolean startsWithIdr(SegmentPlan plan) {
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
        List<Shown> shown = shown();
        return plan.segments().stream()
                .map(segment -> shown.get((int) segment.range().startFrame()).pts())
                .allMatch(resets::contains);
    }

    /** Numbers of frames that look more like another frame of the source than like their own. */
    public List<Integer> strayFrames(SmallFrames source) {
        return strayFrames(source, 1);
    }

    /** @param share of the distance of a frame's own source frame, below which another one counts as nearer */
    public List<Integer> strayFrames(SmallFrames source, double share) {
        return SmallFrames.of(file, 0).strayFrom(source, share);
    }

    /** Mean similarity of all pictures, 1 for equal ones. */
    public double meanSsim(Path source) {
        return meanSsim(source, 0);
    }

    /** @param stream FFmpeg's index of the video in the source */
    public double meanSsim(Path source, int stream) {
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
}
