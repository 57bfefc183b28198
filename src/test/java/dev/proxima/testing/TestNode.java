package dev.proxima.testing;

import static dev.proxima.testing.TestSystem.ENCODERS;

import dev.proxima.api.JobService;
import dev.proxima.api.JobView;
import dev.proxima.api.NodeView;
import dev.proxima.api.PresetView;
import dev.proxima.cluster.AttemptRegistry;
import dev.proxima.cluster.AttemptRunner;
import dev.proxima.cluster.ClusterNode;
import dev.proxima.cluster.Duty;
import dev.proxima.cluster.LiveBoard;
import dev.proxima.cluster.NodeContext;
import dev.proxima.job.FailureException;
import dev.proxima.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A node of a real cluster in this JVM, with steps and attempts that the test controls. */
public final class TestNode implements AutoCloseable {

    public static final String BUILD = "test build";

    public final FakeRunner runner = new FakeRunner();
    public final FakeSteps steps = new FakeSteps(BUILD);
    public final AttemptRegistry registry;
    public final LiveBoard board = new LiveBoard(ENCODERS);

    /** What the person at this node reads of it. */
    public final Queue<String> notices = new ConcurrentLinkedQueue<>();

    public final ClusterNode node;

    private TestNode(Settings settings) throws FailureException {
        this(settings, null);
    }

    /** @param other encodes in place of {@link #runner}; null for that one */
    private TestNode(Settings settings, AttemptRunner other) throws FailureException {
        registry = new AttemptRegistry(settings.slots(), other == null ? runner : other);
        Duty duty = new Duty(settings.manners(), now -> Duration.ZERO, OptionalLong::empty);
        board.onNotice(notices::add);
        NodeContext context = new NodeContext(settings, registry, steps, board, duty, BUILD, ENCODERS, "test", () -> 4);
        node = ClusterNode.start(context, (system, service) -> {});
    }

    public static TestNode seed(Path dataDir, int port, int slots) throws FailureException {
        return new TestNode(settings(dataDir, port, slots, List.of("coordinator", "encoder"), List.of()));
    }

    /** A seed of the cluster that the identity belongs to; of none if that is empty. */
    public static TestNode seed(Path dataDir, Optional<Path> identity) throws FailureException {
        return new TestNode(settings(dataDir, 0, 1, List.of("coordinator", "encoder"), List.of(), identity));
    }

    public static TestNode helper(Path dataDir, String seed, int slots) throws FailureException {
        return new TestNode(settings(dataDir, 0, slots, List.of("encoder"), List.of(seed)));
    }

    /** One of several coordinators that share a journal. */
    public static TestNode coordinator(Path dataDir, String journalUrl, int slots) throws FailureException {
        return seed(
                dataDir,
                slots,
                Map.of(
                        "proxima.journal.url",
                        journalUrl,
                        "proxima.security.identity",
                        TestIdentities.ofThisMachine().toString()));
    }

    /** A seed with settings of its own. */
    public static TestNode seed(Path dataDir, int slots, Map<String, Object> more) throws FailureException {
        Map<String, Object> overrides = new HashMap<>(more);
        overrides.put("proxima.data-dir", dataDir.toString());
        overrides.put("proxima.port", 0);
        overrides.put("proxima.slots", slots);
        return new TestNode(Settings.load(overrides));
    }

    /** A helper of a cluster whose seed is in another JVM. */
    public static TestNode helper(Path dataDir, String seed, int slots, Path identity, AttemptRunner runner)
            throws FailureException {
        return new TestNode(
                settings(dataDir, 0, slots, List.of("encoder"), List.of(seed), Optional.of(identity)), runner);
    }

    /** A seed that encodes nothing, with further settings. */
    public static TestNode coordinator(Path dataDir, Path identity, Map<String, Object> more) throws FailureException {
        Map<String, Object> all = new HashMap<>(more);
        all.put("proxima.data-dir", dataDir.toString());
        all.put("proxima.port", 0);
        all.put("proxima.roles", List.of("coordinator"));
        all.put("proxima.security.identity", identity.toString());
        return new TestNode(Settings.load(all));
    }

    private static Settings settings(Path dataDir, int port, int slots, List<String> roles, List<String> join) {
        return settings(dataDir, port, slots, roles, join, Optional.of(TestIdentities.ofThisMachine()));
    }

    private static Settings settings(
            Path dataDir, int port, int slots, List<String> roles, List<String> join, Optional<Path> identity) {
        Map<String, Object> overrides = new HashMap<>();
        overrides.put("proxima.data-dir", dataDir.toString());
        overrides.put("proxima.port", port == 0 ? FreePort.find() : port);
        overrides.put("proxima.slots", slots);
        overrides.put("proxima.roles", roles);
        overrides.put("proxima.join", join);
        overrides.put("proxima.security.identity", identity.map(Path::toString).orElse(""));
        return Settings.load(overrides);
    }

    public JobService service() {
        return node.service();
    }

    public JobView job(String id) {
        return answer(service().job(id)).orElseThrow(() -> new AssertionError("there is no job " + id));
    }

    public List<NodeView> nodes() {
        return answer(service().nodes());
    }

    public List<PresetView> presets() {
        return answer(service().presets());
    }

    private static <T> T answer(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        node.close();
    }
}
