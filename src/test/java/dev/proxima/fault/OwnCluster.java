package dev.proxima.fault;

import dev.proxima.testing.Drill;
import dev.proxima.testing.FaultCluster;
import dev.proxima.testing.Jvm;
import dev.proxima.testing.PacedFfmpeg;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Scenarios that break their nodes: each has a seed of its own, and one clip whose segments take as long as they play. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OwnCluster {

    Path directory;
    Path source;
    PacedFfmpeg ffmpeg;
    FaultCluster cluster;
    Drill drill;
    private int count;

    @BeforeAll
    void makeClip(@TempDir Path ofTheClass) throws Exception {
        directory = ofTheClass;
        source = Drill.clip(directory.resolve("source"));
        ffmpeg = PacedFfmpeg.create(directory.resolve("paced"), 1, "");
    }

    @BeforeEach
    void startSeed() throws Exception {
        ffmpeg.pace(1);
        Path folder = directory.resolve("" + ++count);
        cluster = new FaultCluster(folder.resolve("nodes"), Jvm.Launch.PLAIN.with(ffmpeg.options()), 1);
        cluster.startSeed();
        drill = Drill.of(source, folder.resolve("media"), cluster::seed);
    }

    /** Nodes {@code a} and {@code b}, beside the seed. */
    void startHelpers() {
        cluster.startHelper("a");
        cluster.startHelper("b");
        cluster.awaitNodes(3);
    }

    @AfterEach
    void end() {
        cluster.close();
    }
}
