package dev.proxima.ffmpeg;

import dev.proxima.media.FrameIndex;
import dev.proxima.media.Rational;
import java.util.Optional;

/** Whether the frames of a clip lie on a grid of constant rate, which is what makes counting them exact. */
final class FrameGrid {

    private static final Rational MICRO = new Rational(1, 1_000_000);

    /** Positions are taken in 1/1000 of a frame, to see how far off the grid a frame lies. */
    private static final Rational THOUSAND = new Rational(1000, 1);

    /** FFmpeg places a frame by rounding; nearer to the half than this, its rounding cannot be foretold. */
    private static final long FARTHEST = 400;

    private FrameGrid() {}

    /** The grid position of the first frame, counted from the container's start; empty if the rate is not constant. */
    static Optional<Long> firstPosition(FrameIndex index, Rational timeBase, Rational rate, long startMicros) {
        if (!rate.isPositive()) {
            return Optional.empty();
        }
        // FFmpeg subtracts the start in ticks of the stream
        long start = timeBase.inverse().times(MICRO).scale(startMicros);
        Rational perTick = timeBase.times(rate).times(THOUSAND);
        long first = 0;
        for (int frame = 0; frame < index.frames(); frame++) {
            long thousandths = perTick.scale(index.pts(frame) - start);
            long position = Math.floorDiv(thousandths + 500, 1000L);
            if (frame == 0) {
                first = position;
            }
            if (position != first + frame || Math.abs(thousandths - position * 1000) > FARTHEST) {
                return Optional.empty();
            }
        }
        return first < 0 ? Optional.empty() : Optional.of(first);
    }
}
