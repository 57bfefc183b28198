package dev.proxima.cluster;

import dev.proxima.job.FailureException;

/** Encodes a piece, blocking. The real one runs FFmpeg; tests bring their own. */
public interface AttemptRunner {

    /**
     * @throws FailureException if the piece could not be made; nothing is left of it then
     * @throws InterruptedException if the thread was interrupted; nothing is left of it then, no process either
     */
    AttemptOutcome run(EncodeOrder order, ProgressSink progress) throws FailureException, InterruptedException;

    interface ProgressSink {
        /** @param frames frames written so far; never fewer than before */
        void report(long frames, double framesPerSecond);
    }
}
