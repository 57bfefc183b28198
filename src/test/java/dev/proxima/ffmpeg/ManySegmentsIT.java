package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.media.SegmentPlan;
import dev.proxima.media.SegmentPlanner;
import dev.proxima.testing.Lavfi;
import dev.proxima.testing.LocalEncode;
import dev.proxima.testing.MediaComparison;
import dev.proxima.testing.TestFfmpeg;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Times do not drift over 600 segments. To encode them one by one would take minutes, so they are taken out of the single
 * pass, as the encoder of an intra preset would have made them.
 */
@Tag("media")
class ManySegmentsIT {

    private static final int SEGMENTS = 600;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "24000/1001, clip.mov, true",
        "30000/1001, clip.mp4, true",
        "60000/1001, clip.mov, true",
        "60000/1001, clip.mkv, true",
        "179/6, clip.mov, true",
        "60000/1001, clip.mp4, false",
        "60, clip.mkv, false",
        "30000/1001, late.mp4, false"
    })
    void sixHundredSegmentsDoNotDrift(String rate, String name, boolean constantRate) throws Exception {
        Lavfi made = Lavfi.video(rate, 60, Lavfi.MJPEG).option("-frames:v", "1200");
        if (!constantRate) {
            made.option("-vf", "select=not(eq(mod(n\\,7)\\,3))", "-fps_mode", "vfr");
        }
        if (name.startsWith("late")) {
            made.audio("sine=440:d=2", "eng").startingAt("0.417");
        }
        Path source = made.write(folder.resolve(name));
        LocalEncode encode = new LocalEncode(source, folder);
        assertThat(encode.clip().info().video().constantRate()).isEqualTo(constantRate);
        Path reference = encode.reference(LocalEncode.PRORES);
        List<Integer> starts = IntStream.range(0, SEGMENTS)
                .map(segment -> (int) (segment * encode.clip().info().video().frames() / SEGMENTS))
                .boxed()
                .toList();
        SegmentPlan plan =
                SegmentPlanner.at(encode.clip().index(), encode.clip().info().video(), starts);

        Path stitched = folder.resolve("stitched.mov");
        new Stitcher(TestFfmpeg.build(), EncodeRun.DEFAULT_STALL_TIMEOUT)
                .stitch(new Stitcher.Order(
                        source,
                        encode.clip().stamp(),
                        encode.clip().info(),
                        plan,
                        pieces(reference, starts, encode),
                        audio(encode, source),
                        stitched,
                        stitched));

        assertThat(MediaComparison.differences(reference, stitched)).isEmpty();
    }

    private Optional<Stitcher.Piece> audio(LocalEncode encode, Path source) throws Exception {
        if (encode.clip().info().audio().isEmpty()) {
            return Optional.empty();
        }
        Path file = folder.resolve("audio.nut");
        return Optional.of(new Stitcher.Piece(
                file,
                new PieceEncoder(TestFfmpeg.build(), EncodeRun.DEFAULT_STALL_TIMEOUT)
                        .audio(new PieceEncoder.Order(
                                source, encode.clip().stamp(), encode.clip().info(), LocalEncode.PRORES, file))));
    }

    private List<Stitcher.Piece> pieces(Path reference, List<Integer> starts, LocalEncode encode) throws Exception {
        long timescale = Commands.grid(encode.clip().info().video()).timescale();
        TestFfmpeg.ffmpeg(List.of(
                "-nostdin",
                "-i",
                reference.toString(),
                "-map",
                "0:v",
                "-c",
                "copy",
                "-f",
                "segment",
                "-segment_frames",
                starts.stream().skip(1).map(String::valueOf).collect(Collectors.joining(",")),
                "-reset_timestamps",
                "1",
                "-segment_format",
                "mov",
                "-segment_format_options",
                "video_track_timescale=" + timescale,
                folder.resolve("piece%04d.mov").toString()));
        List<FileDigest.Packet> packets = new ArrayList<>();
        new FileDigest(TestFfmpeg.build(), EncodeRun.DEFAULT_STALL_TIMEOUT).read(reference, packets::add, 0);
        List<Stitcher.Piece> pieces = new ArrayList<>();
        for (int segment = 0; segment < SEGMENTS; segment++) {
            int end = segment + 1 < SEGMENTS ? starts.get(segment + 1) : packets.size();
            FileDigest.Sum sum = new FileDigest.Sum(1);
            packets.subList(starts.get(segment), end).forEach(sum::add);
            Path file = folder.resolve("piece%04d.mov".formatted(segment));
            pieces.add(new Stitcher.Piece(file, sum.of(Files.size(file))));
        }
        return pieces;
    }
}
