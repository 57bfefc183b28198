package dev.proxima.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.job.Priority;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JobQueueTest {

    private static final Instant NOW = Instant.EPOCH;

    private final JobQueue queue = new JobQueue(4);

    @Test
    void givesTurnsInTheOrderOfSubmission() {
        waits("b", 2);
        waits("a", 3);
        waits("c", 1);
        assertThat(queue.next(2)).containsExactly("c", "b");
        assertThat(queue.next(2)).isEmpty();
        queue.finished("c");
        assertThat(queue.next(2)).containsExactly("a");
    }

    @Test
    void anUrgentJobPassesThoseThatWaitAndThoseThatRun() {
        waits("a", 1);
        waits("b", 2);
        assertThat(queue.next(1)).containsExactly("a");
        queue.heard("low", Priority.LOW, 0, false, false);
        queue.heard("urgent", Priority.URGENT, 3, false, false);
        queue.heard("second", Priority.URGENT, 4, false, false);

        assertThat(queue.next(1)).containsExactly("urgent");
        queue.finished("urgent");
        assertThat(queue.next(1)).containsExactly("second");
        queue.finished("second");
        queue.finished("a");
        assertThat(queue.next(2)).containsExactly("b", "low");
    }

    @Test
    void aJobThatRunsAlreadyNeedsNoTurn() {
        waits("a", 1);
        queue.heard("a", Priority.NORMAL, 1, true, false);
        assertThat(queue.next(9)).isEmpty();
        assertThat(queue.active()).containsExactly("a");
    }

    @Test
    void aJobThatWaitsInVainTakesNobodysTurn() {
        queue.heard("vain", Priority.NORMAL, 1, true, true);
        waits("a", 2);
        assertThat(queue.next(1)).containsExactly("a");
        queue.heard("vain", Priority.NORMAL, 1, true, false);
        queue.finished("a");
        waits("b", 3);
        assertThat(queue.next(1)).isEmpty();
    }

    @Test
    void lateWordOfWaitingDoesNotTakeATurnBack() {
        waits("a", 1);
        queue.next(1);
        waits("a", 1);
        assertThat(queue.isActive("a")).isTrue();
        assertThat(queue.unfinished()).isOne();
    }

    @Test
    void takesNoMoreThanTheLimit() {
        waits("a", 1);
        waits("b", 2);
        queue.next(1);
        assertThat(queue.enter("c", NOW)).isTrue();
        assertThat(queue.enter("d", NOW)).isTrue();
        assertThat(queue.enter("e", NOW)).isFalse();
        assertThat(queue.enter("a", NOW)).as("it is in already").isTrue();
        assertThat(queue.enter("c", NOW)).as("it was let in already").isTrue();
        queue.finished("a");
        assertThat(queue.enter("e", NOW)).isTrue();
    }

    @Test
    void aPlaceThatNobodyTookIsFreeAgain() {
        for (String id : new String[] {"a", "b", "c", "d"}) {
            assertThat(queue.enter(id, NOW)).isTrue();
        }
        assertThat(queue.enter("e", NOW.plusSeconds(29))).isFalse();
        assertThat(queue.enter("e", NOW.plusSeconds(31))).isTrue();
    }

    @Test
    void whatCouldNotBeNotedWaitsAgain() {
        waits("a", 1);
        waits("b", 2);
        queue.putBack(queue.next(1));
        assertThat(queue.active()).isEmpty();
        assertThat(queue.next(2)).containsExactly("a", "b");
    }

    private void waits(String id, long submittedAt) {
        queue.heard(id, Priority.NORMAL, submittedAt, false, false);
    }
}
