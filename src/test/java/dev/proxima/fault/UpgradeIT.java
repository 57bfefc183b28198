package dev.proxima.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxima.api.NodeView;
import dev.proxima.api.SegmentView;
import dev.proxima.app.Main;
import dev.proxima.testing.Drill;
import dev.proxima.testing.FaultTable;
import dev.proxima.testing.Jvm;
import dev.proxima.testing.PacedFfmpeg;
import dev.proxima.testing.Signals;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nodes are ended in good order, started again, and met by nodes of another make. */
@Tag("fault")
@Tag("fault-long")
class UpgradeIT extends OwnCluster {

    /** What docs/reliability.md promises for Ctrl-C, SIGTERM and the end of the system. */
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(13);

    @Test
    void allNodesAreRestartedOneAfterTheOtherDuringAJob() throws Exception {
        startHelpers();
        ffmpeg.pace(0.2); // so that there is work until the last of them is back
        drill.queue(12);
        Duration slowest = Duration.ZERO;
        for (String name : List.of("a", "b", "seed")) {
            Jvm node = cluster.node(name);
            List<ProcessHandle> ffmpegs = drill.awaitBusy(node, 1);
            drill.fault();
            node.terminate();
            Duration ended = drill.sinceFault();
            assertThat(ended).isLessThan(ENDS_WITHIN);
            slowest = ended.compareTo(slowest) > 0 ? ended : slowest;
            Drill.assertGone(ffmpegs);
            cluster.restart(name);
            cluster.awaitNodes(3);
        }
        long repeated = drill.awaitExact();
        assertThat(repeated).isLessThanOrEqualTo(5);
        FaultTable.add(
                "all nodes: SIGTERM, started again, in turn",
                "encoding",
                "each ended within " + tenths(slowest) + " s; published, identical",
                drill.sinceFault(),
                repeated);
    }

    @Test
    void ctrlCEndsAnEncodeAndItGoesOnWhenItIsTypedAgain() throws Exception {
        Path data = drill.folder.resolve("data");
        String[] command = {"encode", drill.clip.toString(), "--segments", "8", "--data-dir", data.toString()};
        // what a shell starts in the background is deaf to Ctrl-C
        Jvm.Launch launch = Jvm.Launch.PLAIN.with(ffmpeg.options()).behind("env", "--default-signal=INT");
        Jvm first = Jvm.start(launch, drill.folder, List.of(command));
        List<ProcessHandle> ffmpegs = new ArrayList<>();
        Drill.awaitThat(() -> finishedFiles(drill.output.getParent()) >= 2 && ffmpegs.addAll(first.ffmpegs()));
        int finished = finishedFiles(drill.output.getParent());
        drill.hit();
        Signals.send("INT", first.pid());
        first.awaitGone();
        Duration ended = drill.sinceFault();
        assertThat(ended).isLessThan(ENDS_WITHIN);
        Drill.assertGone(ffmpegs);
        assertThat(finishedFiles(drill.output.getParent())).isGreaterThanOrEqualTo(finished);

        Jvm.Ended second = Jvm.run(drill.folder, command);
        assertThat(second.exitCode()).describedAs(second.err()).isZero();
        assertThat(Files.mismatch(source.resolveSibling("reference.mov"), drill.output))
                .isEqualTo(-1);
        drill.assertNothingLeft(List.of(drill.output));
    }

    @Test
    void aNodeOfAnotherMakeIsToldSoAndNotUsed() throws Exception {
        Jvm.Launch plain = cluster.launch();
        PacedFfmpeg other = PacedFfmpeg.create(
                directory.resolve("other"),
                1,
                "case \" $* \" in *' -version '*) echo 'ffmpeg version 9.9-other'; exit ;; esac");
        Jvm old = cluster.startHelper(
                "old", plain.withClassPath(jarOfVersion("0.0.1") + File.pathSeparator + plain.classPath()));
        Jvm foreign = cluster.startHelper("foreign", Jvm.Launch.PLAIN.with(other.options()));

        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(() -> {
            assertThat(reason(old)).contains("Proxima 0.0.1", "development", "install the same version");
            assertThat(reason(foreign)).contains("9.9-other", "proxima.ffmpeg.dir");
        });
        for (Jvm unused : List.of(old, foreign)) {
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(unused.said()).contains("This node gets no work. It"));
        }
        Jvm.Ended nodes =
                Jvm.run(drill.folder, "nodes", "--node", cluster.seed().http());
        assertThat(nodes.out()).contains(old.address() + " gets no work. It runs Proxima 0.0.1");
        drill.queue(2).fault();
        drill.awaitExact();
        assertThat(drill.job().segments())
                .extracting(SegmentView::node)
                .containsOnly(cluster.seed().address());
    }

    private String reason(Jvm node) {
        return cluster.seed().nodes().stream()
                .filter(view -> view.id().equals(node.address()))
                .map(NodeView::unusedReason)
                .findFirst()
                .orElseThrow();
    }

    /** This Proxima, as a release of that number. */
    private Path jarOfVersion(String version) throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        Path classes = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path jar = directory.resolve("proxima-" + version + ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                Files.copy(file, entries);
            }
        }
        return jar;
    }

    private static int finishedFiles(Path proxies) throws IOException {
        try (Stream<Path> files = Files.walk(proxies)) {
            return (int) files.filter(file -> file.getFileName().toString().matches("segment-\\d+\\.a\\d+\\.mov"))
                    .count();
        }
    }

    private static String tenths(Duration duration) {
        return String.format(java.util.Locale.ROOT, "%.1f", duration.toMillis() / 1000.0);
    }
}
