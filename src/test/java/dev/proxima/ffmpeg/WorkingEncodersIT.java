package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.media.Preset;
import dev.proxima.testing.TestFfmpeg;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("media")
class WorkingEncodersIT {

    private final FfmpegBuild build = TestFfmpeg.build();

    @Test
    void takesSoftwareEncodersAtTheirWord() {
        assertThat(WorkingEncoders.of(build, List.of())).contains("prores", "dnxhd", "mjpeg", "libx264", "libx265");
    }

    @Test
    void leavesOutAHardwareEncoderThatDoesNotWork() {
        String encoder = "mjpeg_vaapi";
        assertThat(build.encoders()).contains(encoder);

        assertThat(WorkingEncoders.of(build, List.of(preset(encoder)))).doesNotContain(encoder);
    }

    @Test
    void triesWhatAPresetUses() {
        FfmpegBuild pretender =
                new FfmpegBuild(build.ffmpeg(), build.ffprobe(), "x", Set.of("none_mf", "prores"), build.font());

        assertThat(WorkingEncoders.of(pretender, List.of(preset("none_mf")))).containsExactly("prores");
    }

    private static Preset preset(String encoder) {
        return new Preset("x", "x", "mov", encoder, List.of(), List.of("-c:a", "pcm_s16le"));
    }
}
