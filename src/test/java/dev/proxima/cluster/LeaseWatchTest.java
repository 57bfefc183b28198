package dev.proxima.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.cluster.LeaseWatch.Decision;
import dev.proxima.cluster.LeaseWatch.Sight;
import dev.proxima.journal.Lease;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeaseWatchTest {

    private static final String SELF = "10.0.0.1:25520#1";
    private static final String OTHER = "10.0.0.2:25520#2";

    private static final Sight ALONE = new Sight(false, false, false, false);
    private static final Sight TOGETHER = new Sight(true, true, true, true);
    private static final Sight CUT = new Sight(true, true, false, true);
    private static final Sight WITHOUT_HOLDER = new Sight(true, false, false, true);

    private final LeaseWatch watch = new LeaseWatch(SELF);

    @Test
    void aNodeOnItsOwnTakesWhatNobodyHolds() {
        assertThat(watch.decide(Optional.empty(), ALONE, at(0))).isEqualTo(Decision.TAKE);
        assertThat(watch.decide(held("", 1), ALONE, at(0))).isEqualTo(Decision.TAKE);
        assertThat(watch.decide(old(OTHER), ALONE, at(0))).isEqualTo(Decision.TAKE);
    }

    @Test
    void aNodeOnItsOwnJoinsTheHolder() {
        assertThat(watch.decide(held(OTHER, 1), ALONE, at(0))).isEqualTo(Decision.JOIN);
    }

    @Test
    void aNodeDoesNotJoinWhoWasAtItsAddressBefore() {
        assertThat(watch.decide(held("10.0.0.1:25520#9", 1), ALONE, at(0))).isEqualTo(Decision.WAIT);
    }

    @Test
    void theHolderMakesTheClusterAndActs() {
        assertThat(watch.decide(held(SELF, 1), ALONE, at(0))).isEqualTo(Decision.FORM);
        assertThat(watch.decide(held(SELF, 2), new Sight(true, true, true, false), at(0)))
                .isEqualTo(Decision.ACT);
    }

    @Test
    void aHolderThatLostTheLeaseLeavesAtOnce() {
        watch.decide(held(SELF, 1), TOGETHER, at(0));
        assertThat(watch.decide(held(OTHER, 2), TOGETHER, at(60))).isEqualTo(Decision.LEAVE);
    }

    @Test
    void aMemberOfTheHoldersClusterActsWhileTheHolderCountsIt() {
        assertThat(watch.decide(held(OTHER, 1), TOGETHER, at(0))).isEqualTo(Decision.ACT);
        assertThat(watch.decide(uncounted(2), TOGETHER, at(1))).isEqualTo(Decision.WAIT);
        assertThat(watch.decide(uncounted(3), TOGETHER, at(5))).isEqualTo(Decision.LEAVE);
    }

    @Test
    void aMemberThatIsCutOffFromALivingHolderNeitherActsNorTakesOver() {
        watch.decide(held(OTHER, 1), TOGETHER, at(0));
        for (int second = 1; second < 60; second++) {
            assertThat(watch.decide(held(OTHER, 1 + second), CUT, at(second))).isEqualTo(Decision.WAIT);
        }
    }

    @Test
    void takesOverFromADeadHolder() {
        watch.decide(held(OTHER, 1), TOGETHER, at(0));
        assertThat(watch.decide(held(OTHER, 1), CUT, at(3))).isEqualTo(Decision.WAIT);
        assertThat(watch.decide(held(OTHER, 1), CUT, at(4))).isEqualTo(Decision.TAKE);
        assertThat(watch.decide(held(OTHER, 1), WITHOUT_HOLDER, at(4))).isEqualTo(Decision.TAKE);
        assertThat(watch.decide(held(OTHER, 1), new Sight(true, true, false, false), at(4)))
                .as("an older coordinator is there to do it")
                .isEqualTo(Decision.WAIT);
    }

    @Test
    void nobodyIsTakenForDeadBecauseTheDatabaseWasAway() {
        watch.decide(held(OTHER, 1), TOGETHER, at(0));
        watch.blind();
        assertThat(watch.decide(held(OTHER, 1), CUT, at(60))).isEqualTo(Decision.WAIT);
        assertThat(watch.decide(held(OTHER, 1), CUT, at(62))).isEqualTo(Decision.WAIT);
    }

    @Test
    void aHolderThatLivesButCannotReachTheDatabaseIsReplacedAfterAWhile() {
        watch.decide(held(OTHER, 1), TOGETHER, at(0));
        assertThat(watch.decide(held(OTHER, 1), TOGETHER, at(2))).isEqualTo(Decision.ACT);
        assertThat(watch.decide(held(OTHER, 1), TOGETHER, at(10))).isEqualTo(Decision.WAIT);
        assertThat(watch.decide(held(OTHER, 1), TOGETHER, at(16))).isEqualTo(Decision.TAKE);
    }

    @Test
    void leavesAClusterThatIsNotTheHolders() {
        watch.decide(held(OTHER, 1), WITHOUT_HOLDER, at(1));
        assertThat(watch.decide(held(OTHER, 9), WITHOUT_HOLDER, at(5))).isEqualTo(Decision.LEAVE);
    }

    private static Optional<Lease.Held> held(String holder, long version) {
        return Optional.of(new Lease.Held(holder, Set.of(SELF, OTHER), version, false));
    }

    private static Optional<Lease.Held> uncounted(long version) {
        return Optional.of(new Lease.Held(OTHER, Set.of(OTHER), version, false));
    }

    private static Optional<Lease.Held> old(String holder) {
        return Optional.of(new Lease.Held(holder, Set.of(), 1, true));
    }

    private static long at(int second) {
        return TimeUnit.SECONDS.toNanos(100 + second);
    }
}
