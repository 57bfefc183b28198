package dev.proxima.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.proxima.job.Priority;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Every piece takes a usual slot as many seconds as it has hundreds of frames. */
class ScheduleTest {

    private static final WorkClass KIND = WorkClass.of("prores", "h264", 1920, 1080);
    private static final long NOW = 1_000_000;

    private final Speeds speeds = new Speeds();
    private final List<Machine> machines = new ArrayList<>();
    private final List<Demand> demands = new ArrayList<>();

    @Test
    void aSlowNodeDoesNotTakeTheLastPieceWhenAFastOneEndsItSoonerByWaiting() {
        node("fast", 1, 100, 2);
        node("slow", 1, 10);
        job("film", lot(1000, 1));

        assertThat(choose()).isEmpty();
    }

    /** The weaker a node, the longer it takes to start FFmpeg, and to decode what comes before the piece. */
    @Test
    void aNodeThatIsSlowToStartLeavesAShortPieceToOneThatWillBeFree() {
        node("fast", 1, 100, 8);
        node("slow", 1, new Pace(0.5, Map.of(KIND, 50.0)));
        job("film", lot(500, 1));
        assertThat(choose()).extracting(Choice::node).containsExactly("slow");

        machines.remove(1);
        node("slow", 1, new Pace(0.5, Map.of(KIND, 50.0), Map.of(KIND, 8_000.0)));
        assertThat(choose()).isEmpty();
    }

    /** What a node made of other work says that it is strong, and what it made of this work that it is slow. */
    @Test
    void somebodyTakesWhatWaitsWhateverIsThoughtOfTheNodes() {
        node("strong", 1, new Pace(2, Map.of(KIND, 10.0)));
        node("fast", 1, new Pace(1, Map.of(KIND, 100.0)));
        job("film", lot(1000, 1));

        assertThat(choose()).extracting(Choice::node).containsExactly("fast");
    }

    @Property
    void leavesNotAllNodesIdleWhileSomethingWaits(
            @ForAll @Size(min = 1, max = 5) List<@DoubleRange(min = 0.01, max = 10) Double> strengths,
            @ForAll @Size(min = 5, max = 5) List<@DoubleRange(min = 0.1, max = 1000) Double> rates,
            @ForAll @IntRange(min = 1, max = 3) int slots,
            @ForAll @IntRange(min = 1, max = 20) int pieces) {
        machines.clear();
        demands.clear();
        for (int node = 0; node < strengths.size(); node++) {
            node("" + node, slots, new Pace(strengths.get(node), Map.of(KIND, rates.get(node))));
        }
        job("film", lot(1000, pieces), lot(300, 1));

        assertThat(choose()).isNotEmpty();
    }

    @Test
    void aSlowNodeTakesTheLastPieceWhenAFastOneIsBusyForTooLong() {
        node("fast", 1, 100, 100);
        node("slow", 1, 10);
        job("film", lot(1000, 1));

        assertThat(choose()).extracting(Choice::node).containsExactly("slow");
    }

    @Test
    void aSlowNodeTakesWhatItCanFinishBeforeTheOthersHaveFinishedTheRest() {
        node("fast", 1, 100, 5);
        node("slow", 1, 10);
        job("film", lot(5000, 10), lot(500, 2));

        assertThat(choose()).extracting(Choice::node, Choice::frames).containsExactly(tuple("slow", 5000L));
        demands.clear();
        job("film", lot(5000, 1), lot(500, 2));
        assertThat(choose()).extracting(Choice::frames).containsExactly(500L);
    }

    /** Or the longest piece would be left for the node that takes the audio, and be the last to end. */
    @Test
    void theAudioGoesFirstAndTheLongestPiecesToTheOthers() {
        node("a", 1, 100);
        node("b", 1, 100);
        node("c", 1, 100);
        job("film", new Demand.Lot(50, 1, Set.of(), true, false), lot(1010, 1), lot(1000, 1), lot(900, 3));

        assertThat(choose()).extracting(Choice::frames).containsExactly(50L, 1010L, 1000L);
    }

