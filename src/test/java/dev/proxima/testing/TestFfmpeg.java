package dev.proxima.testing;

import dev.proxima.ffmpeg.FfmpegBuild;
import dev.proxima.ffmpeg.FfmpegInstaller;
import dev.proxima.job.FailureException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The bundled FFmpeg, installed once for all tests, and plain runs of it that owe nothing to the code under test. */
public final class TestFfmpeg {

    private static FfmpegBuild build;

    private TestFfmpeg() {}

    public static synchronized FfmpegBuild build() {
        if (build == null) {
            try {
                build = FfmpegInstaller.install(Path.of("target", "test-ffmpeg"), Optional.empty());
            } catch (FailureException e) {
                throw new AssertionError(
                        e.failure().message() + "\n" + e.failure().detail(), e);
            }
        }
        return build;
    }

    /** Runs FFmpeg and fails the test if it fails. */
    public static void ffmpeg(List<String> arguments) {
        run(build().ffmpeg(), arguments);
    }

    /** @return what FFmpeg prints */
    public static String output(List<String> arguments) {
        return run(build().ffmpeg(), arguments);
    }

    /** @return what ffprobe prints */
    public static String ffprobe(String... arguments) {
        return run(build().ffprobe(), List.of(arguments));
    }

    private static String run(Path program, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString(), "-loglevel", "error"));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError("status " + process.exitValue() + " of " + String.join(" ", command));
            }
            return output;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
