package dev.proxima.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.stream.javadsl.Sink;
import akka.util.ByteString;
import dev.proxima.testing.FakeJobService;
import dev.proxima.testing.Samples;
import dev.proxima.testing.TestServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    private static final Duration LONG = Duration.ofSeconds(10);

    private final FakeJobService service = new FakeJobService();
    private TestServer server;

    @BeforeEach
    void serve() throws Exception {
        server = new TestServer(service);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void startsWithASnapshotAndGoesOnWithChanges() throws Exception {
        service.put(Samples.job("a", "ENCODING"));
        try (Socket socket = watch()) {
            BufferedReader lines = reader(socket);
            assertThat(nextEvent(lines))
                    .startsWith("event: snapshot")
                    .contains("\"version\":\"0.1.0\"")
                    .contains("\"id\":\"a\"");
            await().atMost(LONG).until(() -> service.listeners() == 1);
            service.put(Samples.job("a", "SUCCEEDED"));
            assertThat(nextEvent(lines)).startsWith("event: job-changed").contains("{\"job\":{\"id\":\"a\"");
        }
    }

    @Test
    void showsThatItLivesWhenNothingHappens() throws Exception {
        List<ByteString> sent = new EventStream(service, Duration.ofMillis(500))
                .answer()
                .entity()
                .getDataBytes()
                .take(3)
                .runWith(Sink.seq(), server.system())
                .toCompletableFuture()
                .get(LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(sent.get(0).utf8String()).startsWith("event: snapshot");
        assertThat(sent.subList(1, 3)).extracting(ByteString::utf8String).containsExactly(":\n\n", ":\n\n");
    }

    @Test
    void forgetsAWatcherThatHasGone() throws Exception {
        try (Socket socket = watch()) {
            nextEvent(reader(socket));
            await().atMost(LONG).until(() -> service.listeners() == 1);
        }
        await().atMost(LONG).until(() -> {
            service.put(Samples.job("a", "ENCODING"));
            return service.listeners() == 0;
        });
    }

    @Test
    void dropsAWatcherThatDoesNotRead() throws Exception {
        try (Socket socket = watch()) {
            nextEvent(reader(socket));
            await().atMost(LONG).until(() -> service.listeners() == 1);
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .atMost(LONG)
                    .until(() -> {
                        for (int i = 0; i < 200; i++) {
                            service.put(Samples.withWarning(Samples.job("a", "ENCODING"), "x".repeat(20_000)));
                        }
                        return service.listeners() == 0;
                    });
        }
    }

    @Test
    void doesNotHoldUpTheEndOfTheNode() throws Exception {
        try (Socket socket = watch()) {
            nextEvent(reader(socket));
            await().atMost(LONG).until(() -> service.listeners() == 1);
            server.close();
            await().atMost(LONG).until(() -> service.listeners() == 0);
        }
    }

    private Socket watch() throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        OutputStream out = socket.getOutputStream();
        out.write("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return socket;
    }

    private static BufferedReader reader(Socket socket) throws Exception {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The lines of the next event; what HTTP puts around them is passed over. */
    private static String nextEvent(BufferedReader lines) throws Exception {
        List<String> event = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("event:") || line.startsWith("data:")) {
                event.add(line);
            } else if (!event.isEmpty()) {
                return String.join("\n", event);
            }
        }
        throw new AssertionError("the stream ended early");
    }
}
