package dev.proxima.app;

import dev.proxima.cluster.AttemptOutcome;
import dev.proxima.cluster.AttemptRunner;
import dev.proxima.cluster.EncodeOrder;
import dev.proxima.job.FailureException;
import dev.proxima.machine.WakeLock;
import dev.proxima.media.PlannedSegment;
import java.util.function.Supplier;

/** Keeps the machine awake while anything is encoded on it. */
final class AwakeRunner implements AttemptRunner {

    private final AttemptRunner runner;
    private final WakeLock lock;
    private int running;

    AwakeRunner(AttemptRunner runner, WakeLock lock) {
        this.runner = runner;
        this.lock = lock;
    }

    @Override
    public AttemptOutcome run(EncodeOrder order, Supplier<PlannedSegment> segment, ProgressSink progress)
            throws FailureException, InterruptedException {
        changed(1);
        try {
            return runner.run(order, segment, progress);
        } finally {
            changed(-1);
        }
    }

    private synchronized void changed(int by) {
        running += by;
        lock.hold(running > 0);
    }
}
