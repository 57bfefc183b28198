package dev.proxima.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxima.api.JobRequest;
import dev.proxima.api.JobService;
import dev.proxima.api.JobView;
import dev.proxima.api.LiveEvent;
import dev.proxima.api.NodeView;
import dev.proxima.api.PresetView;
import dev.proxima.testing.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Three actor systems in one JVM, with a real journal and real remoting, and attempts that the tests control. */
@Tag("cluster")
@Execution(ExecutionMode.CONCURRENT)
class ClusterIT {

    @TempDir
    Path directory;

    private final List<TestNode> nodes = new ArrayList<>();

    @AfterEach
    void closeAll() {
        nodes.forEach(TestNode::close);
    }

    @Test
    void spreadsTheSegmentsOfOneJobOverAllNodes() throws Exception {
        TestNode seed = startCluster(1, 2);

        String job = submit(seed, "/clips/a.mov", 9);

        awaitAnAttemptOnEachNode();
        nodes.forEach(node -> node.runner.letAllSucceed());
        awaitStatus(seed, job, "SUCCEEDED");
        assertThat(seed.steps.stitched).hasSize(1);
        assertThat(seed.steps.cleaned).containsExactly(job);
        assertThat(nodes.stream().mapToInt(node -> node.runner.started.size()).sum())
                .isEqualTo(9);
    }

    @Test
    void finishesThreeTimesAsManyJobsAsThereAreSlots() throws Exception {
        TestNode seed = startCluster(1, 2);
        nodes.forEach(node -> node.runner.letAllSucceed());

        List<String> jobs = new ArrayList<>();
        for (int job = 0; job < 9; job++) {
            jobs.add(submit(seed, "/clips/" + job + ".mov", 3));
        }

        jobs.forEach(job -> awaitStatus(seed, job, "SUCCEEDED"));
    }

    @Test
    void aHelperHearsOfOthersOnlyWhileSomebodyWatchesIt() throws Exception {
        startCluster(1, 2);
        TestNode helper = nodes.get(1);
        String seed = nodes.get(0).node.address();
        String self = helper.node.address();
        String other = nodes.get(2).node.address();
        // the seed tells of itself once a second
        await().untilAsserted(() -> assertThat(known(helper)).containsExactlyInAnyOrder(seed, self));
        for (int visit = 0; visit < 2; visit++) {
            Queue<LiveEvent> events = new ConcurrentLinkedQueue<>();
            try (JobService.Subscription ignored = helper.service().subscribe(events::add)) {
                await().untilAsserted(() -> assertThat(events)
                        .anySatisfy(event -> assertThat(event)
                                .isInstanceOfSatisfying(
                                        LiveEvent.NodeChanged.class,
                                        changed ->
                                                assertThat(changed.node().id()).isEqualTo(other))));
                assertThat(known(helper)).containsExactlyInAnyOrder(seed, self, other);
            }
            await().untilAsserted(() -> assertThat(known(helper)).containsExactlyInAnyOrder(seed, self));
            assertThat(helper.nodes()).extracting(NodeView::id).containsExactlyInAnyOrder(seed, self, other);
        }
        assertThat(helper.presets()).extracting(PresetView::available).contains(true);
    }

    private static List<String> known(TestNode node) {
        return node.board.nodes().stream().map(NodeView::id).toList();
    }

