package dev.proxima.cluster;

import static dev.proxima.testing.TestSystem.ENCODERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.api.AttemptView;
import dev.proxima.job.Priority;
import dev.proxima.schedule.Choice;
import dev.proxima.schedule.Demand;
import dev.proxima.schedule.Work;
import dev.proxima.testing.WorkSamples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SlotLedgerTest {

    private static final String BUILD = "8.0.1/abc";
    private static final String A = "a:1";
    private static final String B = "b:1";
    private static final Instant NOW = Instant.parse("2025-01-01T00:00:00Z");

    private final SlotLedger ledger = new SlotLedger(ENCODERS, 100);

    @Test
    void servesJobsInTheOrderOfTheirSubmission() {
        ledger.report(node(A, 3), NOW);
        wish("late", 2, 5);
        wish("early", 1, 2);

        assertThat(ledger.assign(NOW)).extracting(SlotLedger.Grant::job).containsExactly("early", "early", "late");
        assertThat(ledger.assign(NOW)).isEmpty();
    }

    @Test
    void servesAJobThatCanUseASlotBeforeAnEarlierOneThatCannot() {
        ledger.report(node(A, 1), NOW);
        ledger.wish(WorkSamples.of("early", 1, 1, "another build"), NOW);
        wish("late", 2, 1);

        assertThat(ledger.assign(NOW)).extracting(SlotLedger.Grant::job).containsExactly("late");
    }

    @Test
    void spreadsWorkOverTheNodes() {
        ledger.report(node(A, 2), NOW);
        ledger.report(node(B, 2), NOW);
        wish("job", 1, 2);

        assertThat(ledger.assign(NOW)).extracting(SlotLedger.Grant::node).containsExactlyInAnyOrder(A, B);
    }

    @Test
    void countsAnAttemptOnceFromItsGrantToTheReportThatItIsGone() {
        ledger.report(node(A, 1), NOW);
        wish("job", 1, 2);
        SlotLedger.Grant grant = ledger.assign(NOW).get(0);
        AttemptId id = new AttemptId("job", 0, 1, A);

        ledger.answered(grant.id(), Optional.of(id.entityId()));
        assertThat(ledger.assign(NOW)).isEmpty();
        ledger.report(node(A, 1, id), NOW);
        assertThat(ledger.assign(NOW)).isEmpty();
        ledger.report(node(A, 1), NOW);
        assertThat(ledger.assign(NOW)).hasSize(1);
    }

    @Test
    void freesTheSlotOfAnAttemptThatEndedBeforeItsNodeSaysSo() {
        AttemptId id = new AttemptId("other", 0, 1, A);
        ledger.report(node(A, 1, id), NOW);
        wish("job", 1, 1);
        assertThat(ledger.assign(NOW)).isEmpty();

        ledger.ended(id.entityId(), AttemptEnd.SUCCEEDED, "", NOW);
        ledger.report(node(A, 1, id), NOW);

        assertThat(ledger.assign(NOW)).as("even if an old report says it again").hasSize(1);
    }

    @Test
    void freesTheSlotOfAGrantThatWasNotUsed() {
        ledger.report(node(A, 1), NOW);
        wish("first", 1, 1);
        SlotLedger.Grant unused = ledger.assign(NOW).get(0);
        wish("second", 2, 1);

        ledger.answered(unused.id(), Optional.empty());

        assertThat(ledger.assign(NOW)).extracting(SlotLedger.Grant::job).containsExactly("second");
    }

    @Test
    void offersNothingAgainToAJobThatHadNoUseForItUntilItAsks() {
        ledger.report(node(A, 1), NOW);
        wish("job", 1, 1);
        ledger.answered(ledger.assign(NOW).get(0).id(), Optional.empty());
        assertThat(ledger.assign(NOW)).isEmpty();

        wish("job", 1, 1);
        assertThat(ledger.assign(NOW)).hasSize(1);
    }

    @Test
    void takesBackAGrantThatIsNotAnswered() {
        ledger.report(node(A, 1), NOW);
        wish("job", 1, 1);
        ledger.assign(NOW);
        Instant later = NOW.plus(SlotLedger.GRANT_LIFE).plusMillis(1);
        ledger.report(node(A, 1), later);
        ledger.wish(WorkSamples.of("job", 1, 1, BUILD), later);

        assertThat(ledger.assign(later)).hasSize(1);
    }

    @Test
    void forgetsAJobThatStoppedAsking() {
        wish("job", 1, 1);
        Instant later = NOW.plus(SlotLedger.WISH_LIFE).plusMillis(1);
        ledger.report(node(A, 1), later);

        assertThat(ledger.assign(later)).isEmpty();
    }

    @Test
    void takesAWishBack() {
        ledger.report(node(A, 1), NOW);
        wish("job", 1, 1);
        wish("job", 1, 0);

        assertThat(ledger.assign(NOW)).isEmpty();
    }

    @Test
    void leavesOutNodesThatCannotServe() {
        ledger.report(report(A, 1, false, "another build", Set.of()), NOW);
        ledger.report(report(B, 1, false, BUILD, Set.of("prores")), NOW);
        ledger.report(report("c:1", 1, true, BUILD, Set.of()), NOW);
        ledger.report(report("d:1", 0, false, BUILD, Set.of()), NOW);
        wish("job", 1, 4);

        assertThat(ledger.assign(NOW)).isEmpty();
    }

    @Test
    void grantsNothingOnANodeThatIsGone() {
        ledger.report(node(A, 1), NOW);
        ledger.nodeGone(A);
        wish("job", 1, 1);

        assertThat(ledger.assign(NOW)).isEmpty();
    }

    /** It may have been killed, or this is a report that arrived after word of its removal. */
    @Test
    void grantsNothingOnANodeThatFellSilent() {
        ledger.report(node(A, 1), NOW);
        Instant later = NOW.plus(SlotLedger.REPORT_LIFE).plusMillis(1);
        ledger.wish(WorkSamples.of("job", 1, 1, BUILD), later);

        assertThat(ledger.assign(later)).isEmpty();
        ledger.report(node(A, 1), later);
        assertThat(ledger.assign(later)).hasSize(1);
    }

    @Test
    void beginsASlowAttemptAgainOnAnIdleNodeOnceItWasSeenAtWork() {
        AttemptId slow = new AttemptId("job", 0, 1, A);
        AttemptId quick = new AttemptId("job", 1, 1, B);
        ledger.wish(
                WorkSamples.of("job", 1, 0, BUILD, List.of(new Work.Run(1, 1, B, WorkSamples.FRAMES))),
                NOW.minusSeconds(2));
        ledger.ended(quick.entityId(), AttemptEnd.SUCCEEDED, "", NOW);
        for (int second = 0; second < 20; second++) {
            assertThat(assignWhileItRuns(slow, node(B, 1), NOW.plusSeconds(second)))
                    .as("its node is away")
                    .isEmpty();
        }

        List<SlotLedger.Grant> grants = new ArrayList<>();
        for (int second = 20; second < 40; second++) {
            Instant now = NOW.plusSeconds(second);
            ledger.report(progress(A, slow, second - 19), now);
            grants.addAll(assignWhileItRuns(slow, node(B, 1), now));
        }

        assertThat(grants).extracting(SlotLedger.Grant::node).containsOnly(B);
        assertThat(grants.get(0).choice().again()).hasValue(0);
    }

    @Test
    void splitsAPieceThatHasJustBegunAndOnlyOnceUntilTheJobAnswers() {
        AttemptId running = new AttemptId("job", 0, 1, A);

        Choice choice = assignWhileItCanBeSplit(running, 0, 0).get(0).choice();

        assertThat(choice.node()).isEqualTo(B);
        assertThat(choice.again()).hasValue(0);
        assertThat(choice.keep()).hasValue(500);
        assertThat(choice.frames()).isEqualTo(500);
        assertThat(assignWhileItCanBeSplit(running, 1, 10)).isEmpty();
    }

    /** The quick one is busy with the first piece, and would be done with the second before the slow one is. */
    @Test
    void grantsAPartOfAWaitingPieceOnceUntilTheJobAnswers() {
        AttemptId quick = new AttemptId("job", 0, 1, A);
        AttemptId slow = new AttemptId("other", 0, 1, B);
        Work work = new Work(
                "job",
                Priority.NORMAL,
                1,
                2000,
                "/footage/",
                WorkSamples.KIND,
                BUILD,
                List.of(new Demand.Lot(1000, 1, Set.of(), false, true)),
                List.of(new Work.Run(0, 1, A, 1000)));
        for (int second = 0; second < 20; second++) {
            Instant now = NOW.plusSeconds(second);
            ledger.wish(WorkSamples.of("other", 1, 0, BUILD, List.of(new Work.Run(0, 1, B, 80))), now);
            ledger.wish(work, now);
            ledger.report(progress(A, quick, second * 40L), now);
            ledger.report(progress(B, slow, second * 4L), now);
            assertThat(ledger.assign(now)).isEmpty();
        }
        Instant now = NOW.plusSeconds(20);
        ledger.ended(slow.entityId(), AttemptEnd.SUCCEEDED, "", now);

        List<SlotLedger.Grant> grants = ledger.assign(now);

        assertThat(grants).hasSize(1);
        Choice part = grants.get(0).choice();
        assertThat(part.node()).isEqualTo(B);
        assertThat(part.again()).isEmpty();
        assertThat(part.frames()).isBetween(20L, 300L);
        assertThat(part.keep()).hasValue(1000 - part.frames());
        assertThat(ledger.assign(now)).isEmpty();
    }

    @Test
    void splitsAPieceAheadOfWhereItIs() {
        AttemptId running = new AttemptId("job", 0, 1, A);

        Choice choice = assignWhileItCanBeSplit(running, 0, 410).get(0).choice();

        assertThat(choice.keep()).hasValue(700);
    }

    /** The slow one is done at once then. */
    @Test
    void splitsASlowPieceWhereItWasBefore() {
        AttemptId slow = new AttemptId("job", 0, 1, A);
        AttemptId quick = new AttemptId("other", 0, 1, B);
        ledger.wish(WorkSamples.of("other", 1, 0, BUILD, List.of(new Work.Run(0, 1, B, 1000))), NOW.minusSeconds(60));
        ledger.ended(quick.entityId(), AttemptEnd.SUCCEEDED, "", NOW.minusSeconds(50));
        for (int second = 0; second < 10; second++) {
            ledger.report(progress(A, slow, 240 + second), NOW.minusSeconds(20 - second));
            ledger.wish(WorkSamples.of("job", 1, 0, BUILD, List.of(splittable(slow))), NOW.minusSeconds(20 - second));
        }

        Choice choice = assignWhileItCanBeSplit(slow, 0, 260).get(0).choice();

        assertThat(choice.keep()).hasValue(200);
    }

    /** As it is too slow to be known to have written them. */
    @Test
    void splitsAPieceThatMadeAllFramesLongAgo() {
        AttemptId running = new AttemptId("job", 0, 1, A);
        int second = 0;
        for (; second < 5; second++) {
            ledger.report(progress(A, running, 200L * (second + 1)), NOW.plusSeconds(second));
            ledger.wish(WorkSamples.of("job", 1, 0, BUILD, List.of(splittable(running))), NOW.plusSeconds(second));
        }
        for (; second < 8; second++) {
            assertThat(assignWhileItCanBeSplit(running, second, 1000)).isEmpty();
        }

        List<SlotLedger.Grant> grants = List.of();
        for (; second < 20 && grants.isEmpty(); second++) {
            grants = assignWhileItCanBeSplit(running, second, 1000);
        }

        assertThat(grants.get(0).choice().keep()).hasValue(900);
    }

    /** A node makes so many of the 1000 frames of a piece, while the other one has nothing to do. */
    private List<SlotLedger.Grant> assignWhileItCanBeSplit(AttemptId running, int second, long frames) {
        Instant now = NOW.plusSeconds(second);
        ledger.wish(WorkSamples.of("job", 1, 0, BUILD, List.of(splittable(running))), now);
        ledger.report(progress(running.node(), running, frames), now);
        ledger.report(node(B, 1), now);
        return ledger.assign(now);
    }

    private static Work.Run splittable(AttemptId running) {
        List<Long> splits =
                LongStream.range(1, 10).map(split -> split * 100).boxed().toList();
        return new Work.Run(0, 1, running.node(), 1000, splits);
    }

    private List<SlotLedger.Grant> assignWhileItRuns(AttemptId running, NodeReport idle, Instant now) {
        ledger.report(idle, now);
        ledger.wish(
                WorkSamples.of("job", 1, 0, BUILD, List.of(new Work.Run(0, 1, running.node(), WorkSamples.FRAMES))),
                now);
        return ledger.assign(now);
    }

    @Test
    void countsGrantsFromWhereItWasTold() {
        ledger.report(node(A, 2), NOW);
        wish("job", 1, 2);

        assertThat(ledger.assign(NOW)).extracting(SlotLedger.Grant::id).containsExactly(100L, 101L);
        assertThat(SlotLedger.GRANT_LIFE).isGreaterThan(Duration.ofSeconds(5));
    }

    private void wish(String job, long submittedAt, int pieces) {
        ledger.wish(WorkSamples.of(job, submittedAt, pieces, BUILD), NOW);
    }

    private static NodeReport node(String node, int slots, AttemptId... running) {
        return new NodeReport(
                node,
                List.of("encoder"),
                slots,
                false,
                "test",
                BUILD,
                Set.of(),
                1,
                List.of(running).stream()
                        .map(id -> new AttemptView(id.job(), id.segment(), id.attempt(), 0, 0))
                        .toList());
    }

    /** A node of one slot that has made so many frames of an attempt. */
    private static NodeReport progress(String node, AttemptId id, long frames) {
        return new NodeReport(
                node,
                List.of("encoder"),
                1,
                false,
                "test",
                BUILD,
                Set.of(),
                1,
                List.of(new AttemptView(id.job(), id.segment(), id.attempt(), frames, 1)));
    }

    private static NodeReport report(String node, int slots, boolean draining, String build, Set<String> lacking) {
        return new NodeReport(node, List.of("encoder"), slots, draining, "test", build, lacking, 1, List.of());
    }
}
