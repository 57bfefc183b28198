package dev.proxima.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.proxima.api.Json;
import dev.proxima.job.FailureException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why a machine does not get into a cluster, in the words that its user reads. */
class SeedRefusalsTest {

    private static final String HOST = "127.0.0.1";
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration OVER = Duration.ofMillis(-1);
    private static final String TYPE_THE_LINE = ": type the line that \"proxima seed\" prints there.";

    @TempDir
    Path data;

    @Test
    void aCertificateThatExpiredIsNotEvenShown() throws Exception {
        NodeIdentity late = seed("192.168.1.5", OVER);
        assertThat(SeedProbe.whyRefused(late, HOST, 1))
                .hasValue("The certificate of this machine in " + late.file() + " expired at " + late.expires()
                        + TYPE_THE_LINE);
    }

    @Test
    void whatAnswersIsNoNode() throws Exception {
        NodeIdentity identity = seed(HOST, DAY);
        try (ServerSocket other = answering(
                socket -> socket.getOutputStream().write("220 mail\r\n".getBytes(StandardCharsets.US_ASCII)))) {
            String seed = HOST + ':' + other.getLocalPort();
            assertThat(SeedProbe.whyRefused(identity, HOST, other.getLocalPort()))
                    .hasValueSatisfying(reason -> assertThat(reason)
                            .startsWith("What answers at " + seed + " is not a node of Proxima (")
                            .endsWith("): check the address."));
        }
    }

    @Test
    void theClocksDifferTooMuchForTheSeedsCertificate() throws Exception {
        NodeIdentity identity = kept(seed(HOST, DAY));
        NodeIdentity late = seed("192.168.1.5", OVER);
        try (ServerSocket seed = shaking(late.serverContext())) {
            assertThat(SeedProbe.whyRefused(identity, HOST, seed.getLocalPort()))
                    .hasValue("The clocks of this machine and of the seed at " + HOST + ':' + seed.getLocalPort()
                            + " differ too much: set them, then join again.");
        }
    }

    @Test
    void theSeedDoesNotTakeTheCertificate() throws Exception {
        NodeIdentity identity = seed(HOST, DAY);
        SSLContext strict = SSLContext.getInstance("TLSv1.3");
        strict.init(identity.keyManagers(), new TrustManager[] {new Strict()}, null);
        try (ServerSocket seed = shaking(strict)) {
            assertThat(SeedProbe.whyRefused(identity, HOST, seed.getLocalPort()))
                    .hasValueSatisfying(reason -> assertThat(reason)
                            .startsWith("The seed at " + HOST + ':' + seed.getLocalPort()
                                    + " does not take the certificate of this machine in " + identity.file() + " (")
                            .endsWith(")" + TYPE_THE_LINE));
        }
    }

    @Test
    void theSeedRefusesWithoutAReason() throws Exception {
        NodeIdentity seed = seed(HOST, DAY);
        assertThat(refusal(seed, 500, "{}")).isEqualTo("The seed refused with status 500.");
    }

    @Test
    void whatItIssuesIsNoCertificate() throws Exception {
        NodeIdentity seed = seed(HOST, DAY);
        for (String nonsense : List.of("{\"certificates\":\"none\"}", "pardon?")) {
            assertThat(refusal(seed, 200, nonsense))
                    .matches(
                            "What answers at 127\\.0\\.0\\.1 port \\d+ is not a seed of Proxima: check the address\\.");
        }
    }

    @Test
    void theClocksDifferTooMuchForAFirstCertificate() throws Exception {
        assertThat(refusal(seed(HOST, OVER), 200, "{}"))
                .matches(
                        "The clocks of this machine, which says 20\\S+Z, and of the seed at 127\\.0\\.0\\.1 differ too "
                                + "much: set them, then try again\\.");
    }

