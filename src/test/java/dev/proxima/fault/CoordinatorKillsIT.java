package dev.proxima.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.testing.Breakpoint;
import dev.proxima.testing.Breakpoint.Place;
import dev.proxima.testing.Drill;
import dev.proxima.testing.FaultCluster;
import dev.proxima.testing.FaultTable;
import dev.proxima.testing.FreePort;
import dev.proxima.testing.Jvm;
import dev.proxima.testing.PacedFfmpeg;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A seed is killed at one exact point of a job after the other, and started again. */
@Tag("fault")
@Execution(ExecutionMode.CONCURRENT)
class CoordinatorKillsIT {

    private static final String CLUSTER = "dev.proxima.cluster.";
    private static final String STITCHER = "dev.proxima.ffmpeg.Stitcher";
    private static final String PUBLISHER = "dev.proxima.storage.Publisher";
    private static final int SEGMENTS = 3;

    /**
     * A place that lets one call pass is reached with a segment: the audio, which the job makes beside them, is done first.
     *
     * @param most how many segments may have been in flight
     */
    record Kill(String phase, Place place, int most) {}

    static final List<Kill> KILLS = List.of(
            new Kill("planning", Place.at("dev.proxima.ffmpeg.ClipProbe", "describe"), 0),
            new Kill("planned, not yet noted", Place.at(CLUSTER + "JobActor", "onPlanned"), 0),
            new Kill(
                    "granting a slot",
                    Place.at(CLUSTER + "AttemptDecisions", "granted").after(1),
                    SEGMENTS),
            new Kill(
                    "dispatch noted, not yet sent",
                    Place.at(CLUSTER + "AttemptTracker", "run").forSegment(),
                    SEGMENTS),
            new Kill(
                    "segment done, not yet noted",
                    Place.at(CLUSTER + "AttemptDecisions", "succeeded").after(1),
                    SEGMENTS),
            new Kill(
                    "segment noted, not yet acknowledged",
                    Place.at(CLUSTER + "AttemptTracker", "acknowledge").forSegment(),
                    SEGMENTS - 1),
            new Kill("stitching", Place.at(STITCHER, "join"), 0),
            new Kill("verifying", Place.at(STITCHER, "verify"), 0),
            new Kill("just before the rename", Place.at(PUBLISHER, "moveWithoutReplacing"), 0),
            new Kill(
                    "in the rename, both names there",
                    Place.at("java.nio.file.Files", "delete").calledBy(PUBLISHER),
                    0),
            new Kill("just after the rename", Place.at(PUBLISHER, "syncFolder"), 0),
            new Kill("published, not yet noted", Place.at(CLUSTER + "JobActor", "onStitched"), 0),
            new Kill("published, not yet cleaned up", Place.at(CLUSTER + "FfmpegJobSteps", "cleanUp"), 0));

    @TempDir
    static Path directory;

    private static Path source;
    private static FaultCluster cluster;
    private static Jvm.Launch launch;
    private static int port;
    private static int count;

    @BeforeAll
    static void start() throws Exception {
        source = Drill.clip(directory.resolve("source"));
        launch = Jvm.Launch.PLAIN.with(
                PacedFfmpeg.create(directory.resolve("paced"), 8, "").options());
        cluster = new FaultCluster(directory.resolve("nodes"), launch, SEGMENTS + 1);
        cluster.startSeed(stoppable());
        cluster.awaitNodes(1);
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    @TestFactory
    @Execution(ExecutionMode.SAME_THREAD)
    Stream<DynamicTest> killedWhile() {
        return KILLS.stream().map(kill -> DynamicTest.dynamicTest(kill.phase, () -> killed(kill)));
    }

    private static void killed(Kill kill) throws Exception {
        Drill drill = Drill.of(source, directory.resolve("" + ++count), cluster::seed);
        boolean there;
        try {
            Breakpoint breakpoint = Breakpoint.set(port, kill.place);
            drill.queueUnanswered(SEGMENTS);
            breakpoint.await();
            there = Files.exists(drill.output);
        } finally {
            drill.hit();
            cluster.seed().kill();
            cluster.restart("seed", stoppable());
        }

        long repeated = drill.awaitExact();
        assertThat(repeated).isLessThanOrEqualTo(kill.most);
        FaultTable.add(
                "coordinator: kill -9",
                kill.phase + (there ? " (the file is there)" : ""),
                "published, identical",
                drill.sinceFault(),
                repeated);
    }

    private static Jvm.Launch stoppable() {
        port = FreePort.find();
        return launch.with(Breakpoint.option(port));
    }
}
