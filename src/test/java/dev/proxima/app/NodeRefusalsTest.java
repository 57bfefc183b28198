package dev.proxima.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.ConfigFactory;
import dev.proxima.cli.NodeOptions;
import dev.proxima.http.Access;
import dev.proxima.http.HttpServer;
import dev.proxima.job.FailureException;
import dev.proxima.security.SecurityFolder;
import dev.proxima.settings.Settings;
import dev.proxima.testing.FakeJobService;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why a node does not start, in the words that its user reads. */
class NodeRefusalsTest {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private static ActorTestKit kit;

    @TempDir
    Path dataDir;

    @BeforeAll
    static void start() {
        kit = ActorTestKit.create(
                "refusals",
                ConfigFactory.parseString("akka { actor.provider = local, loglevel = ERROR }")
                        .withFallback(ConfigFactory.defaultReference()));
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void thePortForMachinesThatJoinIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, HERE)) {
            int port = taken.getLocalPort();
            NodeSecurity.Seed seed = new NodeSecurity.Seed(settings(Map.of("proxima.security.join-port", port)));
            try {
                assertThat(refusal(() -> seed.open(kit.system(), 25_520)))
                        .startsWith("The seed cannot listen on 127.0.0.1 port " + port + " for machines that join (")
                        .endsWith("): choose another proxima.security.join-port.");
            } finally {
                seed.close();
            }
        }
    }

    @Test
    void httpCannotBeServedThere() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, HERE)) {
            int port = taken.getLocalPort();
            assertThat(httpRefusal("127.0.0.1", port))
                    .isEqualTo("HTTP cannot listen on 127.0.0.1 port " + port + ", which another program, perhaps "
                            + "another node, uses already: choose another with --http-port.");
        }
        // a network for documentation, which no machine is in (RFC 5737)
        assertThat(httpRefusal("192.0.2.1", 0))
                .isEqualTo(
                        "HTTP cannot listen on 192.0.2.1 port 0, as this machine has no such address: choose another "
                                + "with --host.");
    }

    @Test
    void httpForOthersNeedsMediaRoots() {
        Settings open = settings(Map.of("proxima.http.host", "0.0.0.0"));
        assertThat(refusal(() -> HttpAccess.of(open, new NodeSecurity.Alone())))
                .isEqualTo("HTTP at 0.0.0.0 lets other machines name files, so it needs media roots: give --media-root "
                        + "DIR for each folder with footage or proxies, or set proxima.media-roots in "
                        + "conf/proxima.conf.");
    }

    @Test
    void theTokenOfHttpWentAway() throws Exception {
        Settings open =
                settings(Map.of("proxima.http.host", "0.0.0.0", "proxima.media-roots", List.of(dataDir.toString())));
        try (NodeSecurity.Seed seed = new NodeSecurity.Seed(open)) {
            HttpAccess access = HttpAccess.of(open, seed);
            Path token = SecurityFolder.in(dataDir).accessToken();
            Files.delete(token);
            assertThat(refusal(access::printedToken))
                    .isEqualTo(
                            "The token in " + token + " cannot be read: make it readable for whoever starts the node, "
                                    + "or delete that file to get a new one.");
        }
    }

    @Test
    void thereIsNoSuchSeed() {
        assertThat(refusal(() -> new LocalNodes()
                        .startJoin(NodeOptions.at(dataDir), "nowhere.invalid", 25_520, Optional.empty())))
                .isEqualTo("There is no host nowhere.invalid: check the name, or use its address.");
    }

    @Test
    void aCoordinatorThatJoinsNeedsTheJournalOfTheOthers() {
        NodeOptions options = new NodeOptions(
                Optional.of(dataDir),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                List.of(),
                new NodeOptions.Coordination(true, Optional.empty()));
        assertThat(refusal(() -> new LocalNodes().startJoin(options, "127.0.0.1", 1, Optional.empty())))
                .isEqualTo("A coordinator that joins needs the journal of the others: name the PostgreSQL that they "
                        + "share with --journal-url.");
    }

    @Test
    void aSeedThatIsNotUpInTimeEnds() {
        LocalNodes impatient = new LocalNodes(Duration.ZERO);
        assertThat(refusal(() -> impatient.startSeed(NodeOptions.at(dataDir))))
                .isEqualTo("The seed could not form a cluster within 0 s; its log tells more.");
    }

    private Settings settings(Map<String, Object> own) {
        Map<String, Object> all = new HashMap<>(own);
        all.put("proxima.data-dir", dataDir.toString());
        return Settings.load(all);
    }

    private static String httpRefusal(String host, int port) {
        Throwable thrown = Assertions.catchThrowable(() -> HttpServer.start(
                        kit.system(), host, port, new FakeJobService(), Optional.empty(), Access.ofThisMachine(0))
                .toCompletableFuture()
                .get());
        assertThat(thrown).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(FailureException.class);
        return thrown.getCause().getMessage();
    }

    private interface Act {
        void act() throws Exception;
    }

    private static String refusal(Act act) {
        return catchThrowableOfType(FailureException.class, act::act).failure().message();
    }
}
