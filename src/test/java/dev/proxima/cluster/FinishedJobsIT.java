package dev.proxima.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxima.api.JobRequest;
import dev.proxima.api.JobService;
import dev.proxima.testing.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What finished jobs leave: small, and of no weight when the coordinator starts. {@code scripts/bench/journal} runs it
 * with 10,000 jobs; everything is real but FFmpeg and its files.
 */
@Tag("cluster")
@Isolated("it measures how long a start takes")
class FinishedJobsIT {

    private static final int JOBS = Integer.getInteger("proxima.bench.jobs", 300);
    private static final int SEGMENTS = Integer.getInteger("proxima.bench.segments", 8);
    private static final int AT_ONCE = 50;
    private static final Duration UP_WITHIN = Duration.ofSeconds(5);

    /** While jobs run, and at any time of 10,000 jobs. */
    private static final long LARGEST = 50_000_000;

    /** A file of this size is left as it is, as is one that is half full; a finished job takes 400 bytes. */
    private static final long QUIET = 5_000_000 + JOBS * 1_000L;

    @TempDir
    Path dataDir;

    @Test
    void leaveLittleAndDoNotHoldUpAStart() throws Exception {
        long largest = fill();
        long size = journalSize();

        long start = System.nanoTime();
        try (TestNode seed = TestNode.seed(dataDir, 0, SEGMENTS)) {
            assertThat(seed.node.awaitMember(Duration.ofSeconds(60))).isTrue();
            assertThat(newest(seed)).isEqualTo(Math.min(JOBS, 100));
            Duration up = Duration.ofNanos(System.nanoTime() - start);
            System.out.printf(
                    "{\"finishedJobs\": %d, \"bytes\": %d, \"largestWhileRunning\": %d, \"upSeconds\": %.2f}%n",
                    JOBS, size, largest, up.toMillis() / 1000.0);
            assertThat(up).isLessThan(UP_WITHIN);
        }
        assertThat(largest).isLessThan(LARGEST);
        assertThat(size).isLessThan(QUIET);
    }

    /** Returns the largest size of the journal on the way. */
    private long fill() throws Exception {
        long largest = 0;
        try (TestNode seed = TestNode.seed(dataDir, 0, SEGMENTS)) {
            assertThat(seed.node.awaitMember(Duration.ofSeconds(60))).isTrue();
            seed.runner.letAllSucceed();
            for (int job = 0; job < JOBS; job++) {
                submit(seed, "/clips/a-clip-with-a-name-of-usual-length-" + job + ".mov");
                if (job % AT_ONCE == AT_ONCE - 1 || job == JOBS - 1) {
                    int submitted = job + 1;
                    await().atMost(Duration.ofMinutes(2)).until(() -> seed.steps.cleaned.size() == submitted);
                    largest = Math.max(largest, journalSize());
                }
            }
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(
                                    seed.service().jobs().toCompletableFuture().get(10, TimeUnit.SECONDS))
                            .allMatch(job -> job.status().equals("SUCCEEDED")));
            await().atMost(Duration.ofSeconds(90)).until(() -> journalSize() < QUIET);
        }
        return largest;
    }

    private long journalSize() throws IOException {
        return Files.size(dataDir.resolve("journal/proxima.mv.db"));
    }

    private static int newest(TestNode seed) throws Exception {
        return seed.service()
                .jobs(100, Optional.empty())
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .jobs()
                .size();
    }

    private static void submit(TestNode seed, String source) throws Exception {
        JobService.Submission submission = seed.service()
                .submit(new JobRequest(source, null, null, false, SEGMENTS))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        assertThat(submission).isInstanceOf(JobService.Submission.Accepted.class);
    }
}
