package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.job.FailureException;
import dev.proxima.testing.Lavfi;
import dev.proxima.testing.TestFfmpeg;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("media")
class PacketComparisonIT {

    @TempDir
    Path folder;

    @Test
    void tellsWhereTwoFilesDifferFirst() throws Exception {
        Path second = Lavfi.video("25", 1, Lavfi.MJPEG).write(folder.resolve("second.mov"));
        Path again = Lavfi.video("25", 1, Lavfi.MJPEG).write(folder.resolve("again.mov"));
        assertThat(difference(second, again)).isEmpty();
        Path longer = Lavfi.video("25", 2, Lavfi.MJPEG).write(folder.resolve("longer.mov"));
        assertThat(difference(second, longer)).hasValue("50 packets instead of 25");
        Path worse = Lavfi.video("25", 1, List.of("-c:v", "mjpeg", "-q:v", "9", "-pix_fmt", "yuvj420p"))
                .write(folder.resolve("worse.mov"));
        assertThat(difference(second, worse))
                .hasValueSatisfying(
                        words -> assertThat(words)
                                .matches(
                                        "\"0, +0, +0, +512, +\\d+, [0-9a-f]{32}\" instead of \"0, +0, +0, +512, +\\d+, [0-9a-f]{32}\""));
    }

    private static Optional<String> difference(Path expected, Path actual) throws FailureException {
        return PacketComparison.firstDifference(TestFfmpeg.build(), expected, actual);
    }
}
