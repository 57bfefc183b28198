package dev.proxima.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/**
 * Finds out why a node does not become a member: Akka tries for ever and tells the reason only to its log. It shakes hands
 * with the seed's remoting as Akka does, and says nothing else.
 */
public final class SeedProbe {

    private static final int CONNECT_MILLIS = 2_000;
    private static final int HANDSHAKE_MILLIS = 3_000;

    /** In TLS 1.3 the client learns only after its handshake that its certificate was refused. */
    private static final int REFUSAL_MILLIS = 1_000;

    private SeedProbe() {}

    /**
     * The reason in one sentence if it lies in certificates, or in the name by which the seed is called, which waiting does
     * not mend. Empty when the seed does not answer, and when it takes the connection.
     */
    public static Optional<String> whyRefused(NodeIdentity identity, String host, int port) {
        if (!Instant.now().isBefore(identity.expires())) {
            return Optional.of("The certificate of this machine in " + identity.file() + " expired at "
                    + identity.expires() + ": type the line that \"proxima seed\" prints there.");
        }
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            plain.setSoTimeout(HANDSHAKE_MILLIS);
            return handshake(identity, plain, host, port);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> handshake(NodeIdentity identity, Socket plain, String host, int port)
            throws IOException {
        SSLSocket socket =
                (SSLSocket) identity.serverContext().getSocketFactory().createSocket(plain, host, port, false);
        socket.setEnabledProtocols(new String[] {"TLSv1.3"});
        try {
            socket.startHandshake();
        } catch (SSLException e) {
            return Optional.of(sentence(e, identity, host + ':' + port));
        }
        socket.setSoTimeout(REFUSAL_MILLIS);
        try {
            socket.getInputStream().read();
            return otherName(socket, host, port);
        } catch (SocketTimeoutException e) {
            return otherName(socket, host, port);
        } catch (SSLException e) {
            return Optional.of("The seed at " + host + ':' + port + " does not take the certificate of this machine in "
                    + identity.file() + " (" + e.getMessage() + "): type the line that \"proxima seed\" prints there.");
        }
    }

    /** Akka drops what is not sent to the very host that a node was given. The first name in its certificate is that. */
    private static Optional<String> otherName(SSLSocket socket, String host, int port) throws IOException {
        String called = Names.plain(host);
        String address = InetAddress.getByName(host).getHostAddress();
        return NodeIdentity.names((X509Certificate) socket.getSession().getPeerCertificates()[0]).stream()
                .findFirst()
                .filter(own -> !own.equals(called) && !own.equals(address))
                .map(own -> "The seed at " + host + ':' + port + " calls itself " + own + ": join " + own + ':' + port
                        + " as it printed, or start it with --host " + host + ".");
    }

    private static String sentence(SSLException e, NodeIdentity identity, String seed) {
        // that a certificate is out of its time is the reason of a more general exception about it
        if (has(e, CertificateExpiredException.class) || has(e, CertificateNotYetValidException.class)) {
            return "The clocks of this machine and of the seed at " + seed
                    + " differ too much: set them, then join again.";
        }
        if (has(e, CertificateException.class)) {
            return "The node at " + seed + " belongs to another cluster than the certificate of this machine in "
                    + identity.file() + ": check the address, or type the line that \"proxima seed\" prints there.";
        }
        return "What answers at " + seed + " is not a node of Proxima (" + e.getMessage() + "): check the address.";
    }

    private static boolean has(Throwable thrown, Class<? extends Throwable> kind) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).anyMatch(kind::isInstance);
    }
}
