package dev.proxima.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.proxima.security.Intruder;
import dev.proxima.security.NodeIdentity;
import dev.proxima.security.SeedProbe;
import dev.proxima.testing.TestIdentities;
import dev.proxima.testing.TestNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Those without a certificate of the cluster knock at the remoting of a real node. */
@Tag("cluster")
class RemotingTlsIT {

    private static final int PATIENCE_MILLIS = 10_000;

    /** How a connection of Akka's remoting begins: its magic and the control stream. */
    private static final byte[] ARTERY = {'A', 'K', 'K', 'A', 1};

    @TempDir
    Path directory;

    private TestNode node;
    private NodeIdentity cluster;
    private Path clusterData;

    @BeforeEach
    void start() throws Exception {
        clusterData = directory.resolve("cluster");
        cluster = TestIdentities.fresh(clusterData, "127.0.0.1", Duration.ofDays(1));
        node = TestNode.seed(directory.resolve("seed"), Optional.of(cluster.file()));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void onlyACertificateOfTheClusterOpensTheRemoting() throws Exception {
        NodeIdentity foreign = TestIdentities.fresh(directory.resolve("foreign"), "127.0.0.1", Duration.ofDays(1));

        refuses("plain TCP", null);
        refuses("TLS without a certificate", Intruder.withNothing(cluster));
        refuses("another cluster's certificate", Intruder.with(foreign, cluster));
        refuses("a certificate that the intruder signed itself", Intruder.withSelfMade(cluster));
        refuses("an expired certificate of the cluster", Intruder.withExpired(clusterData, cluster));
        assertThat(answer(Intruder.with(cluster, cluster), "TLSv1.2")).startsWith("refused");
        System.out.println("refused: TLS 1.2 with a good certificate");

        assertThat(answer(Intruder.with(cluster, cluster), "TLSv1.3"))
                .describedAs("a good certificate")
                .isEqualTo("listens");
    }

    /** Java's client would rather have AES. */
    @Test
    void choosesTheCipherThatCostsTheQuickCompilerLeast() throws Exception {
        try (SSLSocket socket = (SSLSocket) Intruder.with(cluster, cluster)
                .getSocketFactory()
                .createSocket(connect(), "127.0.0.1", port(node), true)) {
            socket.startHandshake();

            assertThat(socket.getSession().getCipherSuite()).isEqualTo("TLS_CHACHA20_POLY1305_SHA256");
        }
    }

    @Test
    void tellsTheJoiningNodeThatItHasAnotherClustersCertificate() {
        NodeIdentity foreign = TestIdentities.fresh(directory.resolve("foreign"), "127.0.0.1", Duration.ofDays(1));
        assertThat(SeedProbe.whyRefused(foreign, "127.0.0.1", port(node)))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains(
                                "127.0.0.1:" + port(node),
                                "another cluster",
                                foreign.file().toString()));
        assertThat(SeedProbe.whyRefused(cluster, "127.0.0.1", port(node)))
                .describedAs("its own cluster's")
                .isEmpty();
    }

    @Test
    void aCertificateForOneHostDoesNotAnswerForAnother() throws Exception {
        RemotingTls caller = new RemotingTls(ConfigFactory.parseMap(
                Map.of("proxima.security.identity", cluster.file().toString())));
        for (String host : List.of("127.0.0.1", "localhost", "127.0.0.3")) {
            try (SSLSocket socket = (SSLSocket)
                    cluster.serverContext().getSocketFactory().createSocket(connect(), host, port(node), true)) {
                socket.setSSLParameters(
                        caller.createClientSSLEngine(host, port(node)).getSSLParameters());
                if (host.equals("127.0.0.3")) {
                    assertThatThrownBy(socket::startHandshake).hasMessageContaining("127.0.0.3");
                } else {
                    socket.startHandshake();
                }
            }
        }
    }

    @Test
    void nobodyReachesANodeThatIsAlone() throws Exception {
        try (TestNode alone = TestNode.seed(directory.resolve("alone"), Optional.empty())) {
            node.close();
            node = alone;
            refuses("plain TCP to an encode", null);
            refuses("TLS without a certificate to an encode", Intruder.withNothing(cluster));
            refuses("a certificate of some cluster to an encode", Intruder.with(cluster, cluster));
        }
    }

    private void refuses(String what, SSLContext context) throws Exception {
        String answer = context == null ? plainAnswer() : answer(context, "TLSv1.3");
        assertThat(answer).describedAs(what).startsWith("refused");
        System.out.println("tried on remoting: " + what + ": " + answer);
    }

    /** Says what a node of Akka says first. Who is let in is listened to in silence. */
    private String answer(SSLContext context, String protocol) throws Exception {
        Socket plain = connect();
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(plain, "127.0.0.1", port(node), true)) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.startHandshake();
            socket.getOutputStream().write(ARTERY);
            socket.getOutputStream().flush();
            socket.setSoTimeout(2_000);
            int read = socket.getInputStream().read();
            return read < 0 ? "refused: closed" : "spoke";
        } catch (SocketTimeoutException e) {
            return "listens";
        } catch (IOException e) {
            return "refused: " + e.getMessage();
        }
    }

    private String plainAnswer() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(ARTERY);
            socket.getOutputStream().write("x".repeat(100).getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            int bytes = socket.getInputStream().readAllBytes().length;
            return "refused: closed after an alert of " + bytes + " bytes";
        } catch (SocketTimeoutException e) {
            return "listens";
        } catch (IOException e) {
            return "refused: " + e.getMessage();
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port(node)), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static int port(TestNode node) {
        return Integer.parseInt(node.node.address().split(":")[1]);
    }
}
