package dev.proxima.cluster;

import dev.proxima.job.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whose turn it is. Of all unfinished jobs only some are active: these are planned, encoded and stitched. The others are
 * rows of the journal and entries here, the more urgent first, else in the order in which they were submitted.
 */
final class JobQueue {

    /** A client that was let in and submits nothing frees its place after this. */
    private static final Duration ENTERS_WITHIN = Duration.ofSeconds(30);

    private record Entry(Priority priority, long submittedAt, String id) {}

    private final int limit;
    private final TreeSet<Entry> waiting = new TreeSet<>(Comparator.comparing(Entry::priority)
            .thenComparingLong(Entry::submittedAt)
            .thenComparing(Entry::id));
    private final Map<String, Entry> waitingById = new HashMap<>();
    private final Map<String, Entry> active = new LinkedHashMap<>();
    private final Set<String> stuck = new HashSet<>();
    private final Map<String, Instant> entering = new LinkedHashMap<>();

    /** @param limit of unfinished jobs */
    JobQueue(int limit) {
        this.limit = limit;
    }

    /** Whether the job may be submitted; one that is unfinished already may, as it is the same. */
    boolean enter(String id, Instant now) {
        entering.values().removeIf(since -> since.plus(ENTERS_WITHIN).isBefore(now));
        if (isKnown(id)) {
            return true;
        }
        if (!entering.containsKey(id) && unfinished() + entering.size() >= limit) {
            return false;
        }
        entering.put(id, now);
        return true;
    }

    /**
     * An unfinished job told of itself.
     *
     * @param runs whether it is past waiting for its turn
     * @param waitsInVain whether no node has what it needs, so that it must not keep others from their turn
     */
    void heard(String id, Priority priority, long submittedAt, boolean runs, boolean waitsInVain) {
        entering.remove(id);
        Entry entry = new Entry(priority, submittedAt, id);
        if (runs && !active.containsKey(id)) {
            drop(id);
            active.put(id, entry);
        } else if (!isKnown(id)) {
            waiting.add(entry);
            waitingById.put(id, entry);
        }
        if (waitsInVain && active.containsKey(id)) {
            stuck.add(id);
        } else {
            stuck.remove(id);
        }
    }

    /** The job needs nothing any more, or there is none. */
    void finished(String id) {
        entering.remove(id);
        drop(id);
        active.remove(id);
        stuck.remove(id);
    }

    /**
     * Makes the next jobs active, so that {@code places} of those that can go on are. An urgent one does not wait for
     * others to end that it will get all slots before.
     */
    List<String> next(int places) {
        List<String> next = new ArrayList<>();
        while (!waiting.isEmpty() && activeBefore(waiting.first()) < places) {
            Entry first = waiting.pollFirst();
            waitingById.remove(first.id());
            active.put(first.id(), first);
            next.add(first.id());
        }
        return next;
    }

    private long activeBefore(Entry job) {
        return active.values().stream()
                .filter(other -> other.priority().compareTo(job.priority()) <= 0 && !stuck.contains(other.id()))
                .count();
    }

    /** They could not be made active after all. */
    void putBack(List<String> ids) {
        for (String id : ids) {
            Entry entry = active.remove(id);
            if (entry != null) {
                waiting.add(entry);
                waitingById.put(id, entry);
            }
        }
    }

    List<String> active() {
        return List.copyOf(active.keySet());
    }

    boolean isActive(String id) {
        return active.containsKey(id);
    }

    int unfinished() {
        return waiting.size() + active.size();
    }

    int limit() {
        return limit;
    }

    private boolean isKnown(String id) {
        return active.containsKey(id) || waitingById.containsKey(id);
    }

    private void drop(String id) {
        Entry entry = waitingById.remove(id);
        if (entry != null) {
            waiting.remove(entry);
        }
    }
}
