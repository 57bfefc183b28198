package dev.proxima.cluster;

import dev.proxima.api.AttemptView;
import dev.proxima.api.NodeView;
import java.util.List;
import java.util.Set;

/**
 * What a node tells of itself, twice a second and on every change.
 *
 * @param node {@code host:port}
 * @param draining takes no new attempts
 * @param restReason why it takes none, in a sentence; null if it does
 * @param build of its FFmpeg and its Proxima: a job's attempts go only to nodes that have the one it was planned with
 * @param running attempts that hold or await a slot
 */
record NodeReport(
        String node,
        List<String> roles,
        int slots,
        boolean draining,
        String version,
        String build,
        Set<String> encoders,
        long pid,
        List<AttemptView> running,
        String restReason)
        implements WireMessage {

    /** A node that takes work, or only says that it does not. */
    NodeReport(
            String node,
            List<String> roles,
            int slots,
            boolean draining,
            String version,
            String build,
            Set<String> encoders,
            long pid,
            List<AttemptView> running) {
        this(node, roles, slots, draining, version, build, encoders, pid, running, null);
    }

    /** @param unusedReason why it gets no work, or null */
    NodeView view(String unusedReason) {
        return new NodeView(node, roles, slots, version, OneBuild.ffmpeg(build), pid, running, unusedReason);
    }
}
