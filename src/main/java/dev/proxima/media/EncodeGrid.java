package dev.proxima.media;

/**
 * How FFmpeg's QuickTime writer counts time at a constant rate: {@code frameTicks} units of 1/{@code timescale} s a
 * frame. The timescale is the rate's numerator, doubled until it is at least 10000 (mov_init in movenc.c).
 */
public record EncodeGrid(long timescale, long frameTicks) {

    private static final long SMALLEST_TIMESCALE = 10_000;

    public static EncodeGrid of(Rational frameRate) {
        long timescale = frameRate.numerator();
        long frameTicks = frameRate.denominator();
        while (timescale < SMALLEST_TIMESCALE) {
            timescale *= 2;
            frameTicks *= 2;
        }
        return new EncodeGrid(timescale, frameTicks);
    }

    /** At a variable rate: {@code frameTicks} units are a tick of {@code timeBase} then. */
    public static EncodeGrid ofTicks(Rational timeBase) {
        return of(timeBase.inverse());
    }

    /** Timestamp of the frame at a grid position. */
    public long pts(long position) {
        return Math.multiplyExact(position, frameTicks);
    }
}
