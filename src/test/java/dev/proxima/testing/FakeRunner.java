package dev.proxima.testing;

import dev.proxima.cluster.AttemptOutcome;
import dev.proxima.cluster.AttemptRunner;
import dev.proxima.cluster.EncodeOrder;
import dev.proxima.job.FailureException;
import dev.proxima.job.PieceDigest;
import dev.proxima.media.PlannedSegment;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Encodes nothing: an attempt ends when the test lets it. */
public final class FakeRunner implements AttemptRunner {

    public final Queue<EncodeOrder> started = new ConcurrentLinkedQueue<>();
    /** What each of them is to make by now. */
    public final Queue<Supplier<PlannedSegment>> wanted = new ConcurrentLinkedQueue<>();

    public final AtomicInteger interrupted = new AtomicInteger();
    private final Semaphore permits = new Semaphore(0);

    /** Lets so many attempts, running or to come, succeed. */
    public void letSucceed(int attempts) {
        permits.release(attempts);
    }

    public void letAllSucceed() {
        permits.release(1_000_000);
    }

    @Override
    public AttemptOutcome run(EncodeOrder order, Supplier<PlannedSegment> segment, ProgressSink progress)
            throws FailureException, InterruptedException {
        started.add(order);
        wanted.add(segment);
        progress.report(FakeSteps.FRAMES_PER_SEGMENT / 2, 25);
        try {
            permits.acquire();
        } catch (InterruptedException e) {
            interrupted.incrementAndGet();
            throw e;
        }
        return new AttemptOutcome.Succeeded(
                new PieceDigest(FakeSteps.FRAMES_PER_SEGMENT, 1000, "hash"),
                "segment-" + order.id().segment() + ".mov");
    }
}
