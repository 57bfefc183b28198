package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.media.FrameIndex;
import dev.proxima.media.Rational;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FrameGridTest {

    private static final Rational MILLISECONDS = new Rational(1, 1000);
    private static final Rational NTSC = new Rational(30000, 1001);

    @Test
    void findsFramesRoundedToMillisecondsOnTheGrid() {
        assertThat(firstPosition(
                        frame -> NTSC.inverse().times(new Rational(1000, 1)).scale(frame), MILLISECONDS, NTSC, 0))
                .contains(0L);
    }

    @Test
    void countsALateStartFromTheContainersStart() {
        assertThat(firstPosition(frame -> 10_033 + frame * 40, MILLISECONDS, new Rational(25, 1), 10_000_000))
                .contains(1L);
    }

    @Test
    void acceptsAStartBetweenTwoPositions() {
        assertThat(firstPosition(frame -> 23 + frame * 40, MILLISECONDS, new Rational(25, 1), 0))
                .contains(1L);
    }

    @Test
    void refusesAFrameThatMissesItsPlace() {
        assertThat(firstPosition(frame -> frame * 40 + (frame > 50 ? 40 : 0), MILLISECONDS, new Rational(25, 1), 0))
                .isEmpty();
        assertThat(firstPosition(frame -> frame * 40 + (frame == 50 ? 12 : 0), MILLISECONDS, new Rational(25, 1), 0))
                .isEmpty();
    }

    /** FFmpeg would leave a position empty where the rounding turns, as it does at the second frame here. */
    @Test
    void refusesWhatRoundsDownFirstAndUpLater() {
        assertThat(firstPosition(frame -> 19 + frame * 40 + (frame > 0 ? 2 : 0), MILLISECONDS, new Rational(25, 1), 0))
                .isEmpty();
    }

    @Test
    void refusesAnUnknownRate() {
        assertThat(firstPosition(frame -> frame * 40, MILLISECONDS, Rational.ZERO, 0))
                .isEmpty();
    }

    private static Optional<Long> firstPosition(
            LongUnaryOperator ptsOf, Rational timeBase, Rational rate, long startMicros) {
        long[] pts = LongStream.range(0, 100).map(ptsOf).toArray();
        return FrameGrid.firstPosition(new FrameIndex(pts, new int[] {0}), timeBase, rate, startMicros);
    }
}
