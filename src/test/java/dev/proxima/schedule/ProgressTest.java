package dev.proxima.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressTest {

    private final Progress progress = new Progress(0);

    @Test
    void tellsARateFromTheFirstFrameOn() {
        assertThat(progress.at(3_000, 0)).isEmpty();
        assertThat(progress.at(4_000, 10)).isEmpty();
        assertThat(progress.at(5_000, 60)).isEmpty();

        assertThat(progress.at(6_000, 110)).contains(new Progress.Seen(50, 2_000));
        assertThat(progress.end(6_000, 210, 1)).isEqualTo(8_000);
    }

    @Test
    void expectsWhatIsUsualAsLongAsNothingIsSeen() {
        assertThat(progress.end(1_000, 500, 50)).isEqualTo(10_000);
        assertThat(progress.end(20_000, 500, 50)).as("overdue").isEqualTo(30_000);
    }

    @Test
    void followsANodeThatSlowsDown() {
        progress.at(0, 1);
        progress.at(2_000, 201);
        progress.at(4_000, 221);

        assertThat(progress.end(4_000, 1321, 1)).isEqualTo(24_000);
    }

    @Test
    void expectsLessOfANodeTheLongerItIsSilent() {
        progress.at(0, 1);
        progress.at(2_000, 201);

        assertThat(progress.end(7_000, 1201, 1)).isEqualTo(12_000);
        assertThat(progress.end(22_000, 1201, 1)).isEqualTo(42_000);
        assertThat(progress.end(22_000, 201, 1)).as("it is only read back yet").isEqualTo(22_000);
    }
}