    @Test
    void theSeedIsAway() throws Exception {
        NodeIdentity seed = seed(HOST, DAY);
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, HERE)) {
            port = gone.getLocalPort();
        }
        assertThat(catchThrowableOfType(SeedAway.class, () -> ask(seed, port)))
                .hasMessage(HOST + " port " + port + " does not answer");
    }

    @Test
    void aCertificateIsForFewNames() throws Exception {
        List<String> names = IntStream.range(0, 9).mapToObj(i -> "host" + i).toList();
        assertThat(renewal(Certificates.request(Keys.make()), names, HERE))
                .isEqualTo("A certificate is for 1 to 8 host names or addresses.");
    }

    @Test
    void anotherMachineDoesNotGetTheSeedsAddress() throws Exception {
        // a network for documentation, which no machine is in (RFC 5737)
        assertThat(renewal(Certificates.request(Keys.make()), List.of(HOST), InetAddress.getByName("192.0.2.9")))
                .isEqualTo(HOST + " is the address of the seed: give that of this machine with --host.");
    }

    @Test
    void aCertificateIsForTheKeyOfWhoAsks() throws Exception {
        byte[] ofAnother = Certificates.request(
                new KeyPair(Keys.make().getPublic(), Keys.make().getPrivate()));
        assertThat(renewal(ofAnother, List.of("host"), HERE))
                .isEqualTo("What was sent is no request for a certificate: the key of the request is not an EC key on "
                        + "P-256, or not its sender's.");
    }

    /** What a machine is told that has a certificate and sends such a request from somewhere. */
    private String renewal(byte[] request, List<String> names, InetAddress from) throws Exception {
        SecurityFolder folder = SecurityFolder.in(data);
        CertificateAuthority authority = CertificateAuthority.open(folder);
        Issuer issuer = new Issuer(authority, new SeedDesk(folder).tokens(), HOST, DAY);
        Admission.Answer answer = issuer.renew(
                new Admission.Request(null, Base64.getEncoder().encodeToString(request), names),
                Optional.of(seed(HOST, DAY).authority()),
                from);
        return ((Admission.Answer.Refused) answer).sentence();
    }

    @Test
    void theCertificateIsForAnotherKey() throws Exception {
        SecurityFolder folder = SecurityFolder.in(data);
        List<X509Certificate> foreign = CertificateAuthority.open(folder)
                .issue(Keys.make().getPublic(), CertificateAuthority.Role.NODE, List.of("host"), DAY);
        assertThat(thrown(seed(HOST, DAY), 200, Json.write(new Admission.Issued(Pem.text(foreign)))))
                .hasMessageEndingWith(" is not a seed of Proxima: check the address.")
                .hasRootCauseMessage("the certificate is for another key or of another authority");
    }

    private String refusal(NodeIdentity seed, int status, String body) throws Exception {
        return thrown(seed, status, body).failure().message();
    }

    /** What a machine is told by a seed that answers so, whatever it is asked. */
    private FailureException thrown(NodeIdentity seed, int status, String body) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(HERE, 0), 1);
        server.setHttpsConfigurator(new HttpsConfigurator(seed.serverContext()));
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            return catchThrowableOfType(
                    FailureException.class, () -> ask(seed, server.getAddress().getPort()));
        } finally {
            server.stop(0);
        }
    }

    private static void ask(NodeIdentity seed, int port) throws Exception {
        String fingerprint = Keys.fingerprint(seed.authority().getPublicKey());
        new SeedClient(new Door(HOST, 1, port), fingerprint, null).renew(List.of("host"));
    }

    private NodeIdentity seed(String host, Duration lifetime) throws FailureException {
        SecurityFolder folder = SecurityFolder.in(data);
        return new SeedIdentity(folder, CertificateAuthority.open(folder), host, lifetime).open();
    }

    /** The same in a file that a later identity of the cluster does not replace. */
    private NodeIdentity kept(NodeIdentity identity) throws Exception {
        return NodeIdentity.at(Files.copy(identity.file(), data.resolve("kept.pem")));
    }

    private interface Answering {
        void answer(Socket socket) throws IOException;
    }

    /** Does to its first connection what it is told to. */
    private static ServerSocket answering(Answering answering) throws IOException {
        ServerSocket server = new ServerSocket(0, 1, HERE);
        Thread thread = new Thread(() -> {
            try (Socket socket = server.accept()) {
                answering.answer(socket);
                socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                // who connected has seen what it had to
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    /** Wants a certificate of its first connection, and lets what it says of it arrive. */
    private static ServerSocket shaking(SSLContext context) throws IOException {
        return answering(plain -> {
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, HOST, plain.getPort(), false);
            socket.setUseClientMode(false);
            socket.setNeedClientAuth(true);
            try {
                socket.startHandshake();
            } finally {
                plain.getInputStream().readAllBytes();
            }
        });
    }

    /** Takes no certificate at all. */
    private static final class Strict implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("of no cluster that is known here");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            checkClientTrusted(chain, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
