package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.media.Preset;
import dev.proxima.settings.Settings;
import dev.proxima.testing.Lavfi;
import dev.proxima.testing.LocalEncode;
import dev.proxima.testing.LongGop;
import dev.proxima.testing.MediaComparison;
import dev.proxima.testing.SmallFrames;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every preset that can be tested here keeps its promise, however a clip is cut. */
@Tag("media")
@Execution(ExecutionMode.CONCURRENT)
class PresetsIT {

    private static final Settings SETTINGS = Settings.load(Map.of());
    private static final List<Integer> SEGMENTS = List.of(1, 3, 7);

    @TempDir
    Path folder;

    static Stream<String> intra() {
        return Stream.of(
                "prores-proxy", "prores-lt", "prores-422", "prores-4444", "dnxhr-lb", "dnxhr-sq", "dnxhr-hqx", "mjpeg");
    }

    @ParameterizedTest
    @MethodSource("intra")
    void stitchesTheSinglePassOfAnIntraPreset(String name) throws Exception {
        Preset preset = SETTINGS.preset(name).orElseThrow();
        assertThat(preset.isIntra()).isTrue();
        LocalEncode encode = new LocalEncode(clip("30000/1001").write(folder.resolve("clip.mp4")), folder);
        List<String> reference = MediaComparison.describe(encode.reference(preset));
        for (int segments : SEGMENTS) {
            assertThat(MediaComparison.differences(reference, encode.stitched(preset, segments)))
                    .as("%d segments", segments)
                    .isEmpty();
        }
    }

    static Stream<Arguments> longGop() {
        return Stream.of("h264", "h265-10bit")
                .flatMap(name -> Stream.of(
                        Arguments.of(name, clip("30000/1001")),
                        Arguments.of(name, clip("25").startingAt("0.4")),
                        Arguments.of(name, Lavfi.video("60000/1001", 3, Lavfi.H264_OPEN))));
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("longGop")
    void keepsEveryFrameOfALongGopPresetInItsPlace(String name, Lavfi clip) throws Exception {
        Preset preset = SETTINGS.preset(name).orElseThrow();
        assertThat(preset.isIntra()).isFalse();
        Path source = clip.write(folder.resolve("clip.mp4"));
        LocalEncode encode = new LocalEncode(source, folder);
        LongGop reference = new LongGop(encode.reference(preset));
        double similarity = reference.meanSsim(source);
        SmallFrames frames = SmallFrames.of(source, 0);
        for (int segments : SEGMENTS) {
            LongGop stitched = new LongGop(encode.stitched(preset, segments));
            assertThat(stitched.decoded()).as("%d segments", segments).isEqualTo(reference.decoded());
            assertThat(stitched.shown()).as("%d segments", segments).isEqualTo(reference.shown());
            assertThat(stitched.startsClosed(encode.plan(segments))).isTrue();
            assertThat(stitched.meanSsim(source))
                    .as("SSIM of %d segments", segments)
                    .isGreaterThan(similarity - 0.002);
            assertThat(stitched.strayFrames(frames)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("longGopNames")
    void keepsItsPlacesInSegmentsShorterThanTheEncoderLooksAhead(String name) throws Exception {
        Preset preset = SETTINGS.preset(name).orElseThrow();
        Path source = Lavfi.video("25", 1, Lavfi.H264_OPEN).write(folder.resolve("clip.mp4"));
        LocalEncode encode = new LocalEncode(source, folder);
        LongGop reference = new LongGop(encode.reference(preset));
        SmallFrames frames = SmallFrames.of(source, 0);
        for (int segments : List.of(9, 25)) {
            LongGop stitched = new LongGop(encode.stitched(preset, segments));
            assertThat(stitched.shown()).isEqualTo(reference.shown());
            assertThat(stitched.strayFrames(frames)).isEmpty();
        }
    }

    static Stream<String> longGopNames() {
        return Stream.of("h264", "h265-10bit");
    }

    private static Lavfi clip(String rate) {
        return Lavfi.video(rate, 3, Lavfi.H264_OPEN)
                .audio("sine=440:d=3.3:r=48000", "eng")
                .option("-timecode", "01:00:00:00");
    }
}
