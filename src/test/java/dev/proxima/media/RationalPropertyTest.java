package dev.proxima.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RationalPropertyTest {

    @Property(tries = 1000, seed = "1")
    void scalesAsExactArithmeticDoes(
            @ForAll int numerator, @ForAll @IntRange(min = 1) int denominator, @ForAll int value) {
        Rational factor = new Rational(numerator, denominator);
        BigDecimal product = BigDecimal.valueOf(numerator).multiply(BigDecimal.valueOf(value));
        BigDecimal by = BigDecimal.valueOf(denominator);

        assertThat(factor.scale(value))
                .isEqualTo(product.divide(by, 0, RoundingMode.HALF_UP).longValueExact());
        assertThat(factor.scaleDown(value))
                .isEqualTo(product.divide(by, 0, RoundingMode.FLOOR).longValueExact());
    }

    @Property(tries = 300, seed = "1")
    void isItsOwnText(@ForAll int numerator, @ForAll @IntRange(min = 1) int denominator) {
        Rational rational = new Rational(numerator, denominator);

        assertThat(Rational.parse(rational.toString())).isEqualTo(rational);
    }

    @Property(tries = 300, seed = "1")
    void comesBackWhenItIsInvertedAndMultiplied(
            @ForAll @IntRange(min = 1) int numerator, @ForAll @IntRange(min = 1) int denominator) {
        Rational rational = new Rational(numerator, denominator);

        assertThat(rational.times(rational.inverse())).isEqualTo(new Rational(1, 1));
        assertThat(rational.compareTo(rational.times(new Rational(3, 2)))).isNegative();
    }
}
