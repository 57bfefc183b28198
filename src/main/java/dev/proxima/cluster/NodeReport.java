package dev.proxima.cluster;

import dev.proxima.api.AttemptView;
import dev.proxima.api.NodeView;
import dev.proxima.schedule.Speeds;
import java.util.List;
import java.util.Set;

/**
 * What a node tells of itself, every second and soon after every change.
 *
 * @param node {@code host:port}
 * @param draining takes no new attempts
 * @param restReason why it takes none, in a sentence; null if it does
 * @param build of its FFmpeg and its Proxima: a job's attempts go only to nodes that have the one it was planned with
 * @param lacking FFmpeg's names of encoders of the build that do not work there, see {@link Encoders}
 * @param running attempts that hold or await a slot
 * @param cores that its slots share, perhaps a fraction of one; 0 if it does not say
 */
record NodeReport(
        String node,
        List<String> roles,
        int slots,
        boolean draining,
        String version,
        String build,
        Set<String> lacking,
        long pid,
        List<AttemptView> running,
        String restReason,
        double cores)
        implements WireMessage {

    /** A node of another version, which gets no work, may not say what it lacks. */
    NodeReport {
        lacking = lacking == null ? Set.of() : lacking;
    }

    /** Of a node that takes work, or only says that it does not, and does not tell its cores. */
    NodeReport(
            String node,
            List<String> roles,
            int slots,
            boolean draining,
            String version,
            String build,
            Set<String> lacking,
            long pid,
            List<AttemptView> running) {
        this(node, roles, slots, draining, version, build, lacking, pid, running, null, 0);
    }

    /** Cores that a slot may keep busy; a usual number if the node does not say. */
    double coresPerSlot() {
        return cores == 0 ? Speeds.USUAL_CORES : cores / Math.max(1, slots);
    }

    /** @param unusedReason why it gets no work, or null */
    NodeView view(String unusedReason) {
        return new NodeView(node, roles, slots, version, OneBuild.ffmpeg(build), pid, running, unusedReason);
    }
}