    @Test
    void showsProgressOnAnyNodeAndTellsWatchersThere() throws Exception {
        TestNode seed = startCluster(1, 1);
        TestNode helper = nodes.get(1);
        Queue<LiveEvent> events = new ConcurrentLinkedQueue<>();
        try (JobService.Subscription ignored = helper.service().subscribe(events::add)) {
            String job = submit(seed, "/clips/a.mov", 4);
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                JobView view = helper.job(job);
                assertThat(view.segments())
                        .filteredOn(segment -> segment.status().equals("ENCODING"))
                        .hasSize(2)
                        .allSatisfy(segment -> assertThat(segment.progress()).isEqualTo(0.5));
                assertThat(view.progress()).isEqualTo(0.25);
            });
            assertThat(events.peek()).isInstanceOf(LiveEvent.Snapshot.class);
            await().untilAsserted(() -> assertThat(events)
                    .anySatisfy(event -> assertThat(event)
                            .isInstanceOfSatisfying(
                                    LiveEvent.JobChanged.class,
                                    changed ->
                                            assertThat(changed.job().progress()).isEqualTo(0.25))));
        }
    }

    @Test
    void cancelsOnAllNodesAndCleansUp() throws Exception {
        TestNode seed = startCluster(1, 2);
        String job = submit(seed, "/clips/a.mov", 9);
        awaitAnAttemptOnEachNode();

        JobService.Cancellation cancellation =
                seed.service().cancel(job).toCompletableFuture().get(10, TimeUnit.SECONDS);

        assertThat(cancellation).isEqualTo(JobService.Cancellation.CANCELLED);
        await().atMost(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(nodes)
                        .allSatisfy(node -> assertThat(node.runner.interrupted).hasValue(1)));
        await().untilAsserted(() -> assertThat(seed.steps.cleaned).containsExactly(job));
        assertThat(seed.job(job).status()).isEqualTo("CANCELLED");
    }

    @Test
    void givesTheWorkOfANodeThatLeftToTheOthers() throws Exception {
        TestNode seed = startCluster(1, 1);
        String job = submit(seed, "/clips/a.mov", 4);
        awaitAnAttemptOnEachNode();

        nodes.get(1).close();
        seed.runner.letAllSucceed();

        awaitStatus(seed, job, "SUCCEEDED");
        assertThat(seed.runner.started).hasSize(4);
    }

    @Test
    void aDrainedNodeGivesItsSegmentBackAndWorksAgainWhenItIsResumed() throws Exception {
        TestNode seed = startCluster(1, 1);
        TestNode helper = nodes.get(1);
        String job = submit(seed, "/clips/a.mov", 4);
        awaitAnAttemptOnEachNode();

        NodeView drained = seed.service()
                .drain(helper.node.address(), true)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .orElseThrow();
        assertThat(drained.unusedReason()).contains("drained");
        assertThat(helper.notices)
                .contains("This node gets no work. It was drained: \"proxima node resume\" lets it work again.");
        await().untilAsserted(() -> assertThat(helper.runner.interrupted).hasPositiveValue());
        seed.runner.letAllSucceed();

        awaitStatus(seed, job, "SUCCEEDED");
        assertThat(seed.runner.started).hasSize(4);
        int begun = helper.runner.started.size();
        assertThat(helper.runner.interrupted)
                .describedAs("all that began there")
                .hasValue(begun);
        seed.service().resume(helper.node.address()).toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(helper.notices).last().isEqualTo("This node gets work again.");
        submit(seed, "/clips/b.mov", 4);
        await().untilAsserted(() -> assertThat(helper.runner.started).hasSizeGreaterThan(begun));
        assertThat(seed.service().drain("nobody:1", false).toCompletableFuture().get(10, TimeUnit.SECONDS))
                .isEmpty();
    }

    @Test
    void recoversJobsOfARestartedSeedAndKeepsWhatHelpersDidMeanwhile() throws Exception {
        TestNode seed = startCluster(1, 1);
        TestNode helper = nodes.get(1);
        String job = submit(seed, "/clips/a.mov", 4);
        awaitAnAttemptOnEachNode();
        int port = Integer.parseInt(seed.node.address().split(":")[1]);

        seed.close();
        nodes.remove(seed);
        helper.runner.letSucceed(1);
        TestNode again = TestNode.seed(directory.resolve("seed"), port, 1);
        nodes.add(again);
        again.runner.letAllSucceed();
        helper.runner.letAllSucceed();

        awaitStatus(again, job, "SUCCEEDED");
        assertThat(helper.runner.started.stream()
                        .map(order -> order.id().entityId())
                        .toList())
                .doesNotHaveDuplicates();
        assertThat(again.job(job).segments())
                .filteredOn(segment -> helper.node.address().equals(segment.node()) && segment.attempts() == 1)
                .isNotEmpty();
    }

    @Test
    void makesAFinishedOrFailedJobAgainWhenItIsHandedInAgain() throws Exception {
        TestNode seed = startCluster(1, 0);
        seed.runner.letAllSucceed();
        for (int times = 1; times <= 3; times++) {
            String job = submit(seed, "/clips/a.mov", 2);
            int stitches = times;
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                assertThat(seed.steps.stitched).hasSize(stitches);
                assertThat(seed.job(job).status()).isEqualTo("SUCCEEDED");
            });
            String broken = submit(seed, "/clips/text.mov", 1);
            awaitStatus(seed, broken, "FAILED");
        }
    }

    @Test
    void refusesAtOnceWhatCannotBeDone() throws Exception {
        TestNode seed = startCluster(1, 0);

        JobService.Submission submission = seed.service()
                .submit(new JobRequest("/clips/missing.mov", null, null, false, 0))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);

        assertThat(submission)
                .isInstanceOfSatisfying(
                        JobService.Submission.Refused.class,
                        refused -> assertThat(refused.failure().message()).contains("/clips/missing.mov"));
        assertThat(seed.service().jobs().toCompletableFuture().get(10, TimeUnit.SECONDS))
                .isEmpty();
    }

    @Test
    void tellsThatNoNodeHasTheEncoder() throws Exception {
        TestNode seed = startCluster(1, 0);
        seed.service()
                .submit(new JobRequest("/clips/a.mov", "h264-nvenc", null, false, 2))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);

        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(
                                seed.service().jobs().toCompletableFuture().get(10, TimeUnit.SECONDS))
                        .singleElement()
                        .satisfies(job -> assertThat(job.warnings())
                                .containsExactly(
                                        "The job waits for a node that can encode with h264_nvenc, as its preset "
                                                + "h264-nvenc does: none of the cluster can.")));
        assertThat(seed.presets())
                .filteredOn(preset -> !preset.available())
                .extracting(PresetView::name)
                .contains("h264-nvenc")
                .doesNotContain("prores-proxy");
    }

    @Test
    void tellsWhyAClipCannotBePlanned() throws Exception {
        TestNode seed = startCluster(1, 0);

        String job = submit(seed, "/clips/text.mov", 1);

        awaitStatus(seed, job, "FAILED");
        assertThat(seed.job(job).failure().kind()).isEqualTo("source-unreadable");
    }

    private TestNode startCluster(int slots, int helpers) throws Exception {
        TestNode seed = TestNode.seed(directory.resolve("seed"), 0, slots);
        nodes.add(seed);
        for (int helper = 0; helper < helpers; helper++) {
            nodes.add(TestNode.helper(directory.resolve("helper" + helper), seed.node.address(), slots));
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(nodes)
                        .allSatisfy(node -> assertThat(node.nodes())
                                .hasSize(helpers + 1)
                                .allSatisfy(view -> assertThat(view.slots()).isEqualTo(slots))));
        return seed;
    }

    private void awaitAnAttemptOnEachNode() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(nodes)
                        .allSatisfy(node -> assertThat(node.runner.started).hasSize(1)));
    }

    private static String submit(TestNode node, String source, int segments) throws Exception {
        JobService.Submission submission = node.service()
                .submit(new JobRequest(source, null, null, false, segments))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        assertThat(submission).isInstanceOf(JobService.Submission.Accepted.class);
        return ((JobService.Submission.Accepted) submission).job().id();
    }

    private static void awaitStatus(TestNode node, String job, String status) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(node.job(job).status()).isEqualTo(status));
    }
}
