package dev.proxima.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.http.Access;
import dev.proxima.security.AccessToken;
import dev.proxima.security.CertificateAuthority;
import dev.proxima.security.NodeIdentity;
import dev.proxima.security.SecurityFolder;
import dev.proxima.security.SeedIdentity;
import dev.proxima.testing.CommandRun;
import dev.proxima.testing.FakeJobService;
import dev.proxima.testing.FakePorts;
import dev.proxima.testing.RefusalTable;
import dev.proxima.testing.TestServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a node that serves HTTPS and asks for its token, as one does at any address but loopback. */
class SecureClientTest {

    private static final RefusalTable TABLE = new RefusalTable("clients");

    @TempDir
    Path folder;

    private final FakeJobService service = new FakeJobService();
    private NodeIdentity identity;
    private AccessToken token;
    private TestServer server;

    @BeforeEach
    void serve() throws Exception {
        identity = identity(folder.resolve("seed"));
        token = AccessToken.open(SecurityFolder.in(folder.resolve("seed")));
        server = new TestServer(service, 0, Access.withToken(token, identity::serverContext, 0));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @AfterAll
    static void print() throws Exception {
        TABLE.print();
    }

    @Test
    void theTokenThatTheSeedPrintedIsEnough() throws Exception {
        assertThat(run("nodes", "--token", token.printed(identity)).exitCode()).isZero();
        CommandRun queued = run("queue", "/clips/a.mov", "--token", token.printed(identity), "--json");
        assertThat(queued.exitCode()).as(queued.err()).isZero();
        assertThat(service.requests()).hasSize(1);
    }

    @Test
    void onTheMachineOfANodeItsDataDirectoryIsEnough() {
        assertThat(run("nodes", "--data-dir", folder.resolve("seed").toString()).exitCode())
                .isZero();
    }

    @Test
    void refusesInOneSentence() throws Exception {
        String printed = token.printed(identity);
        String authority = printed.substring(printed.indexOf('.'));
        String secret = AccessToken.secretOf(printed);
        NodeIdentity other = identity(folder.resolve("other"));
        String otherAuthority = AccessToken.open(SecurityFolder.in(folder.resolve("other")))
                .printed(other)
                .replaceAll(".*\\.", ".");
        refused("a client without a token, which does not know the node", "--token", secret);
        refused("a client with the token of another cluster", "--token", secret + otherAuthority);
        refused("a client with a wrong token", "--token", "wrong-token" + authority);
        assertThat(service.requests()).isEmpty();
    }

    @Test
    void nothingIsSaidInTheClear() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write("GET /api/v1/jobs HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("HTTP");
        }
        TABLE.add("HTTP without TLS", "the connection is closed");
    }

    private void refused(String tried, String... options) {
        CommandRun run = run("nodes", options);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("error: ")
                .endsWith(".");
        TABLE.add(tried, run.err().strip().replace("https://127.0.0.1:" + server.port() + "/", "NODE"));
    }

    /** The files of the user who runs the test play no part. */
    private CommandRun run(String command, String... options) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--node", "https://127.0.0.1:" + server.port()));
        if (!arguments.contains("--data-dir")) {
            arguments.addAll(List.of("--data-dir", folder.resolve("nobody").toString()));
        }
        return CommandRun.of(new FakePorts(service).ports(), arguments.toArray(String[]::new));
    }

    private static NodeIdentity identity(Path dataDir) throws Exception {
        SecurityFolder folder = SecurityFolder.in(Files.createDirectories(dataDir));
        return new SeedIdentity(folder, CertificateAuthority.open(folder), "127.0.0.1", Duration.ofDays(1)).open();
    }
}
