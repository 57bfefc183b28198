package dev.proxima.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.testing.Drill;
import dev.proxima.testing.FaultTable;
import dev.proxima.testing.Jvm;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Helpers are killed while they encode. */
@Tag("fault")
@Tag("fault-long")
@Isolated("of how soon that is found out, a machine that is busy with other tests says nothing")
class KilledHelpersIT extends OwnCluster {

    /** By docs/reliability.md. */
    private static final Duration PROMISED = Duration.ofSeconds(12);

    @BeforeEach
    void startWork() {
        startHelpers();
        drill.queue(8);
    }

    @Test
    void aKilledHelpersSegmentsRunElsewhereWithinTwelveSeconds() throws Exception {
        Jvm helper = cluster.node("a");
        List<ProcessHandle> ffmpegs = drill.awaitBusy(helper, 2);
        drill.fault();
        helper.kill();

        Duration elsewhere = drill.awaitElsewhere(helper.address());
        assertThat(elsewhere).isLessThan(PROMISED);
        long repeated = drill.awaitExact();
        Drill.assertGone(ffmpegs);
        FaultTable.add("helper: kill -9", "encoding", "published, identical", elsewhere, repeated);
    }

    /** A helper would notice only much later that another is gone: the seed has to watch them all. */
    @Test
    void helpersThatAreKilledTogetherAreFoundOutWithinTwelveSeconds() throws Exception {
        List<Jvm> helpers = List.of(cluster.node("a"), cluster.node("b"));
        for (Jvm helper : helpers) {
            drill.awaitBusy(helper, 1);
        }
        drill.fault();
        helpers.forEach(Jvm::kill);

        drill.until(job -> job.segments().stream()
                .filter(Drill::isInFlight)
                .allMatch(segment -> cluster.seed().address().equals(segment.node())));
        Duration foundOut = drill.sinceFault();
        assertThat(foundOut).isLessThan(PROMISED);
        FaultTable.add("both helpers: kill -9", "encoding", "published, identical", foundOut, drill.awaitExact());
    }
}
