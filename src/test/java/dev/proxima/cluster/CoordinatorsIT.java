package dev.proxima.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxima.api.JobRequest;
import dev.proxima.api.JobService;
import dev.proxima.api.JobView;
import dev.proxima.testing.Postgres;
import dev.proxima.testing.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Coordinators that share a PostgreSQL, in one JVM. */
@Tag("cluster")
class CoordinatorsIT {

    private static final Duration AWAY = Duration.ofSeconds(8);

    @TempDir
    static Path directory;

    private final List<TestNode> nodes = new ArrayList<>();

    @AfterEach
    void closeAll() {
        nodes.forEach(TestNode::close);
    }

    @Test
    void startedAtOnceTheyAreOneClusterAndTheLastGoesOn() throws Exception {
        try (Postgres database = new Postgres(directory)) {
            CompletableFuture<TestNode> other = CompletableFuture.supplyAsync(() -> start(database, "a"));
            TestNode b = started(start(database, "b"));
            TestNode a = started(other.get(60, TimeUnit.SECONDS));
            awaitNodes(a, 2);
            awaitNodes(b, 2);
            nodes.forEach(node -> node.runner.letSucceed(1));
            List<String> jobs = new ArrayList<>();
            for (int job = 0; job < 4; job++) {
                jobs.add(submit(nodes.get(job % 2), "/clips/" + job + ".mov"));
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> nodes.stream().allMatch(node -> node.runner.started.size() >= 1));

            a.close();
            b.runner.letAllSucceed();

            for (String job : jobs) {
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(b.job(job).status()).isEqualTo("SUCCEEDED"));
            }
            assertThat(b.service().jobs().toCompletableFuture().get(10, TimeUnit.SECONDS))
                    .extracting(JobView::id)
                    .containsExactlyInAnyOrderElementsOf(jobs);
        }
    }

    /** Longer than a connection is waited for, and than a lease is good. */
    @Test
    void jobsGoOnByThemselvesAfterTheDatabaseWasAway() throws Exception {
        try (Postgres database = new Postgres(directory.resolve("outage"))) {
            TestNode seed = started(start(database, "c"));
            awaitNodes(seed, 1);
            String job = submit(seed, "/clips/outage.mov");
            await().atMost(Duration.ofSeconds(20)).until(() -> seed.runner.started.size() == 1);

            database.close();
            seed.runner.letAllSucceed();
            long away = System.nanoTime();
            await().atMost(Duration.ofSeconds(20)).until(() -> System.nanoTime() - away > AWAY.toNanos());
            database.start();

            await().ignoreExceptions()
                    .atMost(Duration.ofSeconds(40))
                    .untilAsserted(() -> assertThat(seed.job(job).status()).isEqualTo("SUCCEEDED"));
            assertThat(seed.runner.started)
                    .as("no finished segment is made again")
                    .hasSize(2);
        }
    }

    private TestNode start(Postgres database, String name) {
        try {
            return TestNode.coordinator(directory.resolve(name), database.url(), 1);
        } catch (dev.proxima.job.FailureException e) {
            throw new AssertionError(e);
        }
    }

    private TestNode started(TestNode node) {
        nodes.add(node);
        return node;
    }

    private static void awaitNodes(TestNode node, int count) {
        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(node.nodes())
                        .hasSize(count)
                        .allSatisfy(view -> assertThat(view.slots()).isEqualTo(1)));
    }

    private static String submit(TestNode node, String source) throws Exception {
        JobService.Submission submission = node.service()
                .submit(new JobRequest(source, null, null, false, 2))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        assertThat(submission).isInstanceOf(JobService.Submission.Accepted.class);
        return ((JobService.Submission.Accepted) submission).job().id();
    }
}
