package dev.proxima.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxima.api.JobView;
import dev.proxima.api.SegmentView;
import dev.proxima.testing.FreePort;
import dev.proxima.testing.Jvm;
import dev.proxima.testing.PacedFfmpeg;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A seed and two helpers in JVMs of their own, real FFmpeg, and kill -9. */
@Tag("multijvm")
@Execution(ExecutionMode.CONCURRENT)
class ClusterOfJvmsIT {

    private static final Duration LONG = Duration.ofMinutes(2);

    /** Nodes for tests whose FFmpegs are met at work: a segment lasts two seconds, and costs little. */
    private static final double PACE = 1.5;

    @TempDir
    Path directory;

    private final List<Jvm> jvms = new ArrayList<>();
    private Jvm.Launch launch = Jvm.Launch.PLAIN;
    private Jvm seed;
    private Path clip;

    @BeforeEach
    void nameClip() {
        clip = directory.resolve("clip.mp4");
    }

    private void startNodes() {
        seed = start("seed", "seed", "--port", "" + FreePort.find());
        for (String helper : List.of("a", "b")) {
            start(helper, "join", seed.address());
        }
        awaitSlots(3);
    }

    private void awaitSlots(int nodes) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(seed.nodes())
                        .hasSize(nodes)
                        .allSatisfy(node -> assertThat(node.slots()).isEqualTo(1)));
    }

    @AfterEach
    void endNodes() {
        jvms.forEach(Jvm::close);
    }

    @ParameterizedTest
    @CsvSource({"24000/1001, prores-proxy", "60000/1001, prores-proxy", "25, dnxhr-lb"})
    void encodesAcrossAllNodesWhatOneFfmpegWouldHaveMade(String rate, String preset) throws Exception {
        TestClips.make(clip, "480x270", rate, 15);
        startNodes();

        Jvm.Ended queued = queue("--preset", preset, "--segments", "9", "--wait");

        assertThat(queued.exitCode()).describedAs(queued.err()).isZero();
        JobView job = seed.jobs().get(0);
        assertThat(job.segments()).hasSize(9);
        Map<String, Long> byNode =
                job.segments().stream().collect(Collectors.groupingBy(SegmentView::node, Collectors.counting()));
        assertThat(byNode).hasSize(3);
        assertThat(TestClips.difference(clip, preset, Path.of(job.output()))).isEmpty();
        assertThat(directory.resolve("Proxy/.proxima")).doesNotExist();
    }

    /** It would take 48 s for the quarter of the clip that it begins with, and the other one takes 10 s for the rest of the clip. */
    @Test
    void aSlowNodeGivesTheRestOfItsSegmentToOneThatHasNothingToDo() throws Exception {
        TestClips.make(clip, "320x180", "25", 40);
        launch = Jvm.Launch.PLAIN.with(
                PacedFfmpeg.create(directory.resolve("paced"), 3, "").options());
        seed = start("seed", "seed", "--port", "" + FreePort.find());
        launch = Jvm.Launch.PLAIN.with(
                PacedFfmpeg.create(directory.resolve("slow"), 0.2, "").options());
        Jvm slow = start("slow", "join", seed.address());
        awaitSlots(2);

        Jvm.Ended queued = queue();
        assertThat(queued.exitCode()).describedAs(queued.err()).isZero();
        String id = seed.jobs().get(0).id();
        await().atMost(LONG).until(() -> !seed.job(id).segments().isEmpty());
        int planned = seed.job(id).segments().size();

        JobView job = awaitSuccess(seed, id);
        assertThat(job.segments()).hasSizeGreaterThan(planned);
        assertThat(job.segments())
                .filteredOn(segment -> slow.address().equals(segment.node()))
                .isNotEmpty()
                .allSatisfy(segment -> assertThat(segment.endFrameExclusive() - segment.startFrame())
                        .isLessThan(225));
        assertThat(TestClips.difference(clip, "prores-proxy", Path.of(job.output())))
                .isEmpty();
    }

    @Test
    void goesOnWhenAHelperIsKilled() throws Exception {
        String id = startLongJob();
        Jvm helper = jvms.get(1);
        JobView before = awaitBusy(helper, id);

        List<ProcessHandle> orphans = helper.ffmpegs();
        helper.kill();

        JobView after = awaitSuccess(seed, id);
        assertThat(orphans).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        assertFinishedSegmentsWereKept(before, after);
        assertThat(TestClips.difference(clip, "prores-proxy", Path.of(after.output())))
                .isEmpty();
    }

    @Test
    void goesOnWhenTheSeedIsKilledAndStartedAgain() throws Exception {
        String id = startLongJob();
        JobView before = awaitBusy(seed, id);
        String port = seed.address().split(":")[1];

        List<ProcessHandle> orphans = seed.ffmpegs();
        seed.kill();
        Jvm again = start("seed", "seed", "--port", port);

        JobView after = awaitSuccess(again, id);
        assertThat(orphans).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        assertFinishedSegmentsWereKept(before, after);
        before.segments().stream()
                .filter(segment ->
                        segment.status().equals("ENCODING") && !segment.node().equals(seed.address()))
                .forEach(segment -> assertThat(
                                after.segments().get(segment.index()).attempts())
                        .describedAs("attempts of segment %d, which a helper went on with", segment.index())
                        .isEqualTo(1));
        assertThat(TestClips.difference(clip, "prores-proxy", Path.of(after.output())))
                .isEmpty();
        await().atMost(LONG).untilAsserted(() -> assertThat(again.nodes()).hasSize(3));
    }

    @Test
    void everyNodeShowsTheJobWhileItRuns() throws Exception {
        String id = startLongJob();
        awaitBusy(jvms.get(1), id);

        for (Jvm node : jvms) {
            assertThat(node.eventsUntil(line -> line.contains(id) && line.contains("\"status\":\"ENCODING\",\"node\"")))
                    .startsWith("event: snapshot");
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(node.job(id).segments()).anySatisfy(segment -> {
                        assertThat(segment.status()).isEqualTo("ENCODING");
                        assertThat(segment.progress()).isPositive();
                        assertThat(segment.fps()).isPositive();
                        assertThat(segment.node()).isNotEmpty();
                    }));
        }
    }

    @Test
    void cancelEndsEveryFfmpegAndLeavesNothing() throws Exception {
        String id = startLongJob();
        awaitBusy(jvms.get(1), id);
        List<ProcessHandle> running = new ArrayList<>();
        jvms.forEach(jvm -> running.addAll(jvm.ffmpegs()));
        assertThat(running).isNotEmpty();

        Jvm.Ended cancelled = Jvm.run(directory, "cancel", id, "--node", seed.http());

        assertThat(cancelled.exitCode()).describedAs(cancelled.err()).isZero();
        await().atMost(Duration.ofSeconds(2)).until(() -> running.stream().noneMatch(ProcessHandle::isAlive));
        await().atMost(Duration.ofSeconds(5)).until(() -> Files.notExists(directory.resolve("Proxy/.proxima")));
        assertThat(directory.resolve("Proxy/clip.mov")).doesNotExist();
        assertThat(seed.job(id).status()).isEqualTo("CANCELLED");
    }

    @Test
    void aNodeThatIsToldToEndLeavesNoFfmpegAndItsWorkGoesOnElsewhere() throws Exception {
        String id = startLongJob();
        Jvm helper = jvms.get(2);
        awaitBusy(helper, id);
        List<ProcessHandle> running = helper.ffmpegs();

        helper.terminate();

        assertThat(running).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        JobView after = awaitSuccess(seed, id);
        assertThat(TestClips.difference(clip, "prores-proxy", Path.of(after.output())))
                .isEmpty();
    }

    private String startLongJob() throws Exception {
        TestClips.make(clip, "320x180", "24000/1001", 40);
        launch = launch.with(
                PacedFfmpeg.create(directory.resolve("paced"), PACE, "").options());
        startNodes();
        Jvm.Ended queued = queue("--segments", "12");
        assertThat(queued.exitCode()).describedAs(queued.err()).isZero();
        return seed.jobs().get(0).id();
    }

    private Jvm.Ended queue(String... options) {
        List<String> arguments = new ArrayList<>(List.of("queue", clip.toString(), "--node", seed.http()));
        arguments.addAll(List.of(options));
        return Jvm.run(directory, arguments.toArray(String[]::new));
    }

    /** Waits until some segments are finished and the node is well into one; returns the job as it was then. */
    private JobView awaitBusy(Jvm node, String id) {
        await().atMost(LONG).pollInterval(Duration.ofMillis(50)).until(() -> {
            JobView job = seed.job(id);
            long finished = job.segments().stream()
                    .filter(segment -> segment.status().equals("SUCCEEDED"))
                    .count();
            return finished >= 2
                    && !node.ffmpegs().isEmpty()
                    && job.segments().stream()
                            .anyMatch(segment -> node.address().equals(segment.node())
                                    && segment.status().equals("ENCODING"));
        });
        return seed.job(id);
    }

    private static JobView awaitSuccess(Jvm coordinator, String id) {
        await().atMost(LONG).untilAsserted(() -> {
            JobView job = coordinator.job(id);
            assertThat(job.failure()).isNull();
            assertThat(job.status()).isEqualTo("SUCCEEDED");
        });
        return coordinator.job(id);
    }

    private static void assertFinishedSegmentsWereKept(JobView before, JobView after) {
        before.segments().stream()
                .filter(segment -> segment.status().equals("SUCCEEDED"))
                .forEach(segment -> {
                    SegmentView now = after.segments().get(segment.index());
                    assertThat(now.attempts()).isEqualTo(segment.attempts());
                    assertThat(now.node()).isEqualTo(segment.node());
                });
    }

    private Jvm start(String name, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--slots", "1", "--data-dir", directory.resolve(name).toString()));
        Jvm jvm = Jvm.node(launch, directory, all);
        jvms.add(jvm);
        return jvm;
    }
}
