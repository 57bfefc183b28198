package dev.proxima.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodeHoursTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "20:00-07:00              | 19:59 | false",
                "20:00-07:00              | 20:00 | true",
                "20:00-07:00              | 00:00 | true",
                "20:00-07:00              | 06:59 | true",
                "20:00-07:00              | 07:00 | false",
                "09:00-17:00              | 12:00 | true",
                "09:00-17:00              | 17:00 | false",
                "12:00-13:00, 19:30-08:00 | 12:30 | true",
                "12:00-13:00, 19:30-08:00 | 13:00 | false",
                "12:00-13:00, 19:30-08:00 | 07:00 | true",
                "00:00-00:00              | 15:00 | true",
                "''                       | 15:00 | true",
            })
    void tellsWhetherATimeIsIncluded(String hours, LocalTime time, boolean included) {
        assertThat(EncodeHours.parse(hours).include(time)).isEqualTo(included);
    }

    @ParameterizedTest
    @ValueSource(strings = {"20-7", "24:00-07:00", "20:00", "20:00-07:60", ",", "20:00-07:00,"})
    void takesNothingElse(String text) {
        assertThatThrownBy(() -> EncodeHours.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isWrittenAsItWasRead() {
        assertThat(EncodeHours.parse("20:00-07:00, 12:05-13:00")).hasToString("20:00-07:00,12:05-13:00");
    }
}
