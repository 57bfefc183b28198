package dev.proxima.ffmpeg;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for FFmpeg on behalf of blocking code. */
final class Runs {

    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

    private static final int LONGEST_END_SECONDS = 5;

    private static final int MOST_READINGS = 3;

    private static final List<String> NOTHING_DECODED =
            List.of("received no packets", "Could not open encoder before EOF");

    private Runs() {}

    /**
     * Waits for the end of a run. If the thread is interrupted the run is killed, and its process is gone when this
     * throws.
     */
    static ExitReport await(EncodeRun run) throws FailureException, InterruptedException {
        CompletableFuture<ExitReport> outcome = run.outcome().toCompletableFuture();
        try {
            return outcome.get();
        } catch (InterruptedException e) {
            run.kill();
            awaitEnd(outcome);
            throw e;
        } catch (ExecutionException e) {
            throw new FailureException(
                    new Failure.Internal(
                            "FFmpeg could not be started.", e.getCause().toString()),
                    e.getCause());
        }
    }

    /** @param what completes "FFmpeg failed while …" */
    static ExitReport succeed(EncodeRun run, String what) throws FailureException, InterruptedException {
        ExitReport report = await(run);
        if (report.overdue()) {
            throw new FailureException(
                    new Failure.FfmpegOverdue(what, run.timeLimit().toSeconds()));
        }
        if (report.stalled()) {
            throw new FailureException(
                    new Failure.FfmpegStalled(what, run.stallTimeout().toSeconds()));
        }
        if (!report.succeeded()) {
            throw new FailureException(new Failure.FfmpegFailed(what, report.exitCode(), report.detail()));
        }
        if (report.lost().isPresent()) {
            throw new FailureException(
                    new Failure.OutputLost(what, report.lost().get()));
        }
        return report;
    }

    /** Reads something by FFmpeg. */
    @FunctionalInterface
    interface Reading<T, E extends Exception> {
        T read() throws FailureException, InterruptedException, E;
    }

    /**
     * Reads once more if some of what FFmpeg told was lost, at most {@value #MOST_READINGS} times in all.
     *
     * @param reading begins to count anew each time
     */
    static <T, E extends Exception> T again(Reading<T, E> reading) throws FailureException, InterruptedException, E {
        for (int left = MOST_READINGS; ; left--) {
            try {
                return reading.read();
            } catch (FailureException e) {
                if (left == 1 || !(e.failure() instanceof Failure.OutputLost)) {
                    throw e;
                }
                LOG.warn("{} ({})", e.getMessage(), e.failure().detail());
            }
        }
    }

    /** Whether FFmpeg failed as nothing came out of a decoder. */
    static boolean decodedNothing(FailureException failure) {
        String said = failure.failure().detail();
        // nor does an output get any packets that cannot be begun
        boolean written = !said.contains("Could not write header");
        return written && NOTHING_DECODED.stream().anyMatch(said::contains);
    }

    private static void awaitEnd(CompletableFuture<ExitReport> outcome) {
        try {
            outcome.get(LONGEST_END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // it never started, or the system does not let go of it: the caller can do nothing about either
        }
    }
}
