package dev.proxima.schedule;

import java.util.Map;

/**
 * What is known of the speed of one slot of a node.
 *
 * @param strength how fast it is compared with a usual one, over all work
 * @param framesPerSecond of the work that it was seen to do, from a piece's first frame on
 * @param starts milliseconds that its pieces were seen to take until their first frame
 */
public record Pace(double strength, Map<WorkClass, Double> framesPerSecond, Map<WorkClass, Double> starts) {

    /** Of a slot that was not seen to start anything. */
    public Pace(double strength, Map<WorkClass, Double> framesPerSecond) {
        this(strength, framesPerSecond, Map.of());
    }

    /** @param usual frames per second of a usual slot */
    double framesPerSecond(WorkClass kind, double usual) {
        Double seen = framesPerSecond.get(kind);
        return seen == null ? usual * strength : seen;
    }

    /** None as long as none was seen. */
    double startMillis(WorkClass kind) {
        return starts.getOrDefault(kind, 0.0);
    }
}
