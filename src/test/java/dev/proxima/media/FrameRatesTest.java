package dev.proxima.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameRatesTest {

    @ParameterizedTest
    @CsvSource({
        "24, 24/1",
        "24.0, 24/1",
        "25, 25/1",
        "24000/1001, 24000/1001",
        "23.976, 24000/1001",
        "23.98, 24000/1001",
        "29.97, 30000/1001",
        "59.94, 60000/1001",
        "47.952, 48000/1001",
        "119.88, 120000/1001",
        "12.5, 25/2",
        "179/6, 179/6",
        "' 50 ', 50/1",
        "15.25, 61/4"
    })
    void readsRatesAsPeopleWriteThem(String text, String rate) {
        assertThat(FrameRates.parse(text)).contains(Rational.parse(rate));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-24", "24fps", "24/0", "0/1", "1001", "NaN", "2e1", "24,5", "99999999999"})
    void readsNothingElse(String text) {
        assertThat(FrameRates.parse(text)).isEmpty();
    }
}
