package dev.proxima.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.proxima.api.Json;
import dev.proxima.job.FailureException;
import dev.proxima.security.Admission;
import dev.proxima.security.Enrolment;
import dev.proxima.security.Intruder;
import dev.proxima.security.JoinToken;
import dev.proxima.security.NodeIdentity;
import dev.proxima.security.SecurityFolder;
import dev.proxima.security.SeedAway;
import dev.proxima.security.TokenStore;
import dev.proxima.testing.TestIdentities;
import dev.proxima.testing.TestSeed;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinServerTest {

    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration DAY = Duration.ofDays(1);
    private static final String HELPER = "127.0.0.2";

    @TempDir
    Path directory;

    private TestSeed seed;

    @BeforeEach
    void start() throws Exception {
        seed = new TestSeed(directory.resolve("seed"), 0, MONTH);
    }

    @AfterEach
    void stop() {
        seed.close();
    }

    @Test
    void aTokenGetsACertificateWhoseKeyStaysAtHome() throws Exception {
        NodeIdentity joined = enrolment("a").open(Optional.of(seed.token(DAY)));

        assertThat(joined.expires())
                .isBetween(
                        Instant.now().plus(DAY.multipliedBy(29)), Instant.now().plus(MONTH));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(joined.file())))
                .isEqualTo("rw-------");
        assertThat(Files.readString(joined.file())).contains("BEGIN PRIVATE KEY");
    }

    @Test
    void rejoinsWithoutAToken() throws Exception {
        Instant first = enrolment("a").open(Optional.of(seed.token(DAY))).expires();
        seed.close();
        assertThat(enrolment("a").open(Optional.empty()).expires()).isEqualTo(first);
    }

    @Test
    void theLineOfAnEarlierTokenIsGoodEnoughForWhoIsInAlready() throws Exception {
        JoinToken token = seed.token(DAY);
        Instant first = enrolment("a").open(Optional.of(token)).expires();
        seed.desk.tokens().revoke(token.id());
        assertThat(enrolment("a").open(Optional.of(token)).expires()).isEqualTo(first);
    }

    @Test
    void aRestartedSeedKnowsItsTokensAndItsAuthority() throws Exception {
        JoinToken token = seed.token(DAY);
        int port = seed.port();
        seed.close();
        assertThatThrownBy(() -> enrolment("a").open(Optional.of(token))).isInstanceOf(SeedAway.class);
        seed = new TestSeed(directory.resolve("seed"), port, MONTH);
        enrolment("a").open(Optional.of(token));
    }

    @Test
    void renewsOverItsPresentCertificateAlone() throws Exception {
        NodeIdentity joined = enrolment("a").open(Optional.of(seed.token(DAY)));
        String before = Files.readString(joined.file());
        for (TokenStore.Entry token : seed.desk.tokens().list()) {
            seed.desk.tokens().revoke(token.id());
        }
        enrolment("a").renew(joined);
        assertThat(Files.readString(joined.file())).isNotEqualTo(before);
        assertThat(joined.expires()).isAfter(Instant.now().plus(DAY));
    }

    @Test
    void renewsAtTheSeedAlsoWhenItJoinsAnotherCoordinator() throws Exception {
        NodeIdentity joined = enrolment("a").open(Optional.of(seed.token(DAY)));
        String before = Files.readString(joined.file());
        Enrolment elsewhere =
                new Enrolment(SecurityFolder.in(directory.resolve("a")), "127.0.0.9", TestSeed.REMOTING, HELPER);
        elsewhere.renew(joined);
        assertThat(Files.readString(joined.file())).isNotEqualTo(before);
    }

    @Test
    void refusesWithASentenceThatTellsWhatToDo() throws Exception {
        JoinToken good = seed.token(DAY);
        JoinToken expired = seed.token(Duration.ofMinutes(-1));
        JoinToken revoked = seed.token(DAY);
        seed.desk.tokens().revoke(revoked.id());
        JoinToken wrong = new JoinToken(good.port(), good.id(), "0".repeat(32), good.fingerprint());
        JoinToken other = new JoinToken(good.port(), good.id(), good.secret(), "0".repeat(64));

        refused("an expired token", expired, "The token expired at 20", "proxima token create");
        refused(
                "a revoked token",
                revoked,
                "The token was revoked on the seed: make another with \"proxima token create\" on the seed's machine.");
        refused("a wrong secret", wrong, "The seed does not know this token", "proxima token create");
        refused("a token of another cluster", other, "Another machine answers at 127.0.0.1", "proxima seed");
        refused("no token and no certificate", null, "no certificate of the cluster at 127.0.0.1", "proxima seed");
    }

    @Test
    void tellsThatACertificateExpired() throws Exception {
        NodeIdentity late = TestIdentities.fresh(directory.resolve("late"), HELPER, Duration.ofMillis(-1));
        Path joined = Files.createDirectories(directory.resolve("a/security")).resolve("joined.pem");
        Files.copy(late.file(), joined);
        assertThatThrownBy(() -> enrolment("a").open(Optional.empty()))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("The certificate of this machine in " + joined + " expired at 20")
                .hasMessageContaining("proxima seed");
        enrolment("a").open(Optional.of(seed.token(DAY)));
        assertThat(enrolment("a").open(Optional.empty()).expires()).isAfter(Instant.now());
    }

    @Test
    void aHelperCannotPoseAsTheSeed() throws Exception {
        JoinToken token = seed.token(DAY);
        NodeIdentity helper = enrolment("a").open(Optional.of(token));
        try (ServerSocket posing =
                helper.serverContext().getServerSocketFactory().createServerSocket(0)) {
            Thread server = new Thread(() -> accept(posing));
            server.start();
            JoinToken redirected =
                    new JoinToken(posing.getLocalPort(), token.id(), token.secret(), token.fingerprint());
            refused("a seed that is a helper", redirected, "Another machine answers", "Check the address");
            server.interrupt();
        }
    }

    @Test
    void nobodyElseGetsTheSeedsOwnName() throws Exception {
        JoinToken token = seed.token(DAY);
        assertThat(enrolment("a", "192.0.2.5").open(Optional.of(token)).expires())
                .describedAs("from the seed's own machine")
                .isAfter(Instant.now());
        refusedName("bad name!", token);
        refusedName("", token);
    }

    @Test
    void tellsThatWhatAnswersIsNoSeed() throws Exception {
        JoinToken token = seed.token(DAY);
        try (ServerSocket plain = new ServerSocket(0)) {
            Thread server = new Thread(() -> accept(plain));
            server.start();
            JoinToken redirected = new JoinToken(plain.getLocalPort(), token.id(), token.secret(), token.fingerprint());
            assertThatThrownBy(() -> enrolment("a").open(Optional.of(redirected)))
                    .isInstanceOfAny(SeedAway.class, FailureException.class)
                    .hasMessageContaining("127.0.0.1 port " + plain.getLocalPort());
            server.interrupt();
        }
    }

    @Test
    void takesNothingElse() throws Exception {
        SSLContext anyone = Intruder.withNothing(seed.identity);
        assertProblem(
                post(anyone, Admission.RENEW_PATH, "{\"names\":[\"a\"]}"),
                401,
                "A certificate is renewed over a connection that shows the present one.");
        assertProblem(post(anyone, Admission.JOIN_PATH, "{}"), 403, "does not know this token");
        assertProblem(post(anyone, Admission.JOIN_PATH, "[]"), 400, "not what a node sends");
        assertProblem(post(anyone, Admission.JOIN_PATH, "null"), 400, "The body is empty.");
        assertProblem(post(anyone, Admission.JOIN_PATH, "{\"x\":1}"), 400, "not what a node sends");
        assertProblem(post(anyone, Admission.JOIN_PATH, "{\"request\":\"" + "a".repeat(20_000) + "\"}"), 413, "large");
        assertProblem(post(anyone, "/api/v1/jobs", "{}"), 404, "could not be found");
        JoinToken token = seed.token(DAY);
        String withToken = "{\"token\":{\"id\":\"" + token.id() + "\",\"secret\":\"" + token.secret()
                + "\"},\"names\":[\"a\"],\"request\":\"AAAA\"}";
        assertProblem(post(anyone, Admission.JOIN_PATH, withToken), 400, "no request for a certificate");
    }

    @Test
    void slowsDownWhoTriesTokensOut() throws Exception {
        SSLContext anyone = Intruder.withNothing(seed.identity);
        for (int i = 0; i < 10; i++) {
            assertProblem(post(anyone, Admission.JOIN_PATH, "{}"), 403, "does not know");
        }
        assertProblem(post(anyone, Admission.JOIN_PATH, "{}"), 429, "wait a minute");
        refused("an eleventh try with a good token", seed.token(DAY), "Too many wrong tokens", "wait a minute");
    }

    @Test
    void aCertificateOfAnotherClusterRenewsNothing() throws Exception {
        NodeIdentity joined = enrolment("a").open(Optional.of(seed.token(DAY)));
        NodeIdentity foreign = TestIdentities.fresh(directory.resolve("foreign"), HELPER, DAY);
        assertThatThrownBy(() -> post(Intruder.with(foreign, joined), Admission.RENEW_PATH, "{}"))
                .isInstanceOf(IOException.class);
        System.out.println("refused: a renewal with another cluster's certificate");
    }

    private void refusedName(String name, JoinToken token) {
        assertThatThrownBy(() -> enrolment("b", name).open(Optional.of(token)))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("1 to 8 host names");
    }

    private void refused(String what, JoinToken token, String... words) {
        assertThatThrownBy(() -> enrolment("none").open(Optional.ofNullable(token)))
                .isInstanceOf(FailureException.class)
                .hasMessageContainingAll(words)
                .satisfies(thrown -> System.out.println("refused: " + what + ": " + thrown.getMessage()));
        assertThat(directory.resolve("none/security/joined.pem")).doesNotExist();
    }

    private void assertProblem(HttpResponse<String> answer, int status, String words) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode problem = Json.ANSWERS.readTree(answer.body());
        assertThat(problem.at("/detail").asText()).contains(words);
    }

    private HttpResponse<String> post(SSLContext context, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + seed.port() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newBuilder().sslContext(context).build().send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Answers no one. */
    private static void accept(ServerSocket server) {
        while (!Thread.currentThread().isInterrupted()) {
            try (Socket socket = server.accept()) {
                socket.getInputStream().read();
                socket.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                if (server.isClosed()) {
                    return;
                }
            }
        }
    }

    private Enrolment enrolment(String machine) {
        return enrolment(machine, HELPER);
    }

    private Enrolment enrolment(String machine, String host) {
        return new Enrolment(SecurityFolder.in(directory.resolve(machine)), TestSeed.HOST, TestSeed.REMOTING, host);
    }
}
