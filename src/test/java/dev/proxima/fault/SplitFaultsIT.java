package dev.proxima.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.testing.Drill;
import dev.proxima.testing.FaultTable;
import dev.proxima.testing.Jvm;
import dev.proxima.testing.PacedFfmpeg;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Nodes are killed when the rest of a running segment has just been given away. Three nodes have a third of the clip each: the fast
 * one is done with its own after 3 s, the seed after 8 s, and the slow one would be after 40 s.
 */
@Tag("fault")
@Tag("fault-long")
class SplitFaultsIT extends OwnCluster {

    private static final String FAULT_PHASE = "a segment was just split";

    private Jvm slow;
    private Jvm fast;
    private int planned;

    @BeforeEach
    void splitASegment() {
        fast = helper("fast", 3);
        slow = helper("slow", 0.2);
        cluster.awaitNodes(3);
        drill.queue(0);
        drill.until(job -> (planned = job.segments().size()) > 0);
        drill.until(job -> job.segments().size() > planned
                && Drill.having(job, "ENCODING")
                        .anyMatch(segment -> fast.address().equals(segment.node()))
                && Drill.having(job, "ENCODING")
                        .anyMatch(segment -> slow.address().equals(segment.node())));
    }

    private Jvm helper(String name, double pace) {
        PacedFfmpeg paced = PacedFfmpeg.create(directory.resolve(name), pace, "");
        return cluster.startHelper(name, Jvm.Launch.PLAIN.with(paced.options()));
    }

    @Test
    void theNodeThatKeepsTheFirstOfIt() throws Exception {
        drill.fault();
        slow.kill();

        FaultTable.add(
                "helper that keeps the first of it: kill -9",
                FAULT_PHASE,
                "published, identical",
                untilExact(),
                again());
    }

    @Test
    void theNodeThatGotTheRestOfIt() throws Exception {
        drill.fault();
        fast.kill();

        FaultTable.add(
                "helper that got the rest of it: kill -9", FAULT_PHASE, "published, identical", untilExact(), again());
    }

    @Test
    void theSeed() throws Exception {
        drill.fault();
        cluster.seed().kill();
        cluster.restart("seed");

        FaultTable.add("seed: kill -9, started again", FAULT_PHASE, "published, identical", untilExact(), again());
    }

    /** Which segments there are may have changed in the meantime. */
    private Duration untilExact() throws Exception {
        drill.forgetBefore();
        drill.awaitExact();
        Duration exact = drill.sinceFault();
        drill.assertStaysAsItIs();
        assertThat(drill.job().segments()).hasSizeGreaterThanOrEqualTo(planned);
        return exact;
    }

    private long again() {
        return Drill.repeated(drill.job());
    }
}
