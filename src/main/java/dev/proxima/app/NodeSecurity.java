package dev.proxima.app;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.ServerBinding;
import dev.proxima.http.JoinServer;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.security.CertificateAuthority;
import dev.proxima.security.Door;
import dev.proxima.security.Issuer;
import dev.proxima.security.NodeIdentity;
import dev.proxima.security.Renewal;
import dev.proxima.security.SecurityFolder;
import dev.proxima.security.SeedDesk;
import dev.proxima.security.SeedIdentity;
import dev.proxima.settings.Settings;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** Who a node is to the others, and whom it lets in. */
sealed interface NodeSecurity extends AutoCloseable {

    /** Empty for a node that nobody connects to. */
    Optional<NodeIdentity> identity();

    /**
     * Called with each actor system of the node.
     *
     * @param port of its remoting
     */
    default void open(ActorSystem<?> system, int port) throws FailureException {}

    /** See {@link dev.proxima.cli.Node#joinLine()}. */
    default Optional<String> joinLine() throws FailureException {
        return Optional.empty();
    }

    @Override
    default void close() {}

    /** Nobody connects, and it connects to nobody. */
    record Alone() implements NodeSecurity {
        @Override
        public Optional<NodeIdentity> identity() {
            return Optional.empty();
        }
    }

    /** A member of another's cluster. */
    record Joined(NodeIdentity self, Renewal renewal, MembershipWatch watch) implements NodeSecurity {

        @Override
        public Optional<NodeIdentity> identity() {
            return Optional.of(self);
        }

        @Override
        public void open(ActorSystem<?> system, int port) {
            watch.over(system);
        }

        @Override
        public void close() {
            renewal.close();
            watch.close();
        }
    }

    /** The seed: gives certificates to the machines that join. */
    final class Seed implements NodeSecurity {

        private static final int USUAL_PORT = 25_521;

        private final Settings settings;
        private final NodeIdentity identity;
        private final Issuer issuer;
        private final SeedDesk desk;
        private final Renewal renewal;

        Seed(Settings settings) throws FailureException {
            SecurityFolder folder = SecurityFolder.in(settings.dataDir());
            CertificateAuthority authority = CertificateAuthority.open(folder);
            Settings.Security security = settings.security();
            SeedIdentity own = new SeedIdentity(folder, authority, settings.host(), security.certificateLifetime());
            this.settings = settings;
            this.identity = own.open();
            this.desk = new SeedDesk(folder);
            this.issuer = new Issuer(authority, desk.tokens(), settings.host(), security.certificateLifetime());
            this.renewal = Renewal.of(identity, own::open);
        }

        @Override
        public Optional<NodeIdentity> identity() {
            return Optional.of(identity);
        }

        @Override
        public void open(ActorSystem<?> system, int port) throws FailureException {
            int wanted = settings.security().joinPort();
            Set<Integer> ports = new LinkedHashSet<>();
            if (wanted > 0) {
                ports.add(wanted);
            } else {
                desk.lastDoor().ifPresent(door -> ports.add(door.joinPort()));
                ports.add(USUAL_PORT);
                ports.add(0);
            }
            desk.open(new Door(settings.host(), port, bind(system, ports)));
        }

        /** At the first port that is free. */
        private int bind(ActorSystem<?> system, Set<Integer> ports) throws FailureException {
            Throwable last = null;
            for (int port : ports) {
                try {
                    ServerBinding binding = JoinServer.start(
                                    system, settings.host(), port, identity::serverContext, issuer)
                            .toCompletableFuture()
                            .join();
                    return binding.localAddress().getPort();
                } catch (CompletionException e) {
                    last = e.getCause();
                }
            }
            throw new FailureException(
                    new Failure.InvalidRequest("The seed cannot listen on " + settings.host() + " port "
                            + ports.stream().map(String::valueOf).collect(Collectors.joining(" or "))
                            + " for machines that join ("
                            + last.getMessage() + "): choose another proxima.security.join-port."),
                    last);
        }

        @Override
        public Optional<String> joinLine() throws FailureException {
            return Optional.of(desk.joinLine(settings.security().tokenLifetime()));
        }

        @Override
        public void close() {
            renewal.close();
        }
    }
}
