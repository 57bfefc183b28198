package dev.proxima.cli;

import dev.proxima.api.JobView;
import dev.proxima.api.LiveEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest view of each followed job. Views of a job that is finished already are passed over, as they are late. So
 * are, for a while, views of an end before the job was handed in: a clip that is handed in again is the same job, and
 * its last end may be heard of once more.
 */
final class JobBoard {

    /** How late such a view can be. Not for ever, as the clocks of two machines may differ. */
    static final Duration LATEST = Duration.ofSeconds(10);

    private final Map<String, JobView> jobs = new LinkedHashMap<>();
    private final Map<String, String> handedInAt = new HashMap<>();
    private final boolean adopting;
    private final long latest;
    private final long startedAt = System.nanoTime();
    private boolean finish;
    private long changedAt = System.nanoTime();

    JobBoard(List<JobView> jobs, boolean adopting) {
        this(jobs, adopting, LATEST);
    }

    /** @param latest how late a view may be */
    JobBoard(List<JobView> jobs, boolean adopting, Duration latest) {
        this.adopting = adopting;
        this.latest = latest.toNanos();
        for (JobView job : jobs) {
            this.jobs.put(job.id(), job);
            handedInAt.put(job.id(), job.submittedAt());
        }
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
        if (known == null ? !adopting : known.isFinished() || isOfAnEarlierTime(job)) {
            return;
        }
        jobs.put(job.id(), job);
        changedAt = System.nanoTime();
        if (job.isFinished()) {
            finish = true;
            notifyAll();
        }
    }

    private boolean isOfAnEarlierTime(JobView job) {
        String submitted = handedInAt.get(job.id());
        return isYoung()
                && submitted != null
                && job.finishedAt() != null
                && Instant.parse(job.finishedAt()).isBefore(Instant.parse(submitted));
    }

    /** Whether what the node knows may still be from before the jobs were handed in. */
    boolean isYoung() {
        return System.nanoTime() - startedAt < latest;
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

    /** The next time to ask is after another quiet while, whatever the answer was. */
    synchronized void asked() {
        changedAt = System.nanoTime();
    }
}
