package dev.proxima.app;

import dev.proxima.cli.Node;
import dev.proxima.cli.NodeOptions;
import dev.proxima.cli.Nodes;
import dev.proxima.cluster.NodeContext;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.journal.Journal;
import dev.proxima.settings.Settings;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Starts the nodes of this JVM. */
final class LocalNodes implements Nodes {

    private static final String LOOPBACK = "127.0.0.1";

    /**
     * Nobody joins an embedded node and it waits for nobody: its cluster is there at once. Only what its start waits for is
     * faster than on other nodes: what goes on for as long as it encodes takes from the encoding.
     */
    private static final Map<String, Object> IN_A_HURRY = Map.of(
            "akka.scheduler.tick-duration", "50ms",
            "akka.cluster.periodic-tasks-initial-delay", "10ms",
            "akka.cluster.singleton-proxy.singleton-identification-interval", "50ms",
            "akka.cluster.sharding.updating-state-timeout", "1s");

    /** Somebody waits for an {@code encode}, whatever the hour, and no other node can do it instead. */
    private static final Map<String, Object> AT_ONCE = Map.of(
            "proxima.light",
            "off",
            "proxima.encode-hours",
            "",
            "proxima.only-when-idle",
            false,
            "proxima.spare-memory",
            0);

    private final Duration upWithin;

    LocalNodes() {
        this(Duration.ofSeconds(30));
    }

    /** @param upWithin how long a node may take to be a member of a cluster that nobody else is needed for */
    LocalNodes(Duration upWithin) {
        this.upWithin = upWithin;
    }

    @Override
    public Node startEmbedded(NodeOptions options, String session) throws FailureException {
        Map<String, Object> overrides = overrides(options, 0, 0);
        Path encodes = Settings.load(overrides).dataDir().resolve("encode");
        Path dataDir = encodes.resolve(session);
        overrides.putAll(IN_A_HURRY);
        overrides.putAll(AT_ONCE);
        // its own, also where the settings name one for coordinators
        overrides.put("proxima.journal.url", "");
        overrides.put("proxima.data-dir", dataDir.toString());
        overrides.put("proxima.resume-jobs", false);
        // it is there for one person's command, and gone with it
        overrides.put("proxima.host", LOOPBACK);
        overrides.put("proxima.http.host", LOOPBACK);
        // nobody finds a port that is not told, and to serve takes a tenth of the start
        overrides.put("proxima.http.enabled", options.httpPort().isPresent());
        RunningNode node = RunningNode.start(Settings.load(overrides), true, new NodeSecurity.Alone());
        Sessions.removeAbandoned(encodes, Instant.now());
        awaitMember(node, "This machine could not form a cluster of its own within ");
        return node;
    }

    @Override
    public Node startSeed(NodeOptions options) throws FailureException {
        Map<String, Object> overrides = overrides(options);
        Settings settings = Settings.load(overrides);
        Reach.warning(settings.host()).ifPresent(System.err::println);
        NodeSecurity security = new NodeSecurity.Seed(settings);
        RunningNode node = RunningNode.start(Settings.load(identified(overrides, security)), false, security);
        awaitMember(node, "The seed could not form a cluster within ");
        return node;
    }

    /**
     * Waits for the seed for as long as it takes. A seed that was started with a name takes only what is sent to that name,
     * and one that was started with an address what is sent to that: both are called.
     */
    @Override
    public Node startJoin(NodeOptions options, String seedHost, int seedPort, Optional<String> token)
            throws FailureException {
        InetAddress seed = resolve(seedHost);
        Map<String, Object> overrides = overrides(options, 0, 0);
        if (options.coordination().joining()) {
            requireSharedJournal(overrides);
        } else {
            overrides.put("proxima.roles", List.of(NodeContext.ENCODER));
        }
        overrides.put(
                "proxima.join",
                Stream.of(hostOf(seed), seedHost)
                        .distinct()
                        .map(host -> host + ':' + seedPort)
                        .toList());
        if (options.host().isEmpty()) {
            overrides.put("proxima.host", addressTowards(seed, seedPort));
        }
        Joining joining = new Joining(Settings.load(overrides), hostOf(seed), seedHost, seedPort);
        try {
            NodeSecurity security = joining.enrol(token);
            return joining.await(
                    RunningNode.start(Settings.load(identified(overrides, security)), false, security), security);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.InvalidRequest("Joining was interrupted."), e);
        }
    }

    private static Map<String, Object> identified(Map<String, Object> overrides, NodeSecurity security) {
        security.identity()
                .ifPresent(identity -> overrides.put(
                        "proxima.security.identity", identity.file().toString()));
        return overrides;
    }

    /** Two coordinators with a journal each would be two clusters. */
    private static void requireSharedJournal(Map<String, Object> overrides) throws FailureException {
        if (!Journal.isShared(Settings.load(overrides))) {
            throw new FailureException(new Failure.InvalidRequest(
                    "A coordinator that joins needs the journal of the others: name the PostgreSQL that they share with"
                            + " --journal-url."));
        }
    }

    private void awaitMember(RunningNode node, String what) throws FailureException {
        try {
            if (!node.awaitMember(upWithin)) {
                node.close();
                throw new FailureException(
                        new Failure.Internal(what + upWithin.toSeconds() + " s; its log tells more.", ""));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, Object> overrides(NodeOptions options, int port, int httpPort) {
        Map<String, Object> overrides = overrides(options);
        overrides.putIfAbsent("proxima.port", port);
        overrides.putIfAbsent("proxima.http.port", httpPort);
        return overrides;
    }

    private static Map<String, Object> overrides(NodeOptions options) {
        Map<String, Object> overrides = new HashMap<>();
        options.dataDir().ifPresent(dataDir -> overrides.put("proxima.data-dir", dataDir.toString()));
        options.host().ifPresent(host -> overrides.put("proxima.host", host));
        options.httpHost().ifPresent(host -> overrides.put("proxima.http.host", host));
        if (!options.mediaRoots().isEmpty()) {
            overrides.put(
                    "proxima.media-roots",
                    options.mediaRoots().stream().map(Path::toString).toList());
        }
        options.port().ifPresent(port -> overrides.put("proxima.port", port));
        options.httpPort().ifPresent(port -> overrides.put("proxima.http.port", port));
        options.coordination().journalUrl().ifPresent(url -> overrides.put("proxima.journal.url", url));
        options.slots().ifPresent(slots -> overrides.put("proxima.slots", slots));
        return overrides;
    }

    private static InetAddress resolve(String host) throws FailureException {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new FailureException(
                    new Failure.InvalidRequest("There is no host " + host + ": check the name, or use its address."),
                    e);
        }
    }

    /** The address of this machine from which the seed is reached; nothing is sent. */
    private static String addressTowards(InetAddress seed, int port) throws FailureException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(seed, port));
            return hostOf(socket.getLocalAddress());
        } catch (SocketException | RuntimeException e) {
            throw new FailureException(
                    new Failure.InvalidRequest(
                            "The seed at " + seed.getHostAddress()
                                    + " cannot be reached from this machine: check the network, or name an address with --host."),
                    e);
        }
    }

    private static String hostOf(InetAddress address) {
        return address.getHostAddress();
    }
}
