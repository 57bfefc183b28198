package dev.proxima.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxima.api.JobView;
import dev.proxima.testing.ReleasedJournal;
import dev.proxima.testing.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A coordinator of today goes on where one of a released version was killed. */
@Tag("cluster")
class ReleasedJournalIT {

    @TempDir
    Path dataDir;

    @Test
    void goesOnFromTheFirstForm() throws Exception {
        ReleasedJournal.unpack(ReleasedJournal.FIRST, dataDir);
        try (TestNode seed = TestNode.seed(dataDir, 25_599, 1)) {
            assertThat(seed.node.awaitMember(Duration.ofSeconds(30))).isTrue();
            seed.runner.letAllSucceed();

            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(
                                    seed.service().jobs().toCompletableFuture().join())
                            .hasSize(115)
                            .filteredOn(job -> !job.status().equals("SUCCEEDED"))
                            .extracting(JobView::status)
                            .containsExactly("FAILED", "CANCELLED"));
            assertThat(seed.runner.started)
                    .as("two segments of half.mov and both of waits.mov")
                    .hasSize(4);
        }
    }
}
