package dev.proxima.cluster;

import dev.proxima.api.AttemptView;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.media.PlannedSegment;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempts of this JVM. It lives outside the actor system, so that FFmpeg goes on while a node that lost its seed
 * builds a new actor system and rejoins. An attempt stays known after it ended, until its outcome was acknowledged.
 */
public final class AttemptRegistry implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AttemptRegistry.class);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(5);

    private final AttemptRunner runner;
    private final ExecutorService slots;
    private final ConcurrentMap<AttemptId, Attempt> attempts = new ConcurrentHashMap<>();
    private volatile Runnable listener = () -> {};

    /** @param slots attempts that run at once; further ones wait in order */
    public AttemptRegistry(int slots, AttemptRunner runner) {
        this.runner = runner;
        this.slots = Executors.newFixedThreadPool(slots, work -> {
            Thread thread = new Thread(work, "proxima-encode");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Replaces who is told, from any thread, when attempts began or ended. */
    void onChange(Runnable newListener) {
        listener = newListener;
    }

    /** Starts the attempt, or finds it when it was started before. */
    CompletionStage<AttemptOutcome> start(EncodeOrder order) {
        Attempt attempt = attempts.computeIfAbsent(order.id(), id -> {
            Attempt created = new Attempt(order);
            created.outcome.thenRun(() -> listener.run());
            submit(created);
            return created;
        });
        attempt.attendedAt = SteadyTime.now();
        listener.run();
        return attempt.outcome;
    }

    /** An order that was carried out before is said again, perhaps for less: others have the rest of its segment. */
    void shorten(EncodeOrder order) {
        attempts.computeIfPresent(order.id(), (id, attempt) -> {
            order.segment().ifPresent(attempt::shorten);
            return attempt;
        });
    }

    /** The outcome to come of an attempt that this JVM knows. */
    Optional<CompletionStage<AttemptOutcome>> find(AttemptId id) {
        return Optional.ofNullable(attempts.get(id)).map(attempt -> {
            attempt.attendedAt = SteadyTime.now();
            return attempt.outcome;
        });
    }

    /** Tells that somebody still waits for the attempt; see {@link #stopUnattended}. */
    void attend(AttemptId id) {
        find(id);
    }

    /** Ends the attempt and its FFmpeg; the outcome becomes {@code Stopped} when nothing of it is left. */
    CompletionStage<AttemptOutcome> stop(AttemptId id) {
        Attempt attempt = attempts.get(id);
        if (attempt == null) {
            return CompletableFuture.completedFuture(new AttemptOutcome.Stopped());
        }
        if (attempt.work.cancel(true) && !attempt.started) {
            attempt.outcome.complete(new AttemptOutcome.Stopped());
        }
        return attempt.outcome;
    }

    /** Ends all attempts; each becomes {@code Stopped}, so that its job has it done elsewhere. */
    void stopAll() {
        attempts.forEach((id, attempt) -> {
            if (!attempt.outcome.isDone()) {
                stop(id);
            }
        });
    }

    void forget(AttemptId id) {
        attempts.remove(id);
    }

    /** Attempts that no actor asked after for so long. */
    List<AttemptId> unattended(Duration patience) {
        Instant limit = SteadyTime.now().minus(patience);
        return attempts.entrySet().stream()
                .filter(entry -> entry.getValue().attendedAt.isBefore(limit))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Ends attempts that no actor asked after for so long: their job went on without them. */
    void stopUnattended(Duration patience) {
        unattended(patience).forEach(id -> {
            log.info("Ending {}: nobody asked after it for {}", id.entityId(), patience);
            stop(id);
            forget(id);
        });
    }

    /** Attempts that hold or await a slot. */
    List<AttemptView> running() {
        return attempts.values().stream()
                .filter(attempt -> !attempt.outcome.isDone())
                .map(Attempt::view)
                .sorted(Comparator.comparing(AttemptView::job).thenComparing(AttemptView::segment))
                .toList();
    }

    /** Ends all attempts and waits, for some seconds at most, until no FFmpeg is left. */
    @Override
    public void close() {
        slots.shutdownNow();
        attempts.values().stream()
                .filter(attempt -> !attempt.started)
                .forEach(attempt -> attempt.outcome.complete(new AttemptOutcome.Stopped()));
        try {
            if (!slots.awaitTermination(PATIENCE_AT_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("Some FFmpeg processes did not end within {}", PATIENCE_AT_CLOSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A node that is closing takes nothing any more. */
    private void submit(Attempt attempt) {
        try {
            attempt.work = slots.submit(() -> run(attempt));
        } catch (RejectedExecutionException e) {
            attempt.work = CompletableFuture.completedFuture(null);
            attempt.outcome.complete(new AttemptOutcome.Stopped());
        }
    }

    private void run(Attempt attempt) {
        attempt.started = true;
        attempt.outcome.complete(outcomeOf(attempt));
    }

    private AttemptOutcome outcomeOf(Attempt attempt) {
        try {
            return runner.run(attempt.order, () -> attempt.segment, attempt::progressed);
        } catch (InterruptedException e) {
            return new AttemptOutcome.Stopped();
        } catch (FailureException e) {
            return new AttemptOutcome.Failed(e.failure());
        } catch (RuntimeException e) {
            log.error("Attempt {} met a bug", attempt.order.id().entityId(), e);
            return new AttemptOutcome.Failed(new Failure.Internal(
                    "Node " + attempt.order.id().node() + " met an error of its own: " + e + ".", e.toString()));
        }
    }

    private static final class Attempt {

        private final EncodeOrder order;
        private final CompletableFuture<AttemptOutcome> outcome = new CompletableFuture<>();
        private volatile Future<?> work;
        private volatile boolean started;
        private volatile Instant attendedAt = SteadyTime.now();
        private volatile long frames;
        private volatile double framesPerSecond;
        private volatile PlannedSegment segment;

        private Attempt(EncodeOrder order) {
            this.order = order;
            this.segment = order.segment().orElse(null);
        }

        private void shorten(PlannedSegment wanted) {
            if (wanted.range().length() < segment.range().length()) {
                segment = wanted;
            }
        }

        private void progressed(long newFrames, double newFramesPerSecond) {
            frames = newFrames;
            framesPerSecond = newFramesPerSecond;
        }

        private AttemptView view() {
            AttemptId id = order.id();
            return new AttemptView(id.job(), id.segment(), id.attempt(), frames, framesPerSecond);
        }
    }
}
