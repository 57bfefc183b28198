package dev.proxima.schedule;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which nodes are better left alone by a job for a while, and why: those that fail at its pieces, those that do not see its
 * files, and those that are far slower than they claim. After the while they are tried again; if that goes wrong as well, the
 * next while is longer.
 */
public final class Reputation {

    /** Failures in a row, at different pieces, of a node that has not yet made one of the job's. */
    static final int FAILURES = 2;

    static final long FIRST_WHILE_MILLIS = 60_000;

    private static final int LONGEST_DOUBLING = 5;

    private final Map<Pair, Standing> standings = new HashMap<>();

    /** Of folders, by all whose clips are in them. */
    private final Map<Pair, Standing> unseen = new HashMap<>();

    /** @param job or a folder */
    private record Pair(String job, String node) {}

    private static final class Standing {
        private final Set<Integer> failed = new HashSet<>();
        private long until;
        private int times;
        private String reason = "";
    }

    /** @param message of the failure */
    public void failed(String job, String node, int piece, String message, long now) {
        Standing standing = standings.computeIfAbsent(new Pair(job, node), pair -> new Standing());
        standing.failed.add(piece);
        if (standing.failed.size() >= FAILURES || standing.times > 0) {
            shun(standing, now, "It failed at " + standing.failed.size() + " segments of job " + job + ": " + message);
        }
    }

    /** A piece succeeded; nodes that had failed at it are to blame for that, not the clip. */
    public void succeeded(String job, String node, int piece, long now) {
        standings.remove(new Pair(job, node));
        standings.forEach((pair, standing) -> {
            if (pair.job().equals(job) && standing.failed.contains(piece) && standing.until <= now) {
                shun(
                        standing,
                        now,
                        "It failed at segment " + piece + " of job " + job + ", at which " + node + " succeeded.");
            }
        });
    }

    /** One look is enough: what is not mounted for one piece is not for any other. */
    public void didNotSee(String folder, String node, String message, long now) {
        Standing standing = unseen.computeIfAbsent(new Pair(folder, node), pair -> new Standing());
        if (standing.until <= now) {
            shun(standing, now, message);
        }
    }

    /** What was begun before the folder went may still succeed and tells nothing. */
    public void saw(String folder, String node, long now) {
        unseen.computeIfPresent(new Pair(folder, node), (pair, standing) -> standing.until > now ? standing : null);
    }

    /** @param times how much slower than claimed it encodes */
    public void slow(String job, String node, long times, long now) {
        Standing standing = standings.computeIfAbsent(new Pair(job, node), pair -> new Standing());
        if (standing.until <= now) {
            shun(
                    standing,
                    now,
                    "It encodes job " + job + " " + times + " times slower than its cores and other nodes let "
                            + "expect.");
        }
    }

    private static void shun(Standing standing, long now, String why) {
        standing.until = now + (FIRST_WHILE_MILLIS << Math.min(standing.times, LONGEST_DOUBLING));
        standing.times++;
        standing.reason = why;
    }

    /** Nodes that the job is not given to now, as long as there are others. */
    public Set<String> shunnedBy(String job, String folder, long now) {
        Set<String> shunned = new TreeSet<>();
        all().forEach(entry -> {
            String of = entry.getKey().job();
            if ((of.equals(job) || of.equals(folder)) && entry.getValue().until > now) {
                shunned.add(entry.getKey().node());
            }
        });
        return shunned;
    }

    private Stream<Map.Entry<Pair, Standing>> all() {
        return Stream.concat(standings.entrySet().stream(), unseen.entrySet().stream());
    }

    /** Why some job leaves the node alone now; a sentence that says when it is tried again. */
    public Optional<String> reason(String node, long now) {
        return all().filter(entry -> entry.getKey().node().equals(node) && entry.getValue().until > now)
                .map(Map.Entry::getValue)
                .max((a, b) -> Long.compare(a.until, b.until))
                .map(standing ->
                        standing.reason + " It is tried again in " + (standing.until - now + 999) / 1000 + " s.");
    }

    public void jobEnded(String job) {
        standings.keySet().removeIf(pair -> pair.job().equals(job));
    }

    public void nodeGone(String node) {
        standings.keySet().removeIf(pair -> pair.node().equals(node));
        unseen.keySet().removeIf(pair -> pair.node().equals(node));
    }
}
