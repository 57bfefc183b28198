package dev.proxima.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxima.cli.NodeOptions;
import dev.proxima.job.FailureException;
import dev.proxima.security.JoinToken;
import dev.proxima.testing.FreePort;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody reads whose machine does not get into a cluster at once. */
class JoiningTest {

    @TempDir
    Path data;

    @Test
    void waitsForASeedThatIsAwayAndSaysSo() throws Exception {
        int port = FreePort.find();
        String token = new JoinToken(port, "0".repeat(8), "0".repeat(32), "0".repeat(64)).text();
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread joining = new Thread(() -> {
            try {
                new LocalNodes().startJoin(NodeOptions.at(data), "127.0.0.1", 1, Optional.of(token));
            } catch (FailureException e) {
                ended.complete(e);
            }
        });
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            joining.start();
            await().until(() -> said.toString(StandardCharsets.UTF_8).contains("\n"));
        } finally {
            System.setErr(before);
            joining.interrupt();
        }

        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .contains("Waiting for the seed at 127.0.0.1:1 (127.0.0.1 port " + port
                        + " does not answer); start it with `proxima seed` there, or stop this with Ctrl-C.");
        assertThat(ended.get(10, TimeUnit.SECONDS)).hasMessage("Joining was interrupted.");
    }
}
