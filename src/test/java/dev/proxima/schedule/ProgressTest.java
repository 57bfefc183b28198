package dev.proxima.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final Progress progress = new Progress(0);

    @Test
    void tellsARateFromTheFirstFrameOn() {
        assertThat(at(3_000, 0)).isEmpty();
        assertThat(at(4_000, 10)).isEmpty();
        assertThat(at(5_000, 60)).isEmpty();

        assertThat(at(6_000, 110)).contains(new Progress.Seen(50, 2_000, true));
        assertThat(progress.end(6_000, 210, 50, 0)).isEqualTo(8_000);
    }

    @Test
    void expectsWhatIsUsualAsLongAsNothingIsSeen() {
        assertThat(progress.end(1_000, 500, 50, 0)).isEqualTo(10_000);
        assertThat(progress.end(20_000, 500, 50, 0)).as("overdue").isEqualTo(30_000);
    }

    /** By the rate, as it was first heard of when it had made some frames already. */
    @Test
    void tellsWhenItBeganWithTheFirstFrame() {
        at(3_000, 0);
        at(4_000, 10);
        assertThat(progress.startMillis()).isEmpty();

        at(6_000, 110);
        assertThat(progress.startMillis()).hasValue(3_800);
        assertThat(at(8_000, 210)).contains(new Progress.Seen(50, 2_000, false));
    }

    @Test
    void expectsAStartLikeThoseBefore() {
        assertThat(progress.end(1_000, 500, 50, 4_000)).isEqualTo(14_000);
    }

    @Test
    void followsANodeThatSlowsDown() {
        at(0, 1);
        at(2_000, 201);
        at(4_000, 221);

        assertThat(progress.end(4_000, 1321, 55, 0)).isEqualTo(24_000);
    }

    @Test
    void believesWhatIsUsualMoreThanTheFirstSeconds() {
        at(0, 1);
        at(2_000, 7);
        assertThat(progress.end(2_000, 107, 10, 0)).isBetween(13_000L, 16_000L);

        for (int second = 4; second <= 20; second += 2) {
            at(second * 1000L, 1 + second * 3L);
        }
        assertThat(progress.end(20_000, 161, 10, 0)).isBetween(50_000L, 54_000L);
    }

    @Test
    void expectsLessOfANodeTheLongerItIsSilent() {
        at(0, 1);
        at(2_000, 201);

        assertThat(progress.end(7_000, 1201, 100, 0)).isEqualTo(12_000);
        assertThat(progress.end(22_000, 1201, 100, 0)).isEqualTo(42_000);
    }

    @Test
    void ofOneThatHasAllItsFramesTheEndIsExpectedLaterTheLongerItIsAwaited() {
        at(0, 1);
        at(2_000, 201);

        assertThat(progress.end(4_000, 201, 100, 0))
                .as("it is only read back yet")
                .isEqualTo(4_000);
        at(15_000, 201);
        assertThat(progress.end(15_000, 201, 100, 0)).isEqualTo(25_000);
        assertThat(progress.end(15_000, 150, 100, 0))
                .as("of which others have the rest")
                .isEqualTo(25_000);
    }

    /** FFmpeg goes on behind an end that a split made until it is ended. */
    @Test
    void whatIsMadeBehindTheEndIsNoProgress() {
        progress.at(0, 1, 1000);
        progress.at(2_000, 201, 1000);
        progress.at(4_000, 203, 200);
        progress.at(15_000, 214, 200);

        assertThat(progress.end(15_000, 200, 100, 0)).isEqualTo(25_000);
        assertThat(progress.hasRate()).isTrue();
    }

    @Test
    void isThoughtToHaveGoneOnSinceItWasHeardOf() {
        at(0, 1);
        at(2_000, 201);
        assertThat(progress.framesPerSecond(2_000, 100)).isEqualTo(100);
        assertThat(progress.framesDone(3_000, 100)).isEqualTo(301);

        at(3_000, 320);
        assertThat(progress.framesDone(3_000, 100)).as("as it told itself").isEqualTo(320);
    }

    private Optional<Progress.Seen> at(long now, long frames) {
        return progress.at(now, frames, Long.MAX_VALUE);
    }
}
