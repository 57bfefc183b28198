package dev.proxima.http;

import dev.proxima.security.AccessToken;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * Who may use a node's HTTP, and how. Without a token it is for programs of this machine, and a browser only for pages
 * of the node itself; with one it may be reached from anywhere, over TLS.
 *
 * @param token empty on loopback
 * @param tls asked for each connection, as certificates are renewed; empty on loopback
 * @param requestsPerSecond of one address, 0 for any number
 */
public record Access(Optional<AccessToken> token, Optional<Supplier<SSLContext>> tls, int requestsPerSecond) {

    public static Access ofThisMachine(int requestsPerSecond) {
        return new Access(Optional.empty(), Optional.empty(), requestsPerSecond);
    }

    public static Access withToken(AccessToken token, Supplier<SSLContext> tls, int requestsPerSecond) {
        return new Access(Optional.of(token), Optional.of(tls), requestsPerSecond);
    }

    String scheme() {
        return tls.isPresent() ? "https" : "http";
    }

    /** Whether only programs of this machine reach an address; a name that nobody knows is none. */
    public static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
