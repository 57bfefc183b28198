package dev.proxima.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SpeedsTest {

    private static final WorkClass HD = WorkClass.of("prores", "h264", 1920, 1080);
    private static final WorkClass UHD = WorkClass.of("prores", "hevc", 3840, 2160);

    private final Speeds speeds = new Speeds();

    @Test
    void remembersHowLongPiecesTakeToStart() {
        assertThat(speeds.startMillis("a", HD)).isZero();

        speeds.started("a", HD, 4_000);
        speeds.started("a", HD, 6_000);
        assertThat(speeds.startMillis("a", HD)).isEqualTo(5_000);
        assertThat(speeds.startMillis("a", UHD)).isZero();

        speeds.claims("a", Speeds.USUAL_CORES / 2.0);
        assertThat(speeds.startMillis("a", HD)).as("on half of the cores").isEqualTo(10_000);
    }

    @Test
    void beginsWithTheCoresThatNodesClaim() {
        speeds.claims("laptop", 2);
        speeds.claims("workstation", 16);

        assertThat(speeds.framesPerSecond("workstation", HD)).isEqualTo(8 * speeds.framesPerSecond("laptop", HD));
    }

    @Test
    void expectsOfANodeThatClaimsATenthOfItsCoresATenthOfItsSpeed() {
        speeds.claims("a", 2);
        speeds.claims("b", 2);
        speeds.saw("a", HD, 50, 60_000);
        speeds.saw("b", HD, 100, 60_000);

        speeds.claims("b", 0.2);

        assertThat(speeds.framesPerSecond("b", HD)).isCloseTo(10, within(1e-9));
        assertThat(speeds.pace("b").strength()).isCloseTo(speeds.pace("a").strength() / 5, within(0.01));
        assertThat(speeds.framesPerSecond("a", HD)).isCloseTo(50, within(1e-9));
    }

    @Test
    void expectsOfASlowNodeThatItIsSlowAtOtherWorkToo() {
        speeds.saw("slow", HD, 20, 60_000);
        speeds.saw("fast", HD, 80, 60_000);
        speeds.saw("fast", UHD, 16, 60_000);

        assertThat(speeds.framesPerSecond("slow", UHD)).isBetween(4.0, 8.0);
    }

    @Test
    void doesNotTakeANodeForASlowOneByAPieceOfASecond() {
        speeds.saw("slow to start", HD, 20, 1000);
        speeds.saw("quick to start", HD, 80, 1000);

        assertThat(speeds.pace("slow to start").strength())
                .isGreaterThan(0.8 * speeds.pace("quick to start").strength());
    }

    @Test
    void guessesANewNodeFromWhatOthersMake() {
        speeds.saw("a", HD, 100, 1000);
        speeds.claims("new", Speeds.USUAL_CORES / 2.0);

        assertThat(speeds.framesPerSecond("new", HD)).isCloseTo(50, within(1e-9));
    }

    @Test
    void noticesWithinSecondsThatANodeIsThrottled() {
        speeds.saw("a", HD, 100, 60_000);
        for (int report = 0; report < 10; report++) {
            speeds.saw("a", HD, 10, 2_000);
        }

        assertThat(speeds.framesPerSecond("a", HD)).isBetween(10.0, 40.0);
    }

    @Test
    void forgetsANodeThatLeft() {
        speeds.saw("a", HD, 100, 1000);
        speeds.saw("b", HD, 10, 1000);
        speeds.forget("b");

        assertThat(speeds.usual(HD)).isCloseTo(100, within(1e-9));
        assertThat(speeds.framesPerSecond("b", HD)).isCloseTo(100, within(1e-9));
    }
}
