package dev.proxima.schedule;

import java.util.Map;

/**
 * What is known of the speed of one slot of a node.
 *
 * @param strength how fast it is compared with a usual one, over all work
 * @param framesPerSecond of the work that it was seen to do
 */
public record Pace(double strength, Map<WorkClass, Double> framesPerSecond) {

    /** @param usual frames per second of a usual slot */
    double framesPerSecond(WorkClass kind, double usual) {
        Double seen = framesPerSecond.get(kind);
        return seen == null ? usual * strength : seen;
    }
}
