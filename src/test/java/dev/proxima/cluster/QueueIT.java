package dev.proxima.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxima.api.JobRequest;
import dev.proxima.api.JobService;
import dev.proxima.api.JobService.Submission;
import dev.proxima.api.JobView;
import dev.proxima.api.LiveEvent;
import dev.proxima.testing.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many more jobs than a cluster can do at once; {@code scripts/bench/load} has 10,000 of them and 200 watchers. */
@Tag("cluster")
class QueueIT {

    private static final int LIMIT = 400;
    private static final int ACTIVE = 16;

    @TempDir
    Path dataDir;

    @Test
    void fewAreActiveTheRestWaitsAndWhatIsTooMuchIsRefused() throws Exception {
        List<String> jobs = new ArrayList<>();
        try (TestNode seed = TestNode.seed(dataDir, 1, Map.of("proxima.jobs.limit", LIMIT))) {
            assertThat(seed.node.awaitMember(Duration.ofSeconds(60))).isTrue();
            for (int job = 0; job < LIMIT; job++) {
                jobs.add(accepted(seed, job));
            }
            awaitActive(seed);
            assertThat(submit(seed, LIMIT))
                    .isInstanceOfSatisfying(
                            Submission.Refused.class,
                            refused -> assertThat(refused.failure().kind()).isEqualTo("queue-full"));
            assertThat(accepted(seed, 7)).as("it is in the queue already").isEqualTo(jobs.get(7));
            assertThat(snapshot(seed).jobs()).as("what a watcher gets").hasSize(200);

            String last = jobs.remove(LIMIT - 1);
            assertThat(seed.service().cancel(last).toCompletableFuture().get(5, TimeUnit.SECONDS))
                    .isEqualTo(JobService.Cancellation.CANCELLED);
            assertThat(seed.job(last).status()).isEqualTo("CANCELLED");
            await().atMost(Duration.ofSeconds(5)).until(() -> submit(seed, LIMIT) instanceof Submission.Accepted);
        }
        goOnAfterARestart(jobs);
    }

    private void goOnAfterARestart(List<String> jobs) throws Exception {
        try (TestNode again = TestNode.seed(dataDir, 1, Map.of())) {
            assertThat(again.node.awaitMember(Duration.ofSeconds(60))).isTrue();
            awaitActive(again);
            again.runner.letAllSucceed();
            await().atMost(Duration.ofSeconds(90)).until(() -> again.steps.stitched.size() == LIMIT);
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(all(again))
                            .filteredOn(job -> jobs.contains(job.id()))
                            .hasSize(jobs.size())
                            .allMatch(job -> job.status().equals("SUCCEEDED")));
        }
    }

    private static void awaitActive(TestNode seed) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(all(seed))
                        .filteredOn(job -> !job.status().equals("QUEUED") && !job.isFinished())
                        .hasSize(ACTIVE)
                        .allMatch(job -> job.status().equals("ENCODING")));
    }

    private static List<JobView> all(TestNode seed) {
        return seed.service().jobs().toCompletableFuture().join();
    }

    private static LiveEvent.Snapshot snapshot(TestNode seed) throws Exception {
        CompletableFuture<LiveEvent> first = new CompletableFuture<>();
        try (JobService.Subscription ignored = seed.service().subscribe(first::complete)) {
            return (LiveEvent.Snapshot) first.get(10, TimeUnit.SECONDS);
        }
    }

    private static String accepted(TestNode seed, int job) throws Exception {
        AtomicReference<String> id = new AtomicReference<>();
        assertThat(submit(seed, job))
                .isInstanceOfSatisfying(
                        Submission.Accepted.class,
                        accepted -> id.set(accepted.job().id()));
        return id.get();
    }

    private static Submission submit(TestNode seed, int job) throws Exception {
        return seed.service()
                .submit(new JobRequest("/clips/" + job + ".mov", null, null, false, 1))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }
}