    @Test
    void theAudioOfALaterJobDoesNotPassSegmentsOfAnEarlierOne() {
        node("a", 1, 100);
        job("film", lot(1000, 20));
        demands.add(demand(
                "later",
                Priority.NORMAL,
                10,
                List.of(new Demand.Lot(25, 1, Set.of(), true, false), lot(1000, 20)),
                List.of(),
                Set.of()));

        assertThat(choose()).extracting(Choice::job).containsExactly("film");
    }

    @Test
    void givesTheLongestPieceToTheFastestNode() {
        node("slow", 1, 50);
        node("fast", 1, 100);
        job("film", lot(3000, 1), lot(1500, 1));

        assertThat(choose())
                .extracting(Choice::node, Choice::frames)
                .containsExactly(tuple("fast", 3000L), tuple("slow", 1500L));
    }

    @Test
    void anUrgentJobComesFirstAndALowOneLast() {
        node("a", 3, 100);
        job("low", Priority.LOW, 0, lot(100, 9));
        job("normal", Priority.NORMAL, 1, lot(100, 1));
        job("urgent", Priority.URGENT, 2, lot(100, 1));

        assertThat(choose()).extracting(Choice::job).containsExactly("urgent", "normal", "low");
    }

    @Test
    void aShortClipPassesAFilmThatCameALittleEarlier() {
        node("a", 2, 100);
        job("film", Priority.NORMAL, 0, lot(6000, 60));
        job("clip", Priority.NORMAL, 10_000, lot(500, 2));

        assertThat(choose()).extracting(Choice::job).containsExactly("clip", "clip");
    }

    @Test
    void aFilmIsNotPassedForEver() {
        node("a", 2, 100);
        job("film", Priority.NORMAL, 0, lot(6000, 60));
        job("clip", Priority.NORMAL, 4_000_000, lot(500, 2));

        assertThat(choose()).extracting(Choice::job).containsExactly("film", "film");
    }

    @Test
    void clipsOfAboutOneLengthAreDoneOneAfterAnother() {
        node("a", 4, 100);
        for (int clip = 0; clip < 5; clip++) {
            job("clip" + clip, Priority.NORMAL, clip, lot(1000 + clip, 8));
        }

        assertThat(choose()).extracting(Choice::job).containsOnly("clip0");
    }

    /** It takes as long as all others together on the other slot. */
    @Test
    void aClipThatCannotBeCutBeginsInTimeWhateverCameBefore() {
        node("a", 2, 100);
        for (int clip = 0; clip < 20; clip++) {
            job("clip" + clip, Priority.NORMAL, clip, lot(1000, 1));
        }
        job("uncut", Priority.NORMAL, 99, lot(20_000, 1));

        assertThat(choose()).extracting(Choice::job).containsExactly("uncut", "clip0");
    }

    @Test
    void givesAPieceToAnotherNodeThanTheOneThatFailedAtIt() {
        node("a", 1, 100);
        node("b", 1, 10);
        job("film", new Demand.Lot(1000, 1, Set.of("a")));

        assertThat(choose()).containsExactly(new Choice("film", "b", 1000, false, OptionalInt.empty()));
    }

    @Test
    void givesAPieceToTheNodeThatFailedAtItIfThereIsNoOther() {
        node("a", 1, 100);
        machines.add(new Machine("b", "another build", Set.of("prores"), 1, List.of(), speeds.pace("b")));
        job("film", new Demand.Lot(1000, 1, Set.of("a")));

        assertThat(choose()).containsExactly(new Choice("film", "a", 1000, true, OptionalInt.empty()));
    }

    @Test
    void leavesANodeAloneThatTheJobShunsUnlessThereIsNoOther() {
        node("a", 1, 100);
        demands.add(demand("film", Priority.NORMAL, 0, List.of(lot(1000, 1)), List.of(), Set.of("a")));
        assertThat(choose()).extracting(Choice::node).containsExactly("a");

        node("b", 1, 100, 1000);
        assertThat(choose()).isEmpty();
    }

    @Test
    void beginsASlowPieceAgainWhenASlotIsIdleAndClearlySooner() {
        node("slow", 1, 10, 90);
        node("fast", 1, 100);
        running("film", new Demand.Running(4, 1000, Set.of("slow"), NOW + 90_000));

        assertThat(choose()).containsExactly(new Choice("film", "fast", 1000, false, OptionalInt.of(4)));
    }

