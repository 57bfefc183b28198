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
        private final Map<WorkClass, Double> seen = new HashMap<>();
        private final Map<WorkClass, Long> watched = new HashMap<>();
        private final Map<WorkClass, Double> starts = new HashMap<>();
    }

    /** What all nodes that did this work made together, and what they claim. */
    private static final class Pool {
        private double rates;
        private double claims;
        private int nodes;
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
        known.seen.replaceAll((kind, rate) -> {
            Pool pool = pools.get(kind);
            pool.claims += claim - known.claim;
            pool.rates += rate * (ratio - 1);
            return rate * ratio;
        });
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
        Pool pool = pools.computeIfAbsent(kind, name -> new Pool());
        Double before = known.seen.get(kind);
        double weight = before == null ? 1 : 1 - Math.exp(-millis / MEMORY_MILLIS);
        double old = before == null ? 0 : before;
        double now = old + weight * (framesPerSecond - old);
        known.seen.put(kind, now);
        known.watched.merge(kind, millis, Long::sum);
        known.watchedMillis += millis;
        pool.rates += now - old;
        if (before == null) {
            pool.claims += known.claim;
            pool.nodes++;
        }
    }

    /** What is known of a node that left is of no use: it may come back as another machine at the same address. */
    public void forget(String node) {
        Node gone = nodes.remove(node);
        if (gone != null) {
            gone.seen.forEach((kind, rate) -> {
                Pool pool = pools.get(kind);
                pool.rates -= rate;
                pool.claims -= gone.claim;
                if (--pool.nodes == 0) {
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
                : new Pace(strength(known), Map.copyOf(known.seen), Map.copyOf(known.starts));
    }

    public double framesPerSecond(String node, WorkClass kind) {
        return pace(node).framesPerSecond(kind, usual(kind));
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
        for (Map.Entry<WorkClass, Double> seen : known.seen.entrySet()) {
            sum += seen.getValue() / usual(seen.getKey()) * known.watched.get(seen.getKey()) / known.watchedMillis;
        }
        double doubt = Math.exp(-known.watchedMillis / MEMORY_MILLIS);
        return doubt * known.claim + (1 - doubt) * sum;
    }

    /** Frames per second of a usual slot. */
    public double usual(WorkClass kind) {
        Pool pool = pools.get(kind);
        return pool == null ? kind.firstGuess() : pool.rates / pool.claims;
    }

    /** Frames per second that the node may be held to by what it claims and what others make of the same work. */
    public double claimed(String node, WorkClass kind) {
        Node known = nodes.get(node);
        Pool pool = pools.get(kind);
        double claim = known == null ? 1 : known.claim;
        Double own = known == null ? null : known.seen.get(kind);
        if (pool == null || own == null) {
            return usual(kind) * claim;
        }
        return pool.nodes == 1 ? own : (pool.rates - own) / (pool.claims - claim) * claim;
    }
}
