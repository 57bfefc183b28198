package dev.proxima.ffmpeg;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Compares two files as a player would read them: every packet's stream, time stamps, duration, size and content. */
public final class PacketComparison {

    private PacketComparison() {}

    /** Where they differ first, in words; empty if they do not. Blocks, and reads both files whole. */
    public static Optional<String> firstDifference(FfmpegBuild build, Path expected, Path actual)
            throws FailureException {
        List<String> wanted = packets(build, expected);
        List<String> found = packets(build, actual);
        for (int line = 0; line < Math.min(wanted.size(), found.size()); line++) {
            if (!wanted.get(line).equals(found.get(line))) {
                return Optional.of("\"%s\" instead of \"%s\"".formatted(found.get(line), wanted.get(line)));
            }
        }
        return wanted.size() == found.size()
                ? Optional.empty()
                : Optional.of("%d packets instead of %d".formatted(count(found), count(wanted)));
    }

    /** The other lines are a header. */
    private static long count(List<String> lines) {
        return lines.stream().filter(line -> !line.startsWith("#")).count();
    }

    private static List<String> packets(FfmpegBuild build, Path file) throws FailureException {
        List<String> arguments = List.of(
                "-v",
                "error",
                "-nostdin",
                "-i",
                file.toString(),
                "-map",
                "0:v",
                "-map",
                "0:a?",
                "-c",
                "copy",
                "-f",
                "framehash",
                "-hash",
                "md5",
                "pipe:1");
        try {
            QuickRun run = QuickRun.of(build.ffmpeg(), InputGuard.guarded(arguments));
            if (run.exitCode() != 0) {
                throw new FailureException(new Failure.FfmpegFailed("reading " + file, run.exitCode(), run.lastLine()));
            }
            return run.output().lines().toList();
        } catch (IOException e) {
            throw new FailureException(new Failure.Internal("FFmpeg could not be started.", e.toString()), e);
        }
    }
}
