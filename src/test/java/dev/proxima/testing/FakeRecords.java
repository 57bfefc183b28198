package dev.proxima.testing;

import dev.proxima.api.JobView;
import dev.proxima.job.Priority;
import dev.proxima.journal.JobRecords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** The rows of jobs in memory; it can be told to fail, as a database that is away does. */
public final class FakeRecords implements JobRecords {

    public final Map<String, JobView> jobs = new ConcurrentHashMap<>();
    public final Map<String, Boolean> keptEvents = new ConcurrentHashMap<>();
    private final Set<String> active = new HashSet<>();
    public volatile boolean away;

    /** Each row of an unfinished job waits until this is open. */
    public volatile CountDownLatch putGate = new CountDownLatch(0);

    @Override
    public void put(JobView job) {
        try {
            putGate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        checkThere();
        jobs.put(job.id(), job);
    }

    @Override
    public synchronized void activate(Collection<String> ids) {
        checkThere();
        active.addAll(ids);
    }

    @Override
    public synchronized void finish(JobView job, long lastSequenceNr, boolean keepEvents) {
        checkThere();
        jobs.put(job.id(), job);
        keptEvents.put(job.id(), keepEvents);
        active.remove(job.id());
    }

    @Override
    public synchronized Optional<JobView> find(String id) {
        checkThere();
        return Optional.ofNullable(jobs.get(id));
    }

    @Override
    public synchronized Page page(int limit, Optional<Place> before) {
        checkThere();
        List<JobView> all = new ArrayList<>(jobs.values());
        all.sort(Comparator.comparing(JobView::submittedAt).thenComparing(JobView::id));
        int start = Math.max(0, all.size() - limit);
        return new Page(all.subList(start, all.size()), start > 0);
    }

    @Override
    public synchronized List<Unfinished> unfinished() {
        checkThere();
        return jobs.values().stream()
                .filter(job -> !job.isFinished())
                .map(job -> new Unfinished(
                        job.id(),
                        Priority.of(job.priority()),
                        Instant.parse(job.submittedAt()).toEpochMilli(),
                        active.contains(job.id())))
                .sorted(Comparator.comparing(Unfinished::submittedAt).thenComparing(Unfinished::id))
                .toList();
    }

    private void checkThere() {
        if (away) {
            throw new IllegalStateException("the database is away");
        }
    }
}
