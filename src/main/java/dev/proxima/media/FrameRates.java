package dev.proxima.media;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Frame rates as people write them. */
public final class FrameRates {

    /** Completes "choose …". */
    public static final String FORMS = "a number of frames a second such as 24, 25, 23.976 or 24000/1001";

    private static final Pattern FRACTION = Pattern.compile("\\d{1,9}([/:]\\d{1,9})?");
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,4}\\.\\d{1,6}");
    private static final Rational FASTEST = new Rational(1000, 1);

    /** 23.976, 23.98 and 23.9760 all mean 24000/1001; 24 is a tenth of a percent away. */
    private static final double SAME_RATE = 2e-4;

    private FrameRates() {}

    /** Reads {@code 24}, {@code 24000/1001} or {@code 23.976}; empty if it is no rate that a clip can have. */
    public static Optional<Rational> parse(String text) {
        String stripped = text.strip();
        try {
            Rational rate = FRACTION.matcher(stripped).matches()
                    ? Rational.parse(stripped)
                    : DECIMAL.matcher(stripped).matches() ? decimal(new BigDecimal(stripped)) : Rational.ZERO;
            return rate.isPositive() && rate.compareTo(FASTEST) <= 0 ? Optional.of(rate) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Rational decimal(BigDecimal value) {
        Rational exact = new Rational(value.unscaledValue().longValueExact(), (long) Math.pow(10, value.scale()));
        long thousands = new Rational(1001, 1000).times(exact).scale(1);
        Rational ntsc = new Rational(thousands * 1000, 1001);
        boolean whole = exact.denominator() <= 2;
        return !whole && Math.abs(exact.approximate() / ntsc.approximate() - 1) < SAME_RATE ? ntsc : exact;
    }
}
