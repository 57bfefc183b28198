package dev.proxima.cluster;

import dev.proxima.job.FailureException;
import dev.proxima.media.PlannedSegment;
import java.util.function.Supplier;

/** Encodes a piece, blocking. The real one runs FFmpeg; tests bring their own. */
public interface AttemptRunner {

    /**
     * @param segment what is to be made of the order's segment by now, which gets shorter where others take the rest of it; not
     *     to be asked for if the order has none
     * @throws FailureException if the piece could not be made; nothing is left of it then
     * @throws InterruptedException if the thread was interrupted; nothing is left of it then, no process either
     */
    AttemptOutcome run(EncodeOrder order, Supplier<PlannedSegment> segment, ProgressSink progress)
            throws FailureException, InterruptedException;

    interface ProgressSink {
        /** @param frames frames written so far; never fewer than before */
        void report(long frames, double framesPerSecond);
    }
}
