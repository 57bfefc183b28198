package dev.proxima.cluster;

import static dev.proxima.testing.TestSystem.ENCODERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.api.AttemptView;
import dev.proxima.schedule.Work;
import dev.proxima.testing.WorkSamples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Jobs and nodes that only talk to a ledger, with every answer and report as late as it likes. */
class SlotLedgerPropertyTest {

    private static final Duration ROUND = Duration.ofMillis(250);

    @Property(tries = 100, seed = "1")
    void neverUsesMoreSlotsThanANodeHasAndServesAll(
            @ForAll @Size(min = 1, max = 3) List<@IntRange(min = 1, max = 4) Integer> slots,
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 5) Integer> jobs,
            @ForAll Random random) {
        World world = new World(slots, jobs, random);
        for (int round = 0; round < 2000 && !world.isDone(); round++) {
            world.round();
        }
        assertThat(world.isDone()).as("all jobs served").isTrue();
    }

    @Example
    void servesThreeTimesAsManyJobsAsSlots() {
        World world = new World(List.of(2, 1), List.of(3, 3, 3, 3, 3, 3, 3, 3, 3), new Random(1));
        for (int round = 0; round < 2000 && !world.isDone(); round++) {
            world.round();
        }
        assertThat(world.isDone()).isTrue();
    }

    private static final class World {

        private final SlotLedger ledger = new SlotLedger(ENCODERS, 0);
        private final Random random;
        private final Map<String, Integer> slots = new HashMap<>();
        private final Map<String, Integer> left = new HashMap<>();
        private final List<SlotLedger.Grant> unanswered = new ArrayList<>();
        private final List<AttemptId> running = new ArrayList<>();
        private Instant now = Instant.parse("2025-01-01T00:00:00Z");
        private int attempts;

        World(List<Integer> nodeSlots, List<Integer> jobs, Random random) {
            this.random = random;
            nodeSlots.forEach(count -> slots.put("node" + slots.size() + ":1", count));
            jobs.forEach(pieces -> left.put("job" + left.size(), pieces));
        }

        boolean isDone() {
            return running.isEmpty() && left.values().stream().allMatch(pieces -> pieces == 0);
        }

        void round() {
            now = now.plus(ROUND);
            slots.keySet().forEach(this::report);
            left.forEach((job, pieces) -> ledger.wish(work(job, pieces), now));
            unanswered.addAll(ledger.assign(now));
            unanswered.removeIf(grant -> random.nextBoolean() && answer(grant));
            running.removeIf(id -> random.nextInt(3) == 0 && end(id));
            slots.forEach((node, count) -> assertThat(
                            running.stream().filter(id -> id.node().equals(node)))
                    .hasSizeLessThanOrEqualTo(count));
        }

        private Work work(String job, int pieces) {
            List<Work.Run> runs = running.stream()
                    .filter(id -> id.job().equals(job))
                    .map(id -> new Work.Run(id.segment(), id.attempt(), id.node(), WorkSamples.FRAMES))
                    .toList();
            return WorkSamples.of(job, 1, pieces, "build", runs);
        }

        private boolean answer(SlotLedger.Grant grant) {
            int pieces = left.get(grant.job());
            if (pieces == 0 || grant.choice().again().isPresent()) {
                ledger.answered(grant.id(), Optional.empty());
            } else {
                AttemptId id = new AttemptId(grant.job(), ++attempts, 1, grant.node());
                left.put(grant.job(), pieces - 1);
                running.add(id);
                ledger.answered(grant.id(), Optional.of(id.entityId()));
            }
            return true;
        }

        /** Some ends are told by the job at once, all by the next report. */
        private boolean end(AttemptId id) {
            if (random.nextBoolean()) {
                ledger.ended(id.entityId(), AttemptEnd.SUCCEEDED, "", now);
            }
            return true;
        }

        private void report(String node) {
            List<AttemptView> views = running.stream()
                    .filter(id -> id.node().equals(node))
                    .map(id -> new AttemptView(id.job(), id.segment(), id.attempt(), 0, 0))
                    .toList();
            ledger.report(
                    new NodeReport(
                            node, List.of("encoder"), slots.get(node), false, "test", "build", Set.of(), 1, views),
                    now);
        }
    }
}
