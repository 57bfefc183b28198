package dev.proxima.cluster;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;

/** A step that another thread may stop: an interrupt meets it while it runs, and neither before nor after. */
final class StoppableStep<T> implements BlockingStep<T> {

    private final BlockingStep<T> step;
    private Thread thread;
    private boolean stopped;

    StoppableStep(BlockingStep<T> step) {
        this.step = step;
    }

    @Override
    public T take() throws FailureException, InterruptedException {
        try {
            begin();
            return step.take();
        } catch (InterruptedException e) {
            if (isStopped()) {
                throw new FailureException(new Failure.Internal("The step was stopped.", ""), e);
            }
            throw e;
        } finally {
            end();
        }
    }

    /** Returns at once; the step ends as soon as it notices. */
    synchronized void stop() {
        stopped = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private synchronized void begin() throws InterruptedException {
        if (stopped) {
            throw new InterruptedException("stopped before it began");
        }
        thread = Thread.currentThread();
    }

    /** The thread serves other steps after this one. */
    private synchronized void end() {
        thread = null;
        Thread.interrupted();
    }

    private synchronized boolean isStopped() {
        return stopped;
    }
}
