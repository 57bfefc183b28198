package dev.proxima.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxima.api.NodeView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A seed and its helpers in JVMs of their own, which may be killed, stopped and started again at their address. */
public final class FaultCluster implements AutoCloseable {

    private static final Path KEPT = Path.of("target", "faults");

    private final Path folder;
    private final Jvm.Launch launch;
    private final int slots;
    private final Map<String, Jvm> nodes = new LinkedHashMap<>();
    private final Map<String, Jvm.Launch> launches = new LinkedHashMap<>();
    private final Map<String, List<String>> commands = new LinkedHashMap<>();

    /** @param slots of every node */
    public FaultCluster(Path folder, Jvm.Launch launch, int slots) {
        this.folder = folder;
        this.launch = launch;
        this.slots = slots;
    }

    public Jvm startSeed(String... arguments) {
        return startSeed(launch, arguments);
    }

    public Jvm startSeed(Jvm.Launch how, String... arguments) {
        return start("seed", how, List.of("seed"), arguments);
    }

    public Jvm startHelper(String name, String... arguments) {
        return startHelper(name, launch, arguments);
    }

    public Jvm startHelper(String name, Jvm.Launch how, String... arguments) {
        return start(name, how, List.of("join", seed().address()), arguments);
    }

    /** Starts a node that has ended, with the address and data that it had. */
    public Jvm restart(String name) {
        return restart(name, launches.get(name));
    }

    public Jvm restart(String name, Jvm.Launch how) {
        String port = nodes.get(name).address().replaceAll(".*:", "");
        List<String> command = new ArrayList<>(commands.get(name));
        command.addAll(List.of("--port", port));
        Jvm again = Jvm.node(how, folder, command);
        nodes.put(name, again);
        return again;
    }

    private Jvm start(String name, Jvm.Launch how, List<String> what, String... arguments) {
        List<String> command = new ArrayList<>(what);
        command.addAll(List.of("--data-dir", folder.resolve(name).toString(), "--slots", "" + slots));
        command.addAll(List.of(arguments));
        commands.put(name, List.copyOf(command));
        launches.put(name, how);
        if (what.contains("seed")) {
            command.addAll(List.of("--port", "" + FreePort.find()));
        }
        Jvm started = Jvm.node(how, folder, command);
        nodes.put(name, started);
        return started;
    }

    public Jvm seed() {
        return nodes.get("seed");
    }

    public Jvm node(String name) {
        return nodes.get(name);
    }

    /** How the nodes of this cluster are started unless told otherwise. */
    public Jvm.Launch launch() {
        return launch;
    }

    /** Waits until the seed knows the slots of so many nodes. */
    public void awaitNodes(int count) {
        await().atMost(Duration.ofSeconds(90))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(seed().nodes())
                        .hasSize(count)
                        .allSatisfy(node -> assertThat(node.slots()).isEqualTo(slots))
                        .extracting(NodeView::unusedReason)
                        .containsOnlyNulls());
    }

    @Override
    public void close() {
        nodes.values().forEach(Jvm::close);
        nodes.keySet().forEach(this::keepLogs);
    }

    /** For whoever wants to know why a test failed: {@code target/faults} outlives the temporary folders. */
    private void keepLogs(String name) {
        Path logs = folder.resolve(name).resolve("logs");
        Path kept = KEPT.resolve(folder.toString().substring(1));
        Shell.run("mkdir", "-p", kept.toString());
        Shell.run("cp", "-r", logs.toString(), kept.resolve(name).toString());
    }
}
