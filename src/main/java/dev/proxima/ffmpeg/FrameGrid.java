package dev.proxima.ffmpeg;

import dev.proxima.media.FrameIndex;
import dev.proxima.media.Rational;
import java.util.Optional;

/** Whether the frames of a clip lie on a grid of constant rate, which is what makes counting them exact. */
final class FrameGrid {

    private static final Rational MICRO = new Rational(1, 1_000_000);

    /** Positions are taken in 1/1000 of a frame, to see how far off the grid a frame lies. */
    private static final long UNIT = 1000;

    /** How far a frame may lie from where the first one puts it; Matroska's milliseconds are 0.06 frames at 60 fps. */
    private static final long TOLERANCE = 250;

    private FrameGrid() {}

    /** The grid position of the first frame, counted from the container's start; empty if the rate is not constant. */
    static Optional<Long> firstPosition(FrameIndex index, Rational timeBase, Rational rate, long startMicros) {
        if (!rate.isPositive()) {
            return Optional.empty();
        }
        // FFmpeg subtracts the start in ticks of the stream
        long start = timeBase.inverse().times(MICRO).scale(startMicros);
        Rational perTick = timeBase.times(rate).times(new Rational(UNIT, 1));
        long firstExact = perTick.scale(index.pts(0) - start);
        long first = round(firstExact);
        for (int frame = 1; frame < index.frames(); frame++) {
            long exact = perTick.scale(index.pts(frame) - start) - frame * UNIT;
            // FFmpeg only moves a frame to a later position than the next free one, never to an earlier one
            if (round(exact) > first || Math.abs(exact - firstExact) > TOLERANCE) {
                return Optional.empty();
            }
        }
        return first < 0 ? Optional.empty() : Optional.of(first);
    }

    /** To the nearest position, halves up. */
    private static long round(long exact) {
        return Math.floorDiv(exact + UNIT / 2, UNIT);
    }
}
