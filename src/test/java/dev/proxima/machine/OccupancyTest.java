package dev.proxima.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OccupancyTest {

    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

    private Optional<Duration> input = Optional.empty();
    private Optional<Double> load = Optional.of(0.1);
    private final Occupancy occupancy = new Occupancy(() -> input, () -> load, START);

    @Test
    void countsAsUsedWhenItBegins() {
        assertThat(occupancy.idleFor(START.plusSeconds(20))).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void isUsedByWhoeverTypes() {
        input = Optional.of(Duration.ofSeconds(3));
        occupancy.look(START.plusSeconds(60));
        assertThat(occupancy.idleFor(START.plusSeconds(60))).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void isUsedByOtherPrograms() {
        load = Optional.of(1.5);
        occupancy.look(START.plusSeconds(60));
        load = Optional.of(0.2);
        occupancy.look(START.plusSeconds(65));
        assertThat(occupancy.idleFor(START.plusSeconds(70))).isEqualTo(Duration.ofSeconds(10));
    }

    /** Somebody who went away before the node was started is no reason to wait longer. */
    @Test
    void takesNoLongerIdleTimeThanItHasWatched() {
        input = Optional.of(Duration.ofHours(9));
        occupancy.look(START.plusSeconds(60));
        assertThat(occupancy.idleFor(START.plusSeconds(60))).isEqualTo(Duration.ofSeconds(60));
    }
}
