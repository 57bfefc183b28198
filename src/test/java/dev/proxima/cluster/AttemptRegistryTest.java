package dev.proxima.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxima.api.AttemptView;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.testing.FakeRunner;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttemptRegistryTest {

    /** However long ago somebody asked after an attempt, it was too long ago. */
    private static final Duration NO_PATIENCE = Duration.ofSeconds(-10);

    private final FakeRunner runner = new FakeRunner();
    private final AttemptRegistry registry = new AttemptRegistry(2, runner);

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void runsNoMoreAttemptsThanThereAreSlotsAndTheOthersInOrder() {
        CompletionStage<AttemptOutcome> first = registry.start(order(0));
        registry.start(order(1));
        registry.start(order(2));
        awaitStarted(2);
        assertThat(registry.running()).extracting(AttemptView::segment).containsExactly(0, 1, 2);

        runner.letSucceed(1);

        awaitStarted(3);
        assertThat(registry.running()).hasSize(2);
        runner.letAllSucceed();
        assertThat(outcome(first)).isInstanceOf(AttemptOutcome.Succeeded.class);
        await().untilAsserted(() -> assertThat(registry.running()).isEmpty());
    }

    @Test
    void startsAnAttemptOnceHoweverOftenItIsAsked() {
        runner.letAllSucceed();
        AttemptOutcome outcome = outcome(registry.start(order(0)));

        assertThat(outcome(registry.start(order(0)))).isSameAs(outcome);
        assertThat(registry.find(order(0).id()))
                .hasValueSatisfying(found -> assertThat(outcome(found)).isSameAs(outcome));
        assertThat(runner.started).hasSize(1);
    }

    @Test
    void showsTheProgressOfWhatRuns() {
        registry.start(order(0));

        await().untilAsserted(
                        () -> assertThat(registry.running()).containsExactly(new AttemptView("job", 0, 1, 50, 25)));
    }

    @Test
    void knowsAnAttemptUntilItIsForgotten() {
        registry.start(order(0));
        registry.forget(order(0).id());

        assertThat(registry.find(order(0).id())).isEmpty();
        assertThat(registry.find(order(1).id())).isEmpty();
    }

    @Test
    void stopsAnAttemptThatWaitsForASlotWithoutStartingIt() {
        registry.start(order(0));
        registry.start(order(1));
        registry.start(order(2));
        awaitStarted(2);

        assertThat(outcome(registry.stop(order(2).id()))).isInstanceOf(AttemptOutcome.Stopped.class);
        runner.letAllSucceed();
        await().untilAsserted(() -> assertThat(registry.running()).isEmpty());
        assertThat(runner.started).extracting(order -> order.id().segment()).containsOnly(0, 1);
    }

    @Test
    void stopsARunningAttemptAndTellsWhenNothingIsLeftOfIt() {
        CompletionStage<AttemptOutcome> outcome = registry.start(order(0));
        awaitStarted(1);

        registry.stop(order(0).id());

        assertThat(outcome(outcome)).isInstanceOf(AttemptOutcome.Stopped.class);
        assertThat(runner.interrupted).hasValue(1);
    }

    @Test
    void leavesTheOutcomeOfAnAttemptThatIsStoppedTooLate() {
        runner.letAllSucceed();
        AttemptOutcome outcome = outcome(registry.start(order(0)));

        assertThat(outcome(registry.stop(order(0).id()))).isSameAs(outcome);
    }

    @Test
    void hasNothingToStopOfAnAttemptThatItDoesNotKnow() {
        assertThat(outcome(registry.stop(order(7).id()))).isInstanceOf(AttemptOutcome.Stopped.class);
    }

    @Test
    void endsAttemptsThatNobodyAsksAfter() {
        CompletionStage<AttemptOutcome> outcome = registry.start(order(0));
        awaitStarted(1);
        registry.stopUnattended(Duration.ofHours(1));
        assertThat(registry.find(order(0).id())).isPresent();

        registry.stopUnattended(NO_PATIENCE);

        assertThat(outcome(outcome)).isInstanceOf(AttemptOutcome.Stopped.class);
        assertThat(registry.find(order(0).id())).isEmpty();
    }

    @Test
    void endsAllAtItsClose() {
        CompletionStage<AttemptOutcome> running = registry.start(order(0));
        CompletionStage<AttemptOutcome> second = registry.start(order(1));
        CompletionStage<AttemptOutcome> queued = registry.start(order(2));
        awaitStarted(2);

        registry.close();

        assertThat(runner.interrupted).hasValue(2);
        assertThat(outcome(running)).isInstanceOf(AttemptOutcome.Stopped.class);
        assertThat(outcome(second)).isInstanceOf(AttemptOutcome.Stopped.class);
        assertThat(outcome(queued)).isInstanceOf(AttemptOutcome.Stopped.class);
        assertThat(outcome(registry.start(order(3)))).isInstanceOf(AttemptOutcome.Stopped.class);
        assertThat(registry.running()).isEmpty();
    }

    @Test
    void tellsAFailureOfTheEncodeAndABugAlike() {
        Failure failure = new Failure.NoSpace("/media");
        try (AttemptRegistry failing = new AttemptRegistry(1, (order, segment, progress) -> {
            if (order.id().segment() == 0) {
                throw new FailureException(failure);
            }
            throw new IllegalStateException("a bug");
        })) {
            assertThat(outcome(failing.start(order(0)))).isEqualTo(new AttemptOutcome.Failed(failure));
            assertThat(outcome(failing.start(order(1))))
                    .isInstanceOfSatisfying(
                            AttemptOutcome.Failed.class,
                            failed -> assertThat(failed.failure().message())
                                    .isEqualTo(
                                            "Node a:1 met an error of its own: java.lang.IllegalStateException: a bug."));
        }
    }

    @Test
    void tellsItsListenerOfEveryBeginningAndEnd() {
        AtomicInteger changes = new AtomicInteger();
        registry.onChange(changes::incrementAndGet);

        registry.start(order(0));
        assertThat(changes).hasValue(1);
        runner.letAllSucceed();
        await().untilAsserted(() -> assertThat(changes).hasValue(2));
        assertThat(registry.running()).isEmpty();
    }

    private void awaitStarted(int attempts) {
        await().untilAsserted(() -> assertThat(runner.started).hasSize(attempts));
    }

    private static AttemptOutcome outcome(CompletionStage<AttemptOutcome> outcome) {
        CompletableFuture<AttemptOutcome> future = outcome.toCompletableFuture();
        return future.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static EncodeOrder order(int segment) {
        EncodeOrder sample = WireSamples.SEGMENT_ORDER;
        return new EncodeOrder(
                new AttemptId("job", segment, 1, "a:1"),
                sample.source(),
                sample.stamp(),
                sample.clip(),
                sample.preset(),
                sample.segment(),
                sample.whole(),
                sample.approach(),
                sample.workDirectory());
    }
}
