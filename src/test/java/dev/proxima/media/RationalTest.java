package dev.proxima.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RationalTest {

    @ParameterizedTest
    @CsvSource({
        "30000/1001, 30000/1001",
        "60000:2002, 30000/1001",
        "25, 25/1",
        " 50/2 , 25/1",
        "1/-2, -1/2",
        "-4/-6, 2/3",
        "0/7, 0/1",
        "-9223372036854775807/1, -9223372036854775807/1"
    })
    void isInLowestTermsWithAPositiveDenominator(String text, String lowest) {
        assertThat(Rational.parse(text)).hasToString(lowest);
    }

    @Test
    void needsADenominator() {
        assertThatThrownBy(() -> Rational.parse("1/0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Rational.ZERO.inverse()).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, 1, 1, 0",
        "-1, 2, 1, -1, -1",
        "3, 2, 1, 2, 1",
        "-3, 2, 1, -2, -2",
        "1, 3, 1, 0, 0",
        "2, 3, 1, 1, 0"
    })
    void roundsHalvesAwayFromZeroOrDown(long numerator, long denominator, long value, long nearest, long down) {
        Rational factor = new Rational(numerator, denominator);

        assertThat(factor.scale(value)).isEqualTo(nearest);
        assertThat(factor.scaleDown(value)).isEqualTo(down);
    }

    /** 100 hours of microseconds at 90 kHz leave 64 bits on the way, but not at the end. */
    @Test
    void isExactWhereTheProductDoesNotFit() {
        long micros = 360_000_000_000L;

        assertThat(new Rational(90_000, 1_000_000).scale(micros)).isEqualTo(32_400_000_000L);
        assertThat(new Rational(Long.MAX_VALUE, 2).scale(2)).isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> new Rational(Long.MAX_VALUE, 2).scale(3)).isInstanceOf(ArithmeticException.class);
    }
}
