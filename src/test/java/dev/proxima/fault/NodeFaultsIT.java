package dev.proxima.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.api.JobView;
import dev.proxima.api.SegmentView;
import dev.proxima.testing.Drill;
import dev.proxima.testing.FaultTable;
import dev.proxima.testing.Jvm;
import dev.proxima.testing.Signals;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole nodes are killed and stopped while they encode. */
@Tag("fault")
@Tag("fault-long")
class NodeFaultsIT extends OwnCluster {

    @BeforeEach
    void startWork() {
        startHelpers();
        drill.queue(8);
    }

    @Test
    void aSeedThatIsKilledAndStartedAgainEncodesNothingTwiceThatHelpersHave() throws Exception {
        Jvm seed = cluster.seed();
        drill.awaitBusy(cluster.node("a"), 2);
        List<ProcessHandle> ffmpegs = drill.awaitBusy(seed, 2);
        JobView before = drill.fault();
        seed.kill();
        // an editor needs a moment to start it again
        Drill.awaitThat(() -> drill.sinceFault().toMillis() >= 2000);
        cluster.restart("seed");

        List<Integer> onHelpers = before.segments().stream()
                .filter(segment -> Drill.isInFlight(segment) && !segment.node().equals(seed.address()))
                .map(SegmentView::index)
                .toList();
        drill.until(job -> onHelpers.stream()
                .map(job.segments()::get)
                .allMatch(now -> !now.status().equals("DISPATCHED")));
        Duration recovery = drill.sinceFault();
        long repeated = drill.awaitExact();
        Drill.assertGone(ffmpegs);
        assertThat(onHelpers)
                .isNotEmpty()
                .allSatisfy(
                        index -> assertThat(drill.job().segments().get(index).attempts())
                                .describedAs("attempts at segment %d, which a helper went on with", index)
                                .isEqualTo(before.segments().get(index).attempts()));
        FaultTable.add(
                "seed: kill -9, started again after 2 s", "encoding", "published, identical", recovery, repeated);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10})
    void aHelperThatStandsStillForAWhile(int seconds) throws Exception {
        standsStill(cluster.node("a"), "helper", seconds);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10})
    void aSeedThatStandsStillForAWhile(int seconds) throws Exception {
        standsStill(cluster.seed(), "seed", seconds);
    }

    @Test
    void aHelperThatStandsStillForAMinute() throws Exception {
        standsStill(cluster.node("a"), "helper", 60);
    }

    @Test
    void aSeedThatStandsStillForAMinute() throws Exception {
        standsStill(cluster.seed(), "seed", 60);
    }

    /** FFmpeg goes on meanwhile, as it does when only the JVM is starved. */
    private void standsStill(Jvm node, String what, int seconds) throws Exception {
        drill.awaitBusy(node, 2);
        drill.fault();
        Signals.stop(node.pid());
        try {
            Drill.awaitThat(() -> drill.sinceFault().toSeconds() >= seconds);
        } finally {
            Signals.goOn(node.pid());
        }
        cluster.awaitNodes(3);
        Duration recovery = drill.sinceFault().minusSeconds(seconds);
        long repeated = drill.awaitExact();
        drill.assertStaysAsItIs();
        FaultTable.add(
                what + ": stopped for " + seconds + " s", "encoding", "published, identical", recovery, repeated);
    }
}
