package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.job.JobOptions;
import dev.proxima.media.BurnIn;
import dev.proxima.media.PictureSettings;
import dev.proxima.media.PictureSize;
import dev.proxima.media.Preset;
import dev.proxima.settings.Settings;
import dev.proxima.testing.Lavfi;
import dev.proxima.testing.LocalEncode;
import dev.proxima.testing.MediaComparison;
import dev.proxima.testing.TestFfmpeg;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What presets and job options do to pictures, they do alike in one pass and in segments. */
@Tag("media")
@Execution(ExecutionMode.CONCURRENT)
class PictureFiltersIT {

    private static final Settings SETTINGS = Settings.load(Map.of());
    private static final List<String> FULL_COLOUR = List.of("-c:v", "mjpeg", "-pix_fmt", "yuvj444p");
    private static final List<String> GRAY = List.of("-c:v", "mjpeg", "-q:v", "1");

    @TempDir
    Path folder;

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of("data level", new JobOptions.Words("full", null, null, null)),
                Arguments.of("flip", new JobOptions.Words(null, "both", null, null)),
                Arguments.of("size", new JobOptions.Words(null, null, null, "1/2")),
                Arguments.of("all", new JobOptions.Words("video", "vertical", "10:00:00;00", "height=90")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void changesSegmentsAsTheSinglePass(String name, JobOptions.Words words) throws Exception {
        JobOptions options = JobOptions.of(words);
        Path source = Lavfi.video("30000/1001", 2, Lavfi.H264_OPEN)
                .option("-timecode", "01:00:00:00")
                .write(folder.resolve("clip.mp4"));
        LocalEncode encode = new LocalEncode(source, folder, options);
        Preset preset = options.applyTo(preset("prores-proxy"));
        assertEqualInSegments(encode, preset);
        assertThat(new ClipProbe(TestFfmpeg.build())
                        .probe(encode.reference(preset))
                        .info()
                        .timecode())
                .hasValue(words.timecode() == null ? "01:00:00:00" : words.timecode());
    }

    @Test
    void burnsTheNumberAndTimecodeOfEveryFrameInEverySegment() throws Exception {
        Path source = Lavfi.video("30000/1001", 3, GRAY)
                .option("-vf", "drawbox=c=gray:t=fill", "-timecode", "00:59:58;15")
                .write(folder.resolve("it's 100%: [a], \\b; c.mov"));
        Preset preset = burning(preset("prores-proxy"), new BurnIn(true, true, true, Optional.empty()));
        LocalEncode encode = new LocalEncode(source, folder);
        assertEqualInSegments(encode, preset);

        List<String> clean = crops(encode.reference(preset("prores-proxy")), "iw:ih:0:0");
        assertThat(clean.stream().distinct()).hasSize(1);
        List<String> withoutName = crops(encode.reference(preset("prores-proxy")), "iw/2:ih/4:0:0");
        assertThat(crops(encode.reference(preset), "iw/2:ih/4:0:0").stream().distinct())
                .as("the name, the same in all frames")
                .hasSize(1)
                .doesNotContainAnyElementsOf(withoutName);
        assertThat(crops(encode.reference(preset), "iw/4:ih/4:iw*3/4:0").stream()
                        .distinct())
                .as("frame numbers")
                .hasSize(clean.size());
        assertThat(crops(encode.reference(preset), "iw:ih/4:0:ih*3/4").stream().distinct())
                .as("timecodes")
                .hasSize(clean.size());
    }

    /** A digit is read by comparing it with the digits of a clip whose number is known. */
    @Test
    void burnsTheNumberOfAFrameWhereverItsSegmentStarts() throws Exception {
        Path source = Lavfi.video("25", 2, GRAY)
                .option("-vf", "drawbox=c=gray:t=fill")
                .write(folder.resolve("a.mov"));
        Path twice = folder.resolve("twice.mov");
        TestFfmpeg.ffmpeg(
                List.of("-nostdin", "-stream_loop", "1", "-i", source.toString(), "-c", "copy", twice.toString()));
        Preset numbers = burning(preset("prores-proxy"), new BurnIn(false, false, true, Optional.empty()));
        List<String> once = crops(new LocalEncode(source, folder).reference(numbers), "iw:ih:0:0");
        List<String> both = crops(new LocalEncode(twice, folder).stitched(numbers, 4), "iw:ih:0:0");
        assertThat(both).hasSize(100).startsWith(once.toArray(new String[0])).doesNotHaveDuplicates();
    }

    @Test
    void keepsColoursThroughALutThatChangesNothing() throws Exception {
        Path cube = Files.writeString(folder.resolve("it's one.cube"), """
                LUT_3D_SIZE 2
                0 0 0
                1 0 0
                0 1 0
                1 1 0
                0 0 1
                1 0 1
                0 1 1
                1 1 1
                """);
        Path source = Lavfi.video("25", 2, List.of("-c:v", "libx264", "-qp", "0", "-pix_fmt", "yuv420p"))
                .option(
                        "-vf",
                        "drawbox=c=red:t=fill,scale=out_color_matrix=bt709,"
                                + "setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709:range=tv")
                .write(folder.resolve("clip.mov"));
        Preset preset = preset("prores-422");
        PictureSettings plain = preset.picture();
        Preset looked = preset.withPicture(new PictureSettings(
                plain.level(), plain.flip(), plain.size(), false, Optional.of(cube.toString()), plain.burnIn()));
        LocalEncode encode = new LocalEncode(source, folder);
        assertEqualInSegments(encode, looked);
        assertThat(pixel(encode.reference(looked), "v", 160, 90))
                .isCloseTo(pixel(encode.reference(preset), "v", 160, 90), within(4));
        assertThat(pixel(encode.reference(looked), "y", 160, 90))
                .isCloseTo(pixel(encode.reference(preset), "y", 160, 90), within(4));
        assertThat(stream(encode.reference(looked), "color_space"))
                .isEqualTo(stream(encode.reference(preset), "color_space"));
    }

    /** 100 of 8 bits is 400 of 10 bits at video levels; taken as full it is 64 + 400 * 876 / 1020 = 408 (rounded). */
    @ParameterizedTest
    @CsvSource({
        "tv, auto, prores-proxy, 400",
        "tv, video, prores-proxy, 400",
        "tv, full, prores-proxy, 408",
        "pc, auto, prores-proxy, 408",
        "pc, video, prores-proxy, 400",
        "pc, full, prores-proxy, 408",
        "tv, auto, mjpeg, 98",
        "tv, full, mjpeg, 100",
        "pc, auto, mjpeg, 100",
        "pc, video, mjpeg, 98",
    })
    void takesTheValuesAsTheDataLevelSays(String tagged, String level, String name, int expected) throws Exception {
        Path source = Lavfi.video("25", 1, List.of("-c:v", "libx264", "-qp", "0"))
                .option("-vf", "format=yuv420p,geq=lum=100:cb=128:cr=128,setparams=range=" + tagged)
                .write(folder.resolve("clip.mov"));
        JobOptions options = JobOptions.of(new JobOptions.Words(level, null, null, null));
        LocalEncode encode = new LocalEncode(source, folder, options);
        Preset preset = options.applyTo(preset(name));
        assertThat(pixel(encode.reference(preset), "y", 160, 90)).isCloseTo(expected, within(1));
        assertEqualInSegments(encode, preset);
    }

    /** The test pattern comes as 98; as full that is 64 + 98 * 4 * 876 / 1020 = 401, as video 98 * 4 = 392. */
    @ParameterizedTest
    @CsvSource({"auto, 401", "video, 392", "full, 401"})
    void takesTheValuesOfFullRangeFormatsAsTheDataLevelSays(String level, int expected) throws Exception {
        Path source = Lavfi.video("25", 1, GRAY)
                .option("-vf", "format=yuvj420p,geq=lum=100:cb=128:cr=128", "-pix_fmt", "yuvj420p")
                .write(folder.resolve("clip.mov"));
        JobOptions options = JobOptions.of(new JobOptions.Words(level, null, null, null));
        LocalEncode encode = new LocalEncode(source, folder, options);
        assertThat(pixel(encode.reference(options.applyTo(preset("prores-422"))), "y", 160, 90))
                .isCloseTo(expected, within(1));
    }

    @Test
    void keepsAlphaWhereThePresetCan() throws Exception {
        Path source = Lavfi.video("25", 1, List.of("-c:v", "qtrle", "-pix_fmt", "argb"))
                .option("-vf", "format=rgba,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='X*255/W'")
                .write(folder.resolve("clip.mov"));
        LocalEncode encode = new LocalEncode(source, folder);
        assertThat(encode.clip().info().video().hasAlpha()).isTrue();
        Path made = encode.reference(preset("prores-4444"));
        assertThat(stream(made, "pix_fmt")).startsWith("yuva444p");
        assertThat(pixel(made, "a", 160, 90)).isCloseTo(pixel(source, "a", 160, 90) * 16, within(24));
        assertThat(stream(encode.reference(preset("prores-proxy")), "pix_fmt")).isEqualTo("yuv422p10le");

        Path again = folder.resolve("again.mov");
        assertEqualInSegments(
                new LocalEncode(Files.move(encode.reference(preset("prores-4444")), again), folder),
                preset("prores-4444"));
    }

    @ParameterizedTest
    @CsvSource({
        "321x181, original, 320x180",
        "321x181, 1/2, 160x90",
        "322x182, 1/4, 80x44",
        "320x180, height=90, 160x90",
        "320x180, height=720, 320x180",
    })
    void makesEvenSizesAndKeepsThePixelAspect(String clip, String size, String expected) throws Exception {
        Path source = Lavfi.video("25", 1, FULL_COLOUR)
                .option("-vf", "scale=" + clip.replace('x', ':') + ",setsar=16/15")
                .write(folder.resolve("clip.mov"));
        Preset preset = preset("prores-proxy");
        Preset sized = preset.withPicture(
                preset.picture().withSize(PictureSize.parse(size).orElseThrow()));
        LocalEncode encode = new LocalEncode(source, folder);
        Path made = encode.reference(sized);
        assertThat(stream(made, "width") + "x" + stream(made, "height")).isEqualTo(expected);
        assertThat(stream(made, "sample_aspect_ratio")).isEqualTo("16:15");
        assertEqualInSegments(encode, sized);
    }

    @Test
    void sizesTurnedClipsAsTheyAreShown() throws Exception {
        Path plain = Lavfi.video("25", 2, Lavfi.H264_CLOSED).write(folder.resolve("plain.mp4"));
        Path source = folder.resolve("turned.mp4");
        TestFfmpeg.ffmpeg(List.of(
                "-nostdin", "-display_rotation:v:0", "90", "-i", plain.toString(), "-c", "copy", source.toString()));
        LocalEncode encode = new LocalEncode(source, folder);
        Preset small = preset("prores-proxy").withPicture(PictureSettings.PLAIN.withSize(new PictureSize(1, 160)));
        assertThat(stream(encode.reference(small), "width")).isEqualTo("90");
        assertEqualInSegments(encode, small);
    }

    @ParameterizedTest
    @CsvSource({
        "prores-proxy, none, 1, 1",
        "prores-proxy, vertical, 1, 0",
        "h264, none, 1, 1",
        "dnxhr-lb, none, 0, 0",
    })
    void keepsFieldsWhereThePresetCan(String name, String flip, int interlaced, int topFirst) throws Exception {
        Path source = Lavfi.video("50", 2, List.of("-c:v", "mpeg2video", "-q:v", "2", "-flags", "+ildct+ilme"))
                .option("-vf", "interlace=scan=tff", "-pix_fmt", "yuv422p")
                .write(folder.resolve("clip.mov"));
        JobOptions options = JobOptions.of(new JobOptions.Words(null, flip, null, null));
        LocalEncode encode = new LocalEncode(source, folder);
        assertThat(encode.clip().info().video().shape().interlaced()).isTrue();
        Path made = encode.reference(options.applyTo(preset(name)));
        assertThat(TestFfmpeg.ffprobe(
                                "-read_intervals",
                                "%+#1",
                                "-show_entries",
                                "frame=interlaced_frame,top_field_first",
                                "-of",
                                "csv=p=0",
                                made.toString())
                        .strip())
                .startsWith(interlaced + "," + topFirst);
    }

    private void assertEqualInSegments(LocalEncode encode, Preset preset) throws Exception {
        Path reference = encode.reference(preset);
        for (int segments : List.of(3, 7)) {
            Path stitched = encode.stitched(preset, segments);
            assertThat(MediaComparison.differences(reference, stitched))
                    .as("%d segments", segments)
                    .isEmpty();
        }
    }

    private static Preset preset(String name) {
        return SETTINGS.preset(name).orElseThrow();
    }

    private static Preset burning(Preset preset, BurnIn burnIn) throws Exception {
        return PresetFiles.present(preset.withPicture(preset.picture().withBurnIn(burnIn)), TestFfmpeg.build());
    }

    private static org.assertj.core.data.Offset<Integer> within(int values) {
        return org.assertj.core.api.Assertions.within(values);
    }

    /** A hash of a part of each frame. */
    private static List<String> crops(Path file, String crop) {
        Path hashes = file.resolveSibling("crops.md5");
        TestFfmpeg.ffmpeg(List.of(
                "-nostdin", "-y", "-i", file.toString(), "-vf", "crop=" + crop, "-f", "framemd5", hashes.toString()));
        try (Stream<String> lines = Files.lines(hashes)) {
            return lines.filter(line -> !line.startsWith("#"))
                    .map(line -> line.replaceAll(".*,\\s*", ""))
                    .toList();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A value of a plane of the first frame, as coded. */
    private static int pixel(Path file, String plane, int x, int y) throws Exception {
        Path raw = file.resolveSibling("pixel.raw");
        String scale = plane.equals("v") ? "1/2" : "1";
        TestFfmpeg.ffmpeg(List.of(
                "-nostdin",
                "-y",
                "-i",
                file.toString(),
                "-vf",
                "extractplanes=" + plane + ",crop=1:1:" + x + "*" + scale + ":" + y,
                "-frames:v",
                "1",
                "-f",
                "rawvideo",
                raw.toString()));
        byte[] bytes = Files.readAllBytes(raw);
        return Byte.toUnsignedInt(bytes[0]) + (bytes.length > 1 ? Byte.toUnsignedInt(bytes[1]) * 256 : 0);
    }

    private static String stream(Path file, String field) {
        return TestFfmpeg.ffprobe(
                        "-select_streams", "v:0", "-show_entries", "stream=" + field, "-of", "csv=p=0", file.toString())
                .strip();
    }
}
