package dev.proxima.media;

import java.math.BigInteger;

/**
 * An exact fraction in lowest terms with a positive denominator, as FFmpeg writes rates and time bases
 * ({@code 30000/1001}). Results that do not fit into 64 bits throw {@link ArithmeticException}.
 */
public record Rational(long numerator, long denominator) implements Comparable<Rational> {

    public static final Rational ZERO = new Rational(0, 1);

    public Rational {
        if (denominator == 0) {
            throw new IllegalArgumentException("a fraction needs a denominator other than 0");
        }
        long divisor = gcd(numerator, denominator);
        if (denominator < 0) {
            divisor = -divisor;
        }
        numerator /= divisor;
        denominator /= divisor;
    }

    /** Reads {@code "30000/1001"}, {@code "30000:1001"} or {@code "25"}. */
    public static Rational parse(String text) {
        String[] terms = text.strip().split("[/:]", 2);
        long numerator = Long.parseLong(terms[0]);
        return new Rational(numerator, terms.length == 1 ? 1 : Long.parseLong(terms[1]));
    }

    public Rational times(Rational other) {
        return of(
                big(numerator).multiply(big(other.numerator)), big(denominator).multiply(big(other.denominator)));
    }

    public Rational inverse() {
        return new Rational(denominator, numerator);
    }

    /** {@code value × this}, rounded to the nearest integer, halves away from zero (FFmpeg's {@code av_rescale}). */
    public long scale(long value) {
        BigInteger product = big(value).multiply(big(numerator));
        BigInteger half = big(denominator).shiftRight(1);
        BigInteger magnitude = product.abs().add(half).divide(big(denominator));
        return (product.signum() < 0 ? magnitude.negate() : magnitude).longValueExact();
    }

    /** {@code value × this}, rounded towards negative infinity. */
    public long scaleDown(long value) {
        BigInteger[] parts = big(value).multiply(big(numerator)).divideAndRemainder(big(denominator));
        return (parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0]).longValueExact();
    }

    public boolean isPositive() {
        return numerator > 0;
    }

    /** For display only; never for arithmetic on time. */
    public double approximate() {
        return (double) numerator / denominator;
    }

    @Override
    public int compareTo(Rational other) {
        return big(numerator)
                .multiply(big(other.denominator))
                .compareTo(big(other.numerator).multiply(big(denominator)));
    }

    @Override
    public String toString() {
        return numerator + "/" + denominator;
    }

    private static Rational of(BigInteger numerator, BigInteger denominator) {
        BigInteger divisor = numerator.gcd(denominator).max(BigInteger.ONE);
        return new Rational(
                numerator.divide(divisor).longValueExact(),
                denominator.divide(divisor).longValueExact());
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }

    private static long gcd(long a, long b) {
        return Math.max(1, big(a).gcd(big(b)).longValueExact());
    }
}
