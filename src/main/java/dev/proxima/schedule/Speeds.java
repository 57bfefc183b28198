package dev.proxima.schedule;

import java.util.HashMap;
import java.util.Map;

/**
 * Frames per second that one slot of a node makes of one class of work. What was not seen yet is guessed: from the
 * same node's other work, else from its cores, and from how other nodes do at that work.
 */
public final class Speeds {

    /** Cores of a slot that counts as usual. */
    public static final int USUAL_CORES = 4;

    /** Each start that was seen replaces half of what was known, as they differ by where the clip is cut. */
    private static final double LAST_START = 0.5;

    /** An observation of so long a time replaces 63% of what was known; a throttled node shows within seconds. */
    private static final double MEMORY_MILLIS = 15_000;

    private final Map<String, Node> nodes = new HashMap<>();
    private final Map<WorkClass, Pool> pools = new HashMap<>();

    private static final class Node {
        private double claim = 1;
        private long watchedMillis;
        private final Map<WorkClass, Seen> seen = new HashMap<>();
        private final Map<WorkClass, Double> starts = new HashMap<>();
    }

    /** What one node did of one class of work. */
    private static final class Seen {
        private final Pool pool;
        private double rate;
        private long watchedMillis;

        private Seen(Pool pool) {
            this.pool = pool;
        }
    }

    /** What all nodes that did this work made together, and what they claim. */
    private static final class Pool {
        private double rates;
        private double claims;
        private int nodes;

        private double usual() {
            return rates / claims;
        }
    }

    /**
     * A node that claims more or less than before, as one whose share of a machine was changed, is taken to be faster or slower
     * in proportion than it was seen to be.
     *
     * @param coresPerSlot cores that a slot of the node may keep busy, above 0
     */
    public void claims(String node, double coresPerSlot) {
        Node known = nodes.computeIfAbsent(node, name -> new Node());
        double claim = coresPerSlot / USUAL_CORES;
        double ratio = claim / known.claim;
        for (Seen seen : known.seen.values()) {
            seen.pool.claims += claim - known.claim;
            seen.pool.rates += seen.rate * (ratio - 1);
            seen.rate *= ratio;
        }
        known.starts.replaceAll((kind, start) -> start / ratio);
        known.claim = claim;
    }

    /** @param millis from the beginning of an attempt to its first frame: for the start of FFmpeg and what it decodes before */
    public void started(String node, WorkClass kind, long millis) {
        nodes.computeIfAbsent(node, name -> new Node())
                .starts
                .merge(kind, (double) millis, (before, now) -> before + LAST_START * (now - before));
    }

    /** Milliseconds until the first frame of a piece; 0 if none was seen to start. */
    public double startMillis(String node, WorkClass kind) {
        Node known = nodes.get(node);
        return known == null ? 0 : known.starts.getOrDefault(kind, 0.0);
    }

    /** @param millis how long the node was seen to keep this rate */
    public void saw(String node, WorkClass kind, double framesPerSecond, long millis) {
        if (millis <= 0 || framesPerSecond <= 0) {
            return;
        }
        Node known = nodes.computeIfAbsent(node, name -> new Node());
        Seen seen = known.seen.get(kind);
        double weight = seen == null ? 1 : 1 - Math.exp(-millis / MEMORY_MILLIS);
        if (seen == null) {
            seen = new Seen(pools.computeIfAbsent(kind, name -> new Pool()));
            seen.pool.claims += known.claim;
            seen.pool.nodes++;
            known.seen.put(kind, seen);
        }
        double old = seen.rate;
        seen.rate += weight * (framesPerSecond - old);
        seen.watchedMillis += millis;
        known.watchedMillis += millis;
        seen.pool.rates += seen.rate - old;
    }

    /** What is known of a node that left is of no use: it may come back as another machine at the same address. */
    public void forget(String node) {
        Node gone = nodes.remove(node);
        if (gone != null) {
            gone.seen.forEach((kind, seen) -> {
                seen.pool.rates -= seen.rate;
                seen.pool.claims -= gone.claim;
                if (--seen.pool.nodes == 0) {
                    pools.remove(kind);
                }
            });
        }
    }

    /** What is known of the node now. */
    public Pace pace(String node) {
        Node known = nodes.get(node);
        return known == null
                ? new Pace(1, Map.of())
                : new Pace(strength(known), rates(known), Map.copyOf(known.starts));
    }

    private static Map<WorkClass, Double> rates(Node known) {
        Map<WorkClass, Double> rates = new HashMap<>(known.seen.size());
        known.seen.forEach((kind, seen) -> rates.put(kind, seen.rate));
        return rates;
    }

    /** As of its {@link #pace}, which would be made anew for each running piece in each decision. */
    public double framesPerSecond(String node, WorkClass kind) {
        Node known = nodes.get(node);
        Seen seen = known == null ? null : known.seen.get(kind);
        if (seen != null) {
            return seen.rate;
        }
        return usual(kind) * (known == null ? 1 : strength(known));
    }

    /**
     * The claim counts until the node was watched for long: of a few pieces of a second each, most is their start. Each work
     * counts for as long as it was watched.
     */
    private double strength(Node known) {
        if (known.seen.isEmpty()) {
            return known.claim;
        }
        double sum = 0;
        for (Seen seen : known.seen.values()) {
            sum += seen.rate / seen.pool.usual() * seen.watchedMillis / known.watchedMillis;
        }
        double doubt = Math.exp(-known.watchedMillis / MEMORY_MILLIS);
        return doubt * known.claim + (1 - doubt) * sum;
    }

    /** Frames per second of a usual slot. */
    public double usual(WorkClass kind) {
        Pool pool = pools.get(kind);
        return pool == null ? kind.firstGuess() : pool.usual();
    }

    /** Frames per second that the node may be held to by what it claims and what others make of the same work. */
    public double claimed(String node, WorkClass kind) {
        Node known = nodes.get(node);
        Pool pool = pools.get(kind);
        double claim = known == null ? 1 : known.claim;
        Seen own = known == null ? null : known.seen.get(kind);
        if (pool == null || own == null) {
            return usual(kind) * claim;
        }
        return pool.nodes == 1 ? own.rate : (pool.rates - own.rate) / (pool.claims - claim) * claim;
    }
}
