package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.proxima.ffmpeg.mp4.Mp4Timing;
import dev.proxima.testing.Lavfi;
import dev.proxima.testing.TestFfmpeg;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of a file say of each frame what a scan of its packets does. */
@Tag("media")
@Execution(ExecutionMode.CONCURRENT)
class TableTimingIT {

    private static final List<String> H264_CLOSED = Lavfi.H264_CLOSED;
    private static final List<String> H264_OPEN = Lavfi.H264_OPEN;
    private static final List<String> H265_OPEN = Lavfi.H265_OPEN;
    private static final String[] VARIABLE = {"-vf", "select='not(eq(mod(n,7),3))'", "-fps_mode", "vfr"};

    private static final int EDITS = 12;

    @TempDir
    Path folder;

    static Stream<Arguments> clips() {
        return Stream.of(
                clip("B-frames, mov", "a.mov", Lavfi.video("30000/1001", 3, H264_CLOSED)),
                clip("B-frames, mp4", "a.mp4", Lavfi.video("25", 3, H264_CLOSED)),
                clip("open groups", "a.mp4", Lavfi.video("24", 4, H264_OPEN)),
                clip("HEVC, open groups", "a.mov", Lavfi.video("24", 4, H265_OPEN)),
                clip("negative offsets", "a.mp4", Lavfi.video("25", 3, H264_OPEN), "-movflags", "negative_cts_offsets"),
                clip(
                        "HEVC, negative offsets",
                        "a.mp4",
                        Lavfi.video("25", 3, H265_OPEN),
                        "-movflags",
                        "negative_cts_offsets"),
                clip("no edit list", "a.mp4", Lavfi.video("25", 3, H264_CLOSED), "-use_editlist", "0"),
                clip("index first", "a.mp4", Lavfi.video("25", 3, H264_CLOSED), "-movflags", "faststart"),
                clip(
                        "several tracks",
                        "a.mov",
                        Lavfi.video("25", 3, H264_CLOSED)
                                .audio("sine=440:d=3", "eng")
                                .audio("sine=550:d=2", "fra"),
                        "-timecode",
                        "01:00:00:00"),
                clip(
                        "two video tracks, the first chosen",
                        "a.mp4",
                        Lavfi.video("25", 3, H264_OPEN).beside("testsrc2=s=640x360:r=30:d=3")),
                clip(
                        "two video tracks, the second chosen",
                        "a.mov",
                        Lavfi.video("25", 3, H264_OPEN)
                                .beside("testsrc2=s=640x360:r=30:d=3")
                                .audio("sine=440:d=3", "eng"),
                        "-disposition:v:1",
                        "default"),
                clip(
                        "two video tracks in fragments, the second chosen",
                        "a.mp4",
                        Lavfi.video("25", 3, H264_CLOSED).beside("testsrc2=s=640x360:r=30:d=3"),
                        "-disposition:v:1",
                        "default",
                        "-movflags",
                        "frag_keyframe+empty_moov"),
                clip(
                        "starts late",
                        "a.mp4",
                        Lavfi.video("25", 3, H264_CLOSED).startingAt("1.3").audio("sine=440:d=3", "eng")),
                clip(
                        "sound starts late",
                        "a.mov",
                        Lavfi.video("25", 3, H264_OPEN).audioLater("0.7", "sine=440:d=3", "eng")),
                clip("variable rate", "a.mp4", Lavfi.video("25", 4, H264_CLOSED), VARIABLE),
                clip("variable rate, HEVC, mov", "a.mov", Lavfi.video("30", 4, H265_OPEN), VARIABLE),
                clip("ProRes", "a.mov", Lavfi.video("24000/1001", 2, Lavfi.PRORES)),
                clip(
                        "ProRes, late",
                        "a.mov",
                        Lavfi.video("24000/1001", 2, Lavfi.PRORES)
                                .startingAt("0.5")
                                .audio("sine=440:d=3", "eng")),
                clip("MJPEG", "a.mov", Lavfi.video("60000/1001", 2, Lavfi.MJPEG)),
                clip("MPEG-4", "a.mp4", Lavfi.video("25", 2, List.of("-c:v", "mpeg4", "-bf", "2"))),
                clip("MPEG-2", "a.mov", Lavfi.video("25", 2, List.of("-c:v", "mpeg2video", "-bf", "2"))),
                clip(
                        "a time scale of its own",
                        "a.mov",
                        Lavfi.video("25", 2, H264_CLOSED),
                        "-video_track_timescale",
                        "1000"),
                clip(
                        "a movie time scale of its own",
                        "a.mp4",
                        Lavfi.video("30000/1001", 2, H264_OPEN),
                        "-movie_timescale",
                        "90000"),
                clip("one frame", "a.mp4", Lavfi.video("25", 1, H264_CLOSED), "-frames:v", "1"),
                clip(
                        "fragments, whole",
                        "a.mp4",
                        Lavfi.video("25", 4, H264_CLOSED),
                        "-movflags",
                        "frag_keyframe+empty_moov"),
                clip(
                        "fragments, open groups, sound",
                        "a.mp4",
                        Lavfi.video("25", 4, H264_OPEN).audio("sine=440:d=3", "eng"),
                        "-movflags",
                        "frag_keyframe+empty_moov+default_base_moof"),
                clip(
                        "fragments behind a movie",
                        "a.mp4",
                        Lavfi.video("25", 4, H264_CLOSED),
                        "-movflags",
                        "frag_keyframe"),
                clip(
                        "fragments behind a movie, sound",
                        "a.mp4",
                        Lavfi.video("25", 4, H264_CLOSED).audio("sine=440:d=3", "eng"),
                        "-movflags",
                        "frag_keyframe"),
                clip(
                        "fragments by duration",
                        "a.mp4",
                        Lavfi.video("25", 4, H265_OPEN),
                        "-movflags",
                        "empty_moov",
                        "-frag_duration",
                        "700000"),
                clip(
                        "a fragment a frame",
                        "a.mp4",
                        Lavfi.video("25", 2, H264_CLOSED),
                        "-movflags",
                        "frag_every_frame+empty_moov"),
                clip("dash", "a.mp4", Lavfi.video("25", 4, H264_CLOSED), "-movflags", "dash+frag_keyframe"),
                clip(
                        "dash with an index",
                        "a.mp4",
                        Lavfi.video("25", 4, H264_OPEN),
                        "-movflags",
                        "dash+global_sidx+frag_keyframe"),
                clip("cmaf", "a.mp4", Lavfi.video("25", 4, H264_OPEN), "-movflags", "cmaf+frag_keyframe"),
                clip(
                        "fragments, negative offsets",
                        "a.mp4",
                        Lavfi.video("25", 4, H264_CLOSED),
                        "-movflags",
                        "frag_keyframe+empty_moov+negative_cts_offsets"),
                clip(
                        "fragments, late",
                        "a.mp4",
                        Lavfi.video("25", 3, H264_CLOSED).startingAt("1.3").audio("sine=440:d=3", "eng"),
                        "-movflags",
                        "frag_keyframe+empty_moov"),
                clip(
                        "fragments, delayed movie",
                        "a.mp4",
                        Lavfi.video("25", 3, H264_CLOSED),
                        "-movflags",
                        "frag_keyframe+delay_moov"),
                clip(
                        "fragments, variable rate",
                        "a.mp4",
                        Lavfi.video("25", 3, H264_CLOSED).option(VARIABLE),
                        "-movflags",
                        "frag_keyframe+empty_moov"),
                clip(
                        "fragments of ProRes",
                        "a.mov",
                        Lavfi.video("25", 2, Lavfi.PRORES),
                        "-movflags",
                        "frag_keyframe+empty_moov"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("clips")
    void saysWhatAScanDoes(String what, String name, Lavfi clip, String[] options) throws Exception {
        Path source = clip.option(options).write(folder.resolve(name));
        assertThat(PacketLines.tables(source)).as("by the tables").containsExactlyElementsOf(PacketLines.scan(source));
        assertThat(description(source, IndexedSource.options(Mp4Timing.read(source))))
                .isEqualTo(description(source, List.of()));
    }

    /** Cut by stream copy, as lossless trimmers do: the first key frame lies before what is shown. */
    @ParameterizedTest
    @MethodSource("encoders")
    void followsAnEditThatStartsWithinAGroup(List<String> encoder, String start) throws Exception {
        Path whole = Lavfi.video("25", 5, encoder).audio("sine=440:d=5", "eng").write(folder.resolve("whole.mov"));
        Path source = folder.resolve("cut.mov");
        TestFfmpeg.ffmpeg(List.of(
                "-nostdin",
                "-ss",
                start,
                "-i",
                whole.toString(),
                "-t",
                "2",
                "-map",
                "0",
                "-c",
                "copy",
                source.toString()));
        assertThat(PacketLines.tables(source)).containsExactlyElementsOf(PacketLines.scan(source));
    }

    /** Edit lists as no FFmpeg writes them: anywhere within groups, short, and behind empty edits. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("editedClips")
    void followsEditsOfAllLengths(String what, Lavfi clip) throws Exception {
        byte[] bytes = Files.readAllBytes(clip.write(folder.resolve("whole.mp4")));
        int list = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("elst");
        ByteBuffer whole = ByteBuffer.wrap(bytes);
        int entry = list + 12 + (whole.getInt(list + 8) - 1) * 12;
        Random random = new Random(5);
        Path source = folder.resolve("edited.mp4");
        int taken = 0;
        for (int edit = 0; edit < EDITS; edit++) {
            int duration = 1 + random.nextInt(2200);
            int mediaTime = random.nextInt(30_000);
            whole.putInt(entry, duration).putInt(entry + 4, mediaTime);
            Files.write(source, bytes);
            List<String> told = PacketLines.tables(source);
            if (!told.isEmpty()) {
                taken++;
                assertThat(told)
                        .as("from %d ticks for %d ms", mediaTime, duration)
                        .containsExactlyElementsOf(PacketLines.scan(source));
            }
        }
        assertThat(taken).isGreaterThan(EDITS / 2);
    }

    static Stream<Arguments> editedClips() {
        return Stream.of(
                Arguments.of("closed groups", Lavfi.video("25", 3, H264_CLOSED)),
                Arguments.of("open groups", Lavfi.video("25", 3, H264_OPEN)),
                Arguments.of("HEVC", Lavfi.video("25", 3, H265_OPEN)),
                Arguments.of(
                        "late",
                        Lavfi.video("25", 3, H265_OPEN).startingAt("0.5").audio("sine=440:d=3", "eng")),
                Arguments.of(
                        "negative offsets",
                        Lavfi.video("25", 3, H264_OPEN).option("-movflags", "negative_cts_offsets")),
                Arguments.of(
                        "key frames only",
                        Lavfi.video("25", 3, Lavfi.MJPEG).option("-video_track_timescale", "12800")));
    }

    static Stream<Arguments> encoders() {
        return Stream.of(H264_CLOSED, H264_OPEN, H265_OPEN, Lavfi.PRORES)
                .flatMap(encoder -> Stream.of("0.5", "1.32", "2.9").map(start -> Arguments.of(encoder, start)));
    }

    @Test
    void saysOfRealFootageWhatAScanDoes() throws Exception {
        Path media = Path.of(System.getProperty("proxima.media", "../shared/media"));
        assumeTrue(Files.isDirectory(media), "there is no footage in " + media);
        try (Stream<Path> files = Files.list(media)) {
            List<Path> movies = files.filter(file -> file.toString().matches(".*\\.(mov|mp4)"))
                    .sorted()
                    .toList();
            for (Path movie : movies) {
                boolean scanned = movie.getFileName().toString().startsWith("broken");
                List<String> told = PacketLines.tables(movie);
                if (scanned) {
                    assertThat(told).as(movie.toString()).isEmpty();
                } else {
                    assertThat(told).as(movie.toString()).containsExactlyElementsOf(PacketLines.scan(movie));
                    assertThat(description(movie, IndexedSource.options(Mp4Timing.read(movie))))
                            .isEqualTo(description(movie, List.of()));
                }
            }
        }
    }

    /** Each field of format and streams on a line of its own. */
    private static String description(Path source, List<String> options) {
        List<String> command = new ArrayList<>(options);
        command.addAll(List.of("-show_format", "-show_streams", "-of", "flat", source.toString()));
        return TestFfmpeg.ffprobe(command.toArray(String[]::new))
                .lines()
                // packets are told besides, and so counted
                .filter(line -> !line.startsWith("packets.") && !line.contains(".nb_read_packets="))
                .collect(Collectors.joining("\n"));
    }

    private static Arguments clip(String what, String name, Lavfi clip, String... options) {
        return Arguments.of(what, name, clip, options);
    }
}
