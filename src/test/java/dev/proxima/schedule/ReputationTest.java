package dev.proxima.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReputationTest {

    private final Reputation reputation = new Reputation();

    @Test
    void aNodeThatFailsAtTwoSegmentsIsLeftAloneForAWhile() {
        reputation.failed("film", "bad", 0, "No such file.", 0);
        assertThat(reputation.shunnedBy("film", "/", 0)).isEmpty();

        reputation.failed("film", "bad", 1, "No such file.", 0);

        assertThat(reputation.shunnedBy("film", "/", 0)).containsExactly("bad");
        assertThat(reputation.shunnedBy("other", "/", 0)).isEmpty();
        assertThat(reputation.reason("bad", 0))
                .contains("It failed at 2 segments of job film: No such file. It is tried again in 60 s.");
        assertThat(reputation.shunnedBy("film", "/", Reputation.FIRST_WHILE_MILLIS))
                .isEmpty();
        assertThat(reputation.reason("bad", Reputation.FIRST_WHILE_MILLIS)).isEmpty();
    }

    @Test
    void aNodeThatFailsWhereAnotherSucceedsIsToBlame() {
        reputation.failed("film", "bad", 3, "It broke.", 0);

        reputation.succeeded("film", "good", 3, 0);

        assertThat(reputation.shunnedBy("film", "/", 0)).containsExactly("bad");
        assertThat(reputation.reason("bad", 0).orElseThrow())
                .isEqualTo("It failed at segment 3 of job film, at which good succeeded. It is tried again in 60 s.");
    }

    @Test
    void theNextWhileIsLonger() {
        reputation.failed("film", "bad", 0, "", 0);
        reputation.failed("film", "bad", 1, "", 0);

        reputation.failed("film", "bad", 2, "", Reputation.FIRST_WHILE_MILLIS);

        assertThat(reputation.shunnedBy("film", "/", 3 * Reputation.FIRST_WHILE_MILLIS - 1))
                .containsExactly("bad");
        assertThat(reputation.shunnedBy("film", "/", 3 * Reputation.FIRST_WHILE_MILLIS))
                .isEmpty();
    }

    @Test
    void successRestoresANode() {
        reputation.failed("film", "a", 0, "", 0);
        reputation.succeeded("film", "a", 1, 0);
        reputation.failed("film", "a", 2, "", 0);

        assertThat(reputation.shunnedBy("film", "/", 0)).isEmpty();
    }

    @Test
    void aNodeThatIsFarTooSlowIsLeftAlone() {
        reputation.slow("film", "bad", 12, 0);

        assertThat(reputation.shunnedBy("film", "/", 0)).containsExactly("bad");
        assertThat(reputation.reason("bad", 0).orElseThrow())
                .isEqualTo(
                        "It encodes job film 12 times slower than its cores and other nodes let expect. It is tried again in 60 s.");
    }

    @Test
    void aNodeThatDoesNotSeeAFolderIsLeftAloneByAllItsClipsAtOnce() {
        reputation.didNotSee("/share/", "blind", "Node blind does not find /share/film.mov.", 0);
        reputation.saw("/share/", "blind", 1); // begun before the share went

        assertThat(reputation.shunnedBy("film", "/share/", 1)).containsExactly("blind");
        assertThat(reputation.shunnedBy("other", "/share/", 1)).containsExactly("blind");
        assertThat(reputation.shunnedBy("other", "/elsewhere/", 1)).isEmpty();
        assertThat(reputation.reason("blind", 0))
                .contains("Node blind does not find /share/film.mov. It is tried again in 60 s.");
    }

    @Test
    void aFolderThatIsSeenAgainCountsAsNew() {
        long again = Reputation.FIRST_WHILE_MILLIS;
        reputation.didNotSee("/share/", "blind", "", 0);
        assertThat(reputation.shunnedBy("film", "/share/", again)).isEmpty();

        reputation.saw("/share/", "blind", again);
        reputation.didNotSee("/share/", "blind", "", again);

        assertThat(reputation.shunnedBy("film", "/share/", 2 * again)).isEmpty();
    }
}
