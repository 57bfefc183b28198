package dev.proxima.cli;

import dev.proxima.api.JobView;
import dev.proxima.api.LiveEvent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The newest view of each followed job. Views of a job that is finished already are passed over, as they are late. */
final class JobBoard {

    private final Map<String, JobView> jobs = new LinkedHashMap<>();
    private final boolean adopting;
    private boolean finish;
    private long changedAt = System.nanoTime();

    JobBoard(List<JobView> jobs, boolean adopting) {
        this.adopting = adopting;
        jobs.forEach(job -> this.jobs.put(job.id(), job));
    }

    synchronized List<JobView> jobs() {
        return List.copyOf(jobs.values());
    }

    synchronized void note(LiveEvent event) {
        if (event instanceof LiveEvent.JobChanged changed) {
            put(changed.job());
        } else if (event instanceof LiveEvent.Snapshot snapshot) {
            snapshot.jobs().forEach(this::put);
        }
    }

    synchronized void put(JobView job) {
        JobView known = jobs.get(job.id());
        if (known == null ? !adopting : known.isFinished()) {
            return;
        }
        jobs.put(job.id(), job);
        changedAt = System.nanoTime();
        if (job.isFinished()) {
            finish = true;
            notifyAll();
        }
    }

    /** Returns early when a job finishes. */
    synchronized void awaitFinishOr(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (long left = limit.toMillis(); !finish && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        finish = false;
    }

    synchronized boolean quietFor(Duration length) {
        return System.nanoTime() - changedAt > length.toNanos();
    }

    /** Asking was in vain; the next time is due after another quiet while. */
    synchronized void asked() {
        changedAt = System.nanoTime();
    }
}
