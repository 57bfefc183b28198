package dev.proxima.schedule;

import dev.proxima.job.Priority;
import dev.proxima.media.Rational;
import dev.proxima.media.SegmentPlanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Clips and nodes to be simulated. */
record Scenario(String name, List<SimulatedNode> nodes, List<Clip> clips) {

    static final Rational RATE = new Rational(25, 1);

    /** A key frame every two seconds, as cameras make them. */
    private static final long KEY_DISTANCE = 50;

    static final WorkClass KIND = WorkClass.of("prores", "h264", 1920, 1080);

    /** Seconds. What of a longer one is lost with its node is beyond any schedule, but not beyond the lower bound. */
    private static final double LONGEST_UNCUTTABLE = 300;

    /** Frames per second of a usual slot, in truth. */
    static final double USUAL = 80;

    /** @param cuttable whether it may be encoded in segments */
    record Clip(String name, long frames, long submittedAt, boolean cuttable, Priority priority) {

        double work() {
            return frames / USUAL * 1000;
        }

        /** As {@link SegmentPlanner} reckons it where nothing is known of the pictures. */
        double seekDistance() {
            return 1.5 * frames / Math.max(1, frames / KEY_DISTANCE);
        }
    }

    static long seconds(double seconds) {
        return Math.round(seconds * 25);
    }

    static List<Clip> oneOf(double seconds) {
        return List.of(new Clip("film", seconds(seconds), 0, true, Priority.NORMAL));
    }

    /** Handed in together, a millisecond apart. Some cannot be cut. */
    static List<Clip> mixed(int count, double fromSeconds, double toSeconds, Random random) {
        List<Clip> clips = new ArrayList<>();
        for (int clip = 0; clip < count; clip++) {
            double length = fromSeconds + random.nextDouble() * (toSeconds - fromSeconds);
            boolean cuttable = clip % 10 != 9 || length > LONGEST_UNCUTTABLE;
            clips.add(new Clip("clip" + clip, seconds(length), clip, cuttable, Priority.NORMAL));
        }
        return clips;
    }

    /** Many short ones and a few very long ones. */
    static List<Clip> longTail(int count, double shortestSeconds, double longestSeconds, Random random) {
        List<Clip> clips = new ArrayList<>();
        for (int clip = 0; clip < count; clip++) {
            double length = Math.min(longestSeconds, shortestSeconds / Math.pow(1 - random.nextDouble(), 0.9));
            clips.add(new Clip("clip" + clip, seconds(length), clip, true, Priority.NORMAL));
        }
        return clips;
    }

    long frames() {
        return clips.stream().mapToLong(Clip::frames).sum();
    }

    /**
     * No schedule ends earlier: not before the machines of the time can have done all that was there from some moment
     * on, and not before the best slot has done the longest clip that cannot be cut. Seeks are no work here, so what
     * cutting costs is held against the schedule.
     */
    long lowerBound() {
        long bound = 0;
        for (Clip first : clips) {
            long from = first.submittedAt();
            double work = clips.stream()
                    .filter(clip -> clip.submittedAt() >= from)
                    .mapToDouble(Clip::work)
                    .sum();
            if (from % 1000 == 0) {
                bound = Math.max(bound, whenDone(from, work));
            }
            if (!first.cuttable()) {
                bound = Math.max(
                        bound,
                        nodes.stream()
                                .mapToLong(node -> node.end(from, first.work()))
                                .min()
                                .orElseThrow());
            }
        }
        return bound;
    }

    private long whenDone(long from, double work) {
        long low = from;
        long high = from + (1L << 40);
        while (low < high) {
            long middle = (low + high) / 2;
            double done = 0;
            for (SimulatedNode node : nodes) {
                done += node.slots() * node.work(from, middle);
            }
            if (done >= work) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
