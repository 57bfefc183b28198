package dev.proxima.cluster;

import akka.actor.ActorSystem;
import akka.remote.artery.tcp.SSLEngineProvider;
import com.typesafe.config.Config;
import dev.proxima.job.FailureException;
import dev.proxima.security.NodeIdentity;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import scala.Option;

/**
 * Mutual TLS 1.3 for remoting. Akka creates it by its name. A node without an identity, such as the one of an
 * {@code encode}, has no certificate and trusts none: no handshake with it succeeds.
 *
 * <p>Akka's own provider of rotating keys was left aside: it reads RSA keys only, and key and certificate from files that
 * cannot be replaced together.
 */
public final class RemotingTls implements SSLEngineProvider {

    private static final String[] PROTOCOLS = {"TLSv1.3"};

    /** Our JVMs run on the quick compiler alone, for which AES costs four to five times as much. */
    private static final String[] SUITES = {
        "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256"
    };

    private final Supplier<SSLContext> context;

    /** @throws FailureException when the node's identity cannot be read */
    public RemotingTls(ActorSystem system) throws FailureException {
        this(system.settings().config());
    }

    RemotingTls(Config config) throws FailureException {
        String file = config.getString("proxima.security.identity");
        if (file.isEmpty()) {
            context = RemotingTls::closed;
        } else {
            context = NodeIdentity.at(Path.of(file))::serverContext;
        }
    }

    /** Of a new connection to this node: who connects must show a certificate of the cluster. */
    @Override
    public SSLEngine createServerSSLEngine(String hostname, int port) {
        SSLEngine engine = engine(hostname, port);
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(true);
        return engine;
    }

    /** The certificate of who answers must be for the host that was called: no helper can stand in for the seed. */
    @Override
    public SSLEngine createClientSSLEngine(String hostname, int port) {
        SSLEngine engine = engine(hostname, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return engine;
    }

    @Override
    public Option<Throwable> verifyClientSession(String hostname, SSLSession session) {
        return Option.empty();
    }

    @Override
    public Option<Throwable> verifyServerSession(String hostname, SSLSession session) {
        return Option.empty();
    }

    private SSLEngine engine(String hostname, int port) {
        SSLEngine engine = context.get().createSSLEngine(hostname, port);
        engine.setEnabledProtocols(PROTOCOLS);
        engine.setEnabledCipherSuites(SUITES);
        return engine;
    }

    private static SSLContext closed() {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(new KeyManager[0], new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS 1.3", e);
        }
    }
}
