package dev.proxima.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.job.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** In simulated time, so what comes out is always the same. */
class SimulationTest {

    @ParameterizedTest
    @MethodSource("smallClusters")
    void endsWithinFivePercentOfTheLowerBound(Scenario scenario) {
        Simulation.Result result = Simulation.of(scenario);

        assertThat((double) result.makespan() / scenario.lowerBound()).isBetween(1.0, 1.05);
    }

    static Stream<Scenario> smallClusters() {
        return Scenarios.of(4).stream();
    }

    @Test
    void aThrottledNodeDoesNotHoldUpTheEnd() {
        List<SimulatedNode> nodes = List.of(
                SimulatedNode.of("a", 1, 1),
                SimulatedNode.of("b", 1, 1),
                SimulatedNode.of("c", 1, 1),
                SimulatedNode.of("d", 1, 1).from(150_000, 0.1));
        Scenario scenario = new Scenario("straggler", nodes, Scenario.oneOf(4000));

        Simulation.Result result = Simulation.of(scenario);

        assertThat((double) result.makespan() / scenario.lowerBound()).isLessThan(1.15);
    }

    @Test
    void clipsEndOneAfterAnother() {
        List<SimulatedNode> nodes = List.of(SimulatedNode.of("a", 2, 1), SimulatedNode.of("b", 2, 1));
        Scenario scenario = new Scenario("clips", nodes, Scenario.mixed(20, 200, 400, new Random(1)));

        Simulation.Result result = Simulation.of(scenario);

        double mean = result.ended().values().stream()
                .mapToLong(Long::longValue)
                .average()
                .orElseThrow();
        assertThat(mean).isLessThan(0.65 * result.makespan());
    }

    @Test
    void anUrgentClipIsDoneLongBeforeTheFilmThatCameFirst() {
        List<SimulatedNode> nodes = List.of(SimulatedNode.of("a", 2, 1), SimulatedNode.of("b", 2, 1));
        List<Scenario.Clip> clips = new ArrayList<>(Scenario.oneOf(7200));
        clips.add(new Scenario.Clip("urgent", Scenario.seconds(60), 30_000, true, Priority.URGENT));

        Simulation.Result result = Simulation.of(new Scenario("urgent", nodes, clips));

        // the segments that run may end, then four slots do it in a quarter of its 19 s
        assertThat(result.ended().get("urgent")).isLessThan(30_000 + 60_000 + 10_000);
        assertThat(result.ended().get("film")).isEqualTo(result.makespan());
    }
}
