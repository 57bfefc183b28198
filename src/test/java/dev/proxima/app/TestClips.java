package dev.proxima.app;

import dev.proxima.api.Json;
import dev.proxima.api.PlanView;
import dev.proxima.cli.Planner;
import dev.proxima.ffmpeg.FfmpegBuild;
import dev.proxima.ffmpeg.FfmpegInstaller;
import dev.proxima.ffmpeg.PacketComparison;
import dev.proxima.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** Clips for the tests of the whole program, and the judge of their proxies. */
public final class TestClips {

    private TestClips() {}

    public static FfmpegBuild build() throws Exception {
        Settings settings = Settings.load(Map.of());
        return FfmpegInstaller.install(settings.ffmpegInstallDir(), settings.ffmpegDir());
    }

    /** Open groups of pictures, two audio tracks, start timecode 01:00:00:00. */
    public static Path make(Path clip, String size, String rate, int seconds) throws Exception {
        String[] sides = size.split("x");
        SampleClip.make(build(), clip, Integer.parseInt(sides[0]), Integer.parseInt(sides[1]), rate, seconds);
        return clip;
    }

    /** What the printed reference command makes of the clip. */
    public static void reference(Path clip, String preset, Path reference) throws Exception {
        PlanView plan = new LocalPlanner()
                .plan(new Planner.PlanOptions(clip, Optional.of(preset), 1, OptionalInt.empty(), clip.getParent()));
        List<String> command = new ArrayList<>(plan.reference());
        command.set(command.size() - 1, reference.toString());
        run(command);
    }

    /** Where the proxy differs from what the printed reference command makes; byte by byte, if at all. */
    public static Optional<String> difference(Path clip, String preset, Path proxy) throws Exception {
        Path reference = Files.createTempFile(clip.getParent(), "reference", ".mov");
        reference(clip, preset, reference);
        Optional<String> difference =
                PacketComparison.firstDifference(build(), reference, proxy).or(() -> fields(reference, proxy));
        Files.delete(reference);
        return difference;
    }

    private static Optional<String> fields(Path reference, Path proxy) {
        String wanted = probe(reference);
        String found = probe(proxy);
        return wanted.equals(found) ? Optional.empty() : Optional.of(found + "\ninstead of\n" + wanted);
    }

    /** All that ffprobe tells of a file and its streams, but for its name. */
    private static String probe(Path file) {
        try {
            String out = run(List.of(
                    build().ffprobe().toString(),
                    "-v",
                    "error",
                    "-of",
                    "json",
                    "-show_format",
                    "-show_streams",
                    file.toString()));
            Map<?, ?> told = Json.read(out, Map.class);
            ((Map<?, ?>) told.get("format")).remove("filename");
            return Json.write(told);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(command + " failed");
        }
        return out;
    }
}
