package dev.proxima.app;

import dev.proxima.api.JobRequest;
import dev.proxima.cli.Node;
import dev.proxima.cli.NodeOptions;
import dev.proxima.job.FailureException;
import dev.proxima.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Encodes a tiny clip, so that the classes which that takes can be archived for a fast start. The launcher runs it once
 * after a build; it also unpacks FFmpeg.
 */
final class WarmUp {

    private static final int PATIENCE_SECONDS = 40;

    private WarmUp() {}

    static int run(LocalNodes nodes) {
        try {
            Path place = Files.createTempDirectory("proxima-warm");
            try {
                return encode(nodes, place) ? 0 : 1;
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

    private static boolean encode(LocalNodes nodes, Path place) throws FailureException, InterruptedException {
        Settings settings = Settings.load(Map.of());
        Path clip = place.resolve("warm.mov");
        SampleClip.make(LocalFfmpeg.install(settings), clip, 64, 64, "25", 1);
        NodeOptions options = NodeOptions.at(place);
        CountDownLatch finished = new CountDownLatch(1);
        try (Node node = nodes.startEmbedded(options, "warm")) {
            node.service().submit(new JobRequest(clip.toString(), null, null, false, 2));
            node.service().subscribe(event -> {
                if (Files.exists(place.resolve("Proxy").resolve("warm.mov"))) {
                    finished.countDown();
                }
            });
            return finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
