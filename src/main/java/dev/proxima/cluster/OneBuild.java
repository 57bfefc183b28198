package dev.proxima.cluster;

import java.util.Optional;

/**
 * All nodes that work on a job run one version of Proxima and one FFmpeg build: pieces of different makers could look
 * alike and yet not be what a single pass makes. A node that differs is told so, and gets no work.
 */
final class OneBuild {

    private OneBuild() {}

    /** Why {@code node} gets no work of {@code coordinator}; a sentence for whoever runs the node. */
    static Optional<String> unusedReason(NodeReport node, NodeReport coordinator) {
        if (!node.version().equals(coordinator.version())) {
            return Optional.of("It runs Proxima " + node.version() + " and its coordinator " + coordinator.node() + " "
                    + coordinator.version() + ": install the same version on both and start it again.");
        }
        if (!node.build().equals(coordinator.build())) {
            return Optional.of("Its FFmpeg is " + ffmpeg(node.build()) + " and that of its coordinator "
                    + coordinator.node() + " " + ffmpeg(coordinator.build())
                    + ": set proxima.ffmpeg.dir to the same build on both, or on neither.");
        }
        return Optional.empty();
    }

    /** Of a node's build, FFmpeg's share: the rest is the version of Proxima. */
    static String ffmpeg(String build) {
        int slash = build.lastIndexOf('/');
        return slash < 0 ? build : build.substring(0, slash);
    }
}
