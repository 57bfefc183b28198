package dev.proxima.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.proxima.job.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Pieces of 1000 frames that may be split at each hundred. */
class SplitsTest {

    private static final WorkClass KIND = WorkClass.of("prores", "h264", 1920, 1080);
    private static final long NOW = 1_000_000;
    private static final int PIECE = 4;

    private final Speeds speeds = new Speeds();
    private final List<Machine> machines = new ArrayList<>();
    private final List<Demand> demands = new ArrayList<>();

    /** At 500 frames after 2 and 2.5 s, at 600 after 3 and 2 s. */
    @Test
    void aFasterNodeWithoutWorkTakesWhatIsBehindTheSplitThatEndsSoonest() {
        node("a", 100, 7);
        node("fast", 200);
        job("film", running("a", 300, 100));

        assertThat(choose()).containsExactly(split("film", "fast", 500));
    }

    @Test
    void aSlowerNodeTakesLess() {
        node("a", 100, 10);
        node("slow", 50);
        job("film", running("a", 0, 100));

        assertThat(choose()).containsExactly(split("film", "slow", 700));
    }

    /** It is done with it at once. */
    @Test
    void oneThatHardlyRunsGivesAwayAllFromWhereItWasBefore() {
        node("slow", 0.1, 3000);
        node("fast", 100);
        Demand.Running piece =
                new Demand.Running(PIECE, 1000, Set.of("slow"), NOW + 3_000_000, List.of(600L, 800L), 0.1, true);
        job("film", piece);

        assertThat(choose()).containsExactly(split("film", "fast", 600));
    }

    /** Alone the fast node takes 46 s, and the slow one 35 s to the next split; but all together are done in some 20 s. */
    @Test
    void aSlowOneKeepsNoMoreThanItHasDoneWhenOthersWillShareTheRest() {
        node("fast", 10);
        node("other", 9, 1);
        node("third", 9, 1);
        node("slow", 2, 260);
        Demand.Running piece =
                new Demand.Running(PIECE, 1000, Set.of("slow"), NOW + 260_000, List.of(460L, 540L, 700L), 2, true);
        job("film", piece);

        assertThat(choose()).containsExactly(split("film", "fast", 460));
    }

    @Test
    void nothingIsSplitForAGainOfASecond() {
        node("a", 100, 7);
        machines.add(machine("b", "build", new Pace(1, Map.of(KIND, 100.0), Map.of(KIND, 5_000.0))));
        job("film", running("a", 300, 100));

        assertThat(choose()).isEmpty();
    }

    @Test
    void nothingIsSplitForAGainOfLessThanATenth() {
        node("a", 10, 90);
        node("slow", 0.9);
        job("film", running("a", 100, 10));

        assertThat(choose()).isEmpty();
    }

    /** All its slots share its cores. */
    @Test
    void aNodeDoesNotTakeTheRestOfItsOwnPiece() {
        speeds.saw("a", KIND, 100, 60_000);
        machines.add(new Machine("a", "build", Set.of("prores"), 2, List.of(NOW + 7_000), speeds.pace("a")));
        job("film", running("a", 300, 100));

        assertThat(choose()).isEmpty();
    }

    @Test
    void neitherANodeThatTheJobShunsTakesARestNorOneThatCannotDoIt() {
        node("a", 100, 7);
        node("shunned", 200);
        machines.add(machine("other", "another build", new Pace(2, Map.of(KIND, 200.0))));
        demands.add(demand("film", Priority.NORMAL, List.of(), List.of(running("a", 300, 100)), Set.of("shunned")));

        assertThat(choose()).isEmpty();
    }

    @Test
    void theStrongerOfTwoNodesSplitsThePieceThatWouldEndLast() {
        node("a", 100, 7);
        node("b", 100, 6);
        node("c", 100);
        node("fast", 200);
        job("film", running("b", 400, 100));
        job("clip", running("a", 300, 100));

        assertThat(choose())
                .extracting(Choice::job, Choice::node)
                .containsExactly(tuple("clip", "fast"), tuple("film", "c"));
    }

    @Test
    void aPieceIsSplitOnceInADecision() {
        node("a", 100, 7);
        node("b", 100);
        node("c", 100);
        job("film", running("a", 300, 100));

        assertThat(choose()).hasSize(1);
    }

    @Test
    void anUrgentPieceIsSplitBeforeOneThatWouldEndLater() {
        node("a", 100, 7);
        node("b", 100, 6);
        node("c", 100);
        job("film", running("a", 300, 100));
        demands.add(demand("urgent", Priority.URGENT, List.of(), List.of(running("b", 400, 100)), Set.of()));

        assertThat(choose()).extracting(Choice::job).containsExactly("urgent");
    }

    @Test
    void aNodeThatIsTooSlowForWhatWaitsTakesARest() {
        node("a", 100, 8);
        node("slow", 50);
        demands.add(demand("film", Priority.NORMAL, List.of(lot(1000, 1)), List.of(running("a", 200, 100)), Set.of()));
        assertThat(choose()).extracting(Choice::frames).containsExactly(1000L);

        demands.clear();
        demands.add(demand("film", Priority.NORMAL, List.of(lot(2000, 1)), List.of(running("a", 200, 100)), Set.of()));
        assertThat(choose()).containsExactly(split("film", "slow", 700));
    }

