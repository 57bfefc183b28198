package dev.proxima.testing;

import akka.actor.ActorSystem;
import akka.http.javadsl.ServerBinding;
import com.typesafe.config.ConfigFactory;
import dev.proxima.http.JoinServer;
import dev.proxima.security.CertificateAuthority;
import dev.proxima.security.Door;
import dev.proxima.security.Issuer;
import dev.proxima.security.JoinToken;
import dev.proxima.security.NodeIdentity;
import dev.proxima.security.SecurityFolder;
import dev.proxima.security.SeedDesk;
import dev.proxima.security.SeedIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The part of a seed that gives certificates out, for real, without its cluster. */
public final class TestSeed implements AutoCloseable {

    public static final String HOST = "127.0.0.1";

    /** Nothing listens there: the cluster is left out. */
    public static final int REMOTING = 1;

    public final SeedDesk desk;
    public final NodeIdentity identity;
    private final ActorSystem system;
    private final ServerBinding binding;

    /** @param port 0 for a free one */
    public TestSeed(Path dataDir, int port, Duration certificateLifetime) throws Exception {
        SecurityFolder folder = SecurityFolder.in(dataDir);
        CertificateAuthority authority = CertificateAuthority.open(folder);
        identity = new SeedIdentity(folder, authority, HOST, certificateLifetime).open();
        desk = new SeedDesk(folder);
        system = ActorSystem.create(
                "seed-test",
                ConfigFactory.parseString(
                                "akka { actor.provider = local, loglevel = WARNING, "
                                        + "coordinated-shutdown.exit-jvm = off, coordinated-shutdown.run-by-jvm-shutdown-hook = off }")
                        .withFallback(ConfigFactory.defaultReference())
                        .resolve());
        Issuer issuer = new Issuer(authority, desk.tokens(), "192.0.2.5", certificateLifetime);
        binding = JoinServer.start(system, HOST, port, identity::serverContext, issuer)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        desk.open(new Door(HOST, REMOTING, port()));
    }

    public int port() {
        return binding.localAddress().getPort();
    }

    public JoinToken token(Duration lifetime) throws Exception {
        return JoinToken.parse(desk.joinLine(lifetime).replaceFirst(".*--token ", ""));
    }

    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}
