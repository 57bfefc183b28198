package dev.proxima.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxima.testing.FreePort;
import dev.proxima.testing.Jvm;
import dev.proxima.testing.TestIdentities;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** How machines come into a cluster, and which do not: JVMs of their own, as users start them. */
@Tag("multijvm")
@Execution(ExecutionMode.CONCURRENT)
class JoinIT {

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private final List<Jvm> jvms = new ArrayList<>();

    @AfterEach
    void endNodes() {
        jvms.forEach(Jvm::close);
    }

    @Test
    void theLineThatTheSeedPrintsIsAllThatAMachineNeeds() {
        Jvm seed = started(Jvm.start(directory, "seed", "--port", "0", "--http-port", "0", "--data-dir", data("seed")));
        String line = seed.lineThat(text -> text.contains("proxima join")).strip();
        String address = line.split(" ")[2];
        assertThat(line).matches("proxima join 127\\.0\\.0\\.1:\\d+ --token px-[A-Za-z0-9_-]{79}");

        Jvm helper = started(Jvm.node(directory, words(line, "--data-dir", data("helper"))));
        assertThat(helper.joinLine()).describedAs("only a seed has tokens").isEmpty();
        awaitNodes(helper, 2);
        helper.kill();

        Jvm again = started(Jvm.node(directory, "join", address, "--data-dir", data("helper")));
        awaitNodes(again, 2);

        refused(
                "join without token or certificate",
                "no certificate of the cluster",
                "join",
                address,
                "--data-dir",
                data("new"));
        Jvm.Ended made = Jvm.run(directory, "token", "create", "--data-dir", data("seed"));
        String token = made.out().strip().replaceFirst(".*--token ", "");
        String id = Jvm.run(directory, "token", "list", "--data-dir", data("seed"), "--json")
                .out()
                .replaceFirst("(?s).*?\"id\":\"([0-9a-f]{8})\".*", "$1");
        assertThat(Jvm.run(directory, "token", "revoke", id, "--data-dir", data("seed"))
                        .exitCode())
                .isZero();
        refused(
                "join with a revoked token",
                "The token was revoked",
                "join",
                address,
                "--token",
                token,
                "--data-dir",
                data("new"));
    }

    @Test
    void theCertificateOfOneClusterOpensNoOther() throws Exception {
        Jvm first = started(seed("first"));
        Jvm second = started(seed("second"));
        Path joined = Files.createDirectories(directory.resolve("helper/security"));
        // a seed's own identity is one of its cluster, and the quickest to have
        Files.copy(directory.resolve("first/security/seed.pem"), joined.resolve("joined.pem"));

        refused(
                "join with another cluster's certificate",
                "belongs to another cluster",
                "join",
                second.address(),
                "--host",
                "127.0.0.1",
                "--data-dir",
                data("helper"));
        assertThat(first.nodes()).hasSize(1);
        assertThat(second.nodes()).hasSize(1);
    }

    @Test
    void aSeedIsJoinedByItsNameAndByNothingElse() {
        // so slow that the helper looks for a reason while it waits
        Jvm.Launch slow = Jvm.Launch.PLAIN.with("-Dakka.cluster.leader-actions-interval=8s");
        Jvm seed = started(Jvm.node(
                slow,
                directory,
                List.of("seed", "--host", "localhost", "--port", "0", "--slots", "1", "--data-dir", data("named"))));
        Jvm helper = started(Jvm.node(directory, words(seed.joinLine().orElseThrow(), "--data-dir", data("helper"))));
        awaitNodes(helper, 2);

        String port = seed.address().replaceAll(".*:", "");
        refused(
                "join at the address of a seed that was started with a name",
                "The seed at 127.0.0.1:" + port + " calls itself localhost: join localhost:" + port
                        + " as it printed, or start it with --host 127.0.0.1.",
                "join",
                "127.0.0.1:" + port,
                "--data-dir",
                data("helper"));
    }

    @Test
    void aMemberWaitsForASeedThatIsAway() throws Exception {
        Path joined = Files.createDirectories(directory.resolve("helper/security"));
        Files.copy(TestIdentities.ofThisMachine(), joined.resolve("joined.pem"));
        String seed = "127.0.0.1:" + FreePort.find();
        Jvm helper = started(Jvm.start(directory, "join", seed, "--http-port", "0", "--data-dir", data("helper")));

        await().atMost(LONG)
                .until(() -> helper.said()
                        .contains("Waiting for the seed at " + seed + " (it does not answer); start it with "
                                + "`proxima seed` there, or stop this with Ctrl-C."));
    }

    @Test
    void certificatesRenewWhileTheClusterRunsAndTheSeedIsRestarted() throws Exception {
        // renewed after 20 s; a helper needs 15 s to notice that its seed died, and to come back
        Jvm.Launch brief = Jvm.Launch.PLAIN.with(
                "-Dproxima.security.certificate-lifetime=30s", "-Dproxima.security.join-port=" + FreePort.find());
        List<String> arguments =
                new ArrayList<>(List.of("seed", "--data-dir", data("seed"), "--port", "" + FreePort.find()));
        Jvm seed = started(Jvm.node(brief, directory, arguments));
        Jvm helper = started(Jvm.node(directory, words(seed.joinLine().orElseThrow(), "--data-dir", data("helper"))));
        awaitNodes(seed, 2);

        Path certificate = directory.resolve("helper/security/joined.pem");
        awaitChange(certificate, Files.readString(certificate));
        assertThat(seed.nodes()).hasSize(2);
        seed.kill();
        Jvm again = started(Jvm.node(brief, directory, arguments));

        awaitNodes(again, 2);
        awaitNodes(helper, 2);
        awaitChange(certificate, Files.readString(certificate));
    }

    private static void awaitChange(Path file, String from) {
        await().atMost(LONG).until(() -> !Files.readString(file).equals(from));
    }

    private static void awaitNodes(Jvm node, int count) {
        await().atMost(LONG).untilAsserted(() -> assertThat(node.nodes()).hasSize(count));
    }

    private void refused(String what, String words, String... arguments) {
        Jvm.Ended ended = Jvm.run(directory, arguments);
        assertThat(ended.exitCode()).describedAs(ended.out()).isEqualTo(1);
        assertThat(ended.err().lines())
                .filteredOn(line -> line.startsWith("error: "))
                .singleElement()
                .asString()
                .contains(words);
        System.out.println("refused: " + what + ": " + ended.err().strip());
    }

    private Jvm seed(String name) {
        return Jvm.node(directory, "seed", "--port", "0", "--data-dir", data(name));
    }

    private static String[] words(String line, String... more) {
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        words.remove(0);
        words.addAll(Arrays.asList(more));
        return words.toArray(String[]::new);
    }

    private String data(String name) {
        return directory.resolve(name).toString();
    }

    private Jvm started(Jvm jvm) {
        jvms.add(jvm);
        return jvm;
    }
}