    @Test
    void aLatePieceIsSplitWhileShorterOnesWait() {
        node("slow", 10, 90);
        node("fast", 100);
        demands.add(demand("film", Priority.NORMAL, List.of(lot(500, 2)), List.of(running("slow", 100, 10)), Set.of()));

        assertThat(choose()).containsExactly(split("film", "fast", 200));
    }

    @Test
    void aPieceWhoseNodeStandsStillIsBegunAgain() {
        node("slow", 0.1, 9000);
        node("fast", 100);
        job("film", running("slow", 100, 0.1));

        assertThat(choose()).containsExactly(new Choice("film", "fast", 1000, false, OptionalInt.of(PIECE)));
    }

    /** That it stands still is not known. */
    @Test
    void aPieceOfWhichNothingWasSeenIsOnlySplit() {
        node("slow", 0.1, 9000);
        node("fast", 100);
        job("film", new Demand.Running(PIECE, 1000, Set.of("slow"), NOW + 9_000_000, List.of(200L, 600L), 0.1, false));

        assertThat(choose()).containsExactly(split("film", "fast", 200));
    }

    @Test
    void aPieceThatIsBegunAgainIsNotSplitAsWell() {
        node("slow", 0.1, 9000);
        node("fast", 100);
        node("other", 90);
        job("film", running("slow", 100, 0.1));

        assertThat(choose()).hasSize(1);
    }

    @Test
    void aPieceWithoutSplitsStaysWhole() {
        node("a", 100, 7);
        node("fast", 200);
        job("film", new Demand.Running(PIECE, 1000, Set.of("a"), NOW + 7_000));

        assertThat(choose()).isEmpty();
    }

    /** The busy node begins in 20 s and would be done in 31 s; both together are in some 30 s. */
    @Test
    void aNodeThatIsTooSlowForWhatWaitsTakesAPartOfIt() {
        node("a", 90, 20);
        node("slow", 10);
        waiting(new Demand.Lot(1000, 1, Set.of(), false, true));

        Choice part = choose().get(0);

        assertThat(part.node()).isEqualTo("slow");
        assertThat(part.again()).isEmpty();
        assertThat(part.frames()).isBetween(250L, 350L);
        assertThat(part.keep()).hasValue(1000 - part.frames());
    }

    @Test
    void aPartIsNotTakenOfAPieceThatStaysWhole() {
        node("a", 90, 20);
        node("slow", 10);
        waiting(lot(1000, 1));

        assertThat(choose()).isEmpty();
    }

    @Test
    void aPartThatIsNotWorthAProcessIsLeftToOthers() {
        node("a", 90, 1);
        node("slow", 1);
        waiting(new Demand.Lot(100, 1, Set.of(), false, true));

        assertThat(choose()).isEmpty();
    }

    @Test
    void aPartIsNotTakenByANodeThatFailedAtThePiece() {
        node("a", 90, 20);
        node("slow", 10);
        waiting(new Demand.Lot(1000, 1, Set.of("slow"), false, true));

        assertThat(choose()).isEmpty();
    }

    private void waiting(Demand.Lot lot) {
        demands.add(demand("film", Priority.NORMAL, List.of(lot), List.of(), Set.of()));
    }

    private List<Choice> choose() {
        return new Schedule(speeds).choose(machines, demands, NOW);
    }

    /** @param busySeconds how long each taken slot is taken yet; it is free if there are none */
    private void node(String name, double framesPerSecond, int... busySeconds) {
        speeds.saw(name, KIND, framesPerSecond, 60_000);
        List<Long> busy = new ArrayList<>();
        for (int seconds : busySeconds) {
            busy.add(NOW + seconds * 1000L);
        }
        machines.add(new Machine(name, "build", Set.of("prores"), 1, busy, speeds.pace(name)));
    }

    private static Machine machine(String name, String build, Pace pace) {
        return new Machine(name, build, Set.of("prores"), 1, List.of(), pace);
    }

    private void job(String name, Demand.Running piece) {
        demands.add(demand(name, Priority.NORMAL, List.of(), List.of(piece), Set.of()));
    }

    private static Demand demand(
            String name, Priority priority, List<Demand.Lot> lots, List<Demand.Running> running, Set<String> shunned) {
        return new Demand(name, priority, 0, 1000, KIND, "build", lots, running, shunned);
    }

    private static Demand.Lot lot(long frames, int count) {
        return new Demand.Lot(frames, count, Set.of());
    }

    private static Demand.Running running(String node, long done, double framesPerSecond) {
        List<Long> splits = LongStream.range(1, 10)
                .map(hundred -> hundred * 100)
                .filter(split -> split > done)
                .boxed()
                .toList();
        long until = NOW + Math.round((1000 - done) * 1000 / framesPerSecond);
        return new Demand.Running(PIECE, 1000, Set.of(node), until, splits, framesPerSecond, true);
    }

    private static Choice split(String job, String node, long keep) {
        return new Choice(job, node, 1000 - keep, false, OptionalInt.of(PIECE), OptionalLong.of(keep));
    }
}
