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
        List<AttemptView> running)
        implements WireMessage {

    /** @param unusedReason why it gets no work, or null */
    NodeView view(String unusedReason) {
        return new NodeView(node, roles, slots, version, build, pid, running, unusedReason);
    }

    NodeReport withoutSlots() {
        return new NodeReport(node, roles, 0, draining, version, build, encoders, pid, running);
    }
}
