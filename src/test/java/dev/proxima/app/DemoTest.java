package dev.proxima.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.proxima.ffmpeg.FfmpegBuild;
import dev.proxima.job.FailureException;
import dev.proxima.testing.Samples;
import dev.proxima.testing.TestFfmpeg;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody reads whose demo does not come out as it should. */
class DemoTest {

    @TempDir
    Path folder;

    @Test
    void theProxyIsNotWhatOneProcessMakes() {
        StringWriter out = new StringWriter();
        LocalDemo.report(
                Samples.job("a", "SUCCEEDED"),
                List.of(),
                Optional.of("50 packets instead of 25"),
                new PrintWriter(out));
        assertThat(out.toString().lines())
                .containsExactly(
                        "DIFFERENT from a single FFmpeg process: 50 packets instead of 25", "/clips/Proxy/a.mov");
    }

    @Test
    void ffmpegMakesNoClip() {
        FfmpegBuild build = TestFfmpeg.build();
        Path clip = folder.resolve("no/demo.mov");
        assertThat(refusal(() -> SampleClip.make(build, clip, 64, 36, "25/1", 1)))
                .matches("FFmpeg ended with status \\d+ while making the sample clip " + clip + "\\.");
        Path reference = folder.resolve("no/reference.mov");
        assertThat(refusal(() -> LocalDemo.makeReference(
                        List.of(build.ffmpeg().toString(), "-f", "lavfi", "-i", "color", "OUTPUT"), reference)))
                .matches("FFmpeg ended with status \\d+ while making the reference " + reference + "\\.");
    }

    private interface Act {
        void act() throws Exception;
    }

    private static String refusal(Act act) {
        return catchThrowableOfType(FailureException.class, act::act).failure().message();
    }
}