    /** However fast a slot of many cores would be: there is none. */
    @Test
    void beginsASlowPieceAgainAlsoWhereAllMachinesAreSmall() {
        for (String name : List.of("slow", "fast", "other")) {
            speeds.claims(name, Speeds.USUAL_CORES / 4.0);
        }
        node("slow", 1, 10, 90);
        node("fast", 1, 100);
        node("other", 1, 100, 20);
        running("film", new Demand.Running(4, 1000, Set.of("slow"), NOW + 90_000));

        assertThat(choose()).containsExactly(new Choice("film", "fast", 1000, false, OptionalInt.of(4)));
    }

    @Test
    void leavesASlowPieceToItsNodeWhenBeginningAgainGainsLittle() {
        node("slow", 1, 10, 11);
        node("fast", 1, 100);
        running("film", new Demand.Running(4, 1000, Set.of("slow"), NOW + 11_000));

        assertThat(choose()).isEmpty();
    }

    @Test
    void doesNotBeginAPieceTwiceOnOneNode() {
        speeds.saw("only", KIND, 10, 1000);
        machines.add(new Machine("only", "build", Set.of("prores"), 2, List.of(NOW + 90_000), speeds.pace("only")));
        running("film", new Demand.Running(4, 100, Set.of("only"), NOW + 90_000));

        assertThat(choose()).isEmpty();
    }

    @Test
    void doesWhatWaitsBeforeItBeginsAnythingAgain() {
        node("slow", 1, 10, 90);
        node("fast", 1, 100);
        running("film", new Demand.Running(4, 1000, Set.of("slow"), NOW + 90_000));
        job("clip", lot(6000, 20));

        assertThat(choose()).extracting(Choice::job).containsExactly("clip");
    }

    /** What a decision costs with 50 nodes and 5,000 waiting segments: measured over many, as one may be disturbed. */
    @Test
    void decidesInMuchLessThanTwoMilliseconds() {
        for (int node = 0; node < 50; node++) {
            node("node" + node, 2, 50 + node, 30);
        }
        node("free", 1, 60);
        for (int job = 0; job < 50; job++) {
            job("job" + job, Priority.NORMAL, job, lot(4000, 20), lot(2000, 30), lot(1000, 50));
        }
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 300; round++) {
            long before = System.nanoTime();
            assertThat(choose()).hasSize(1);
            best = Math.min(best, System.nanoTime() - before);
        }
        assertThat(best).isLessThan(2_000_000L);
    }

    private List<Choice> choose() {
        return new Schedule(speeds).choose(machines, demands, NOW);
    }

    /** @param busySeconds how long each taken slot is taken yet */
    private void node(String name, int slots, double framesPerSecond, int... busySeconds) {
        speeds.saw(name, KIND, framesPerSecond, 60_000);
        List<Long> busy = new ArrayList<>();
        for (int seconds : busySeconds) {
            busy.addAll(Collections.nCopies(busySeconds.length == 1 ? slots : 1, NOW + seconds * 1000L));
        }
        machines.add(new Machine(name, "build", Set.of("prores"), slots, busy, speeds.pace(name)));
    }

    private void node(String name, int slots, Pace pace) {
        machines.add(new Machine(name, "build", Set.of("prores"), slots, List.of(), pace));
    }

    private void job(String name, Demand.Lot... lots) {
        job(name, Priority.NORMAL, 0, lots);
    }

    private void job(String name, Priority priority, long submittedAt, Demand.Lot... lots) {
        demands.add(demand(name, priority, submittedAt, List.of(lots), List.of(), Set.of()));
    }

    private void running(String name, Demand.Running piece) {
        demands.add(demand(name, Priority.NORMAL, 0, List.of(), List.of(piece), Set.of()));
    }

    private static Demand demand(
            String name,
            Priority priority,
            long submittedAt,
            List<Demand.Lot> lots,
            List<Demand.Running> running,
            Set<String> shunned) {
        long frames = lots.stream().mapToLong(lot -> lot.frames() * lot.count()).sum();
        return new Demand(name, priority, submittedAt, frames, KIND, "build", lots, running, shunned);
    }

    private static Demand.Lot lot(long frames, int count) {
        return new Demand.Lot(frames, count, Set.of());
    }
}
