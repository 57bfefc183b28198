package dev.proxima.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.settings.Manners;
import dev.proxima.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DutyTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private Duration idle = Duration.ofHours(1);
    private OptionalLong free = OptionalLong.of(8L << 30);
    private LocalTime clock = LocalTime.NOON;

    @Test
    void worksUnlessThereIsAReasonNotTo() {
        assertThat(rest(duty(Map.of()))).isEmpty();
    }

    @Test
    void restsWhileDrained() {
        Duty duty = duty(Map.of());
        duty.drain(Duty.Draining.AFTER_SEGMENT);
        assertThat(rest(duty)).hasValueSatisfying(rest -> {
            assertThat(rest.reason()).isEqualTo("It was drained: \"proxima node resume\" lets it work again.");
            assertThat(rest.givesBack()).isFalse();
        });
        duty.drain(Duty.Draining.NOW);
        assertThat(rest(duty)).map(Duty.Rest::givesBack).contains(true);
        duty.drain(Duty.Draining.NO);
        assertThat(rest(duty)).isEmpty();
    }

    @Test
    void keepsItsHours() {
        Duty duty = duty(Map.of("proxima.encode-hours", "20:00-07:00"));
        assertThat(rest(duty)).hasValueSatisfying(rest -> {
            assertThat(rest.reason()).isEqualTo("It encodes at 20:00-07:00 only (proxima.encode-hours).");
            assertThat(rest.givesBack()).isFalse();
        });
        clock = LocalTime.of(20, 0);
        assertThat(rest(duty)).isEmpty();
        clock = LocalTime.of(7, 0);
        assertThat(rest(duty)).isPresent();
    }

    @Test
    void givesBackWhenSomebodyReturns() {
        Duty duty = duty(Map.of("proxima.only-when-idle", true, "proxima.idle-after", "3m"));
        assertThat(rest(duty)).isEmpty();
        idle = Duration.ofSeconds(2);
        assertThat(rest(duty)).hasValueSatisfying(rest -> {
            assertThat(rest.reason())
                    .isEqualTo("Somebody uses it: it waits until nobody has for 3 min (proxima.only-when-idle).");
            assertThat(rest.givesBack()).isTrue();
        });
        idle = Duration.ofMinutes(3);
        assertThat(rest(duty)).isEmpty();
    }

    @Test
    void takesNoNoticeOfPeopleUnlessItIsToldTo() {
        idle = Duration.ZERO;
        assertThat(rest(duty(Map.of()))).isEmpty();
    }

    @Test
    void waitsForMemoryWithSomeToSpare() {
        Duty duty = duty(Map.of("proxima.spare-memory", "1000 MiB"));
        free = OptionalLong.of(999L << 20);
        assertThat(rest(duty)).map(Duty.Rest::reason).contains("It is short of memory (proxima.spare-memory).");
        free = OptionalLong.of(1200L << 20);
        assertThat(rest(duty)).isPresent();
        free = OptionalLong.of(1250L << 20);
        assertThat(rest(duty)).isEmpty();
        free = OptionalLong.of(1001L << 20);
        assertThat(rest(duty)).isEmpty();
    }

    @Test
    void worksWhereNobodyTellsOfMemory() {
        free = OptionalLong.empty();
        assertThat(rest(duty(Map.of()))).isEmpty();
        free = OptionalLong.of(0);
        assertThat(rest(duty(Map.of("proxima.spare-memory", 0)))).isEmpty();
    }

    private Optional<Duty.Rest> rest(Duty duty) {
        return duty.rest(NOW, clock);
    }

    private Duty duty(Map<String, Object> settings) {
        Manners manners = Settings.load(new HashMap<>(settings)).manners();
        return new Duty(manners, now -> idle, () -> free);
    }
}
