package dev.proxima.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** The seeded scenarios of {@code scripts/bench/simulate}: five kinds of clusters, three kinds of work, three sizes. */
final class Scenarios {

    private static final long SEED = 20_251;

    private enum Cluster {
        EQUAL,
        MIXED,
        JOINING,
        LEAVING,
        THROTTLED
    }

    private Scenarios() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        for (int nodes : new int[] {4, 50, 500}) {
            all.addAll(of(nodes));
        }
        all.add(many());
        return all;
    }

    /** On so many nodes of two slots, of one on the largest clusters. The work grows with them: about an hour on small clusters, less on large ones. */
    static List<Scenario> of(int nodes) {
        List<Scenario> made = new ArrayList<>();
        double hours = nodes < 10 ? 1 : nodes < 100 ? 0.4 : 0.35;
        double seconds = hours * 3600 * nodes * slots(nodes) * Scenario.USUAL / 25;
        for (Cluster cluster : Cluster.values()) {
            long millis = (long) (hours * 3_600_000);
            made.add(scenario(cluster, nodes, millis, "one long clip", random -> Scenario.oneOf(seconds)));
            made.add(scenario(
                    cluster,
                    nodes,
                    millis,
                    "100 mixed clips",
                    random -> Scenario.mixed(100, seconds / 100 * 0.2, seconds / 100 * 1.8, random)));
            made.add(scenario(
                    cluster,
                    nodes,
                    millis,
                    "long tail",
                    random -> Scenario.longTail(200, seconds / 1500, seconds / 3, random)));
        }
        return made;
    }

    private static int slots(int nodes) {
        return nodes < 100 ? 2 : 1;
    }

    /** 100,000 segments on 500 nodes: the schedule has to be quick. */
    private static Scenario many() {
        Random random = new Random(SEED);
        List<SimulatedNode> nodes = nodes(Cluster.MIXED, 500, 20_000_000, random);
        List<Scenario.Clip> clips = new ArrayList<>();
        for (int clip = 0; clip < 300; clip++) {
            double seconds = 30_000 + random.nextInt(60_000);
            clips.add(new Scenario.Clip(
                    "clip" + clip, Scenario.seconds(seconds), clip, true, dev.proxima.job.Priority.NORMAL));
        }
        return new Scenario("500 mixed nodes, 100,000 segments", nodes, clips);
    }

    private static Scenario scenario(
            Cluster cluster, int nodes, long millis, String work, Function<Random, List<Scenario.Clip>> clips) {
        Random random = new Random(SEED + cluster.name().hashCode() + nodes);
        List<SimulatedNode> made = nodes(cluster, nodes, millis, random);
        String name = nodes + " " + cluster.name().toLowerCase(java.util.Locale.ROOT) + " nodes, " + work;
        return new Scenario(name, made, clips.apply(random));
    }

    /** @param millis about how long the work takes on equal nodes */
    private static List<SimulatedNode> nodes(Cluster cluster, int count, long millis, Random random) {
        List<SimulatedNode> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SimulatedNode usual = SimulatedNode.of("node" + i, slots(count), 1);
            long some = (long) (millis * (0.1 + 0.5 * random.nextDouble()));
            boolean chosen = i % 4 == 3;
            nodes.add(
                    switch (cluster) {
                        case EQUAL -> usual;
                        case MIXED -> mixed(i, random);
                        case JOINING -> chosen ? usual.joiningAt(some) : usual;
                        case LEAVING -> chosen && i % 8 == 3 ? usual.from(some, 0) : usual;
                        case THROTTLED -> chosen ? usual.from(some, 0.1) : usual;
                    });
        }
        return nodes;
    }

    /** From a laptop that is eight times slower than a workstation; what cores they claim is only roughly true. */
    private static SimulatedNode mixed(int i, Random random) {
        double strength = Math.pow(8, random.nextDouble()) / 4;
        double claim = strength * Speeds.USUAL_CORES * (0.7 + 0.6 * random.nextDouble());
        return SimulatedNode.of("node" + i, 1 + i % 3, strength).claiming(claim);
    }
}
