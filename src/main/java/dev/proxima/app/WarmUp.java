package dev.proxima.app;

import dev.proxima.cli.CliPorts;
import dev.proxima.cli.Proxima;
import dev.proxima.cli.Terminal;
import dev.proxima.job.FailureException;
import dev.proxima.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Encodes a tiny clip as somebody at a terminal would, so that the classes which that takes can be archived for a fast
 * start. The launcher runs it once after a build; it also unpacks FFmpeg.
 */
final class WarmUp {

    private WarmUp() {}

    /** Returns the exit code of the command. */
    static int run(CliPorts ports, Terminal terminal) {
        try {
            Path place = Files.createTempDirectory("proxima-warm");
            try {
                Path clip = place.resolve("warm.mov");
                SampleClip.make(LocalFfmpeg.install(Settings.load(Map.of())), clip, 64, 64, "25", 1);
                return Proxima.run(
                        List.of(
                                "encode",
                                clip.toString(),
                                "--segments",
                                "2",
                                "--data-dir",
                                place.toString(),
                                "--http-port",
                                "0"),
                        ports,
                        terminal);
            } finally {
                Folders.delete(place);
            }
        } catch (IOException | FailureException e) {
            System.err.println(e);
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}
