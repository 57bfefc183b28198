package dev.proxima.cli;

import java.net.URI;

/** Nothing answers where a node should be. */
final class NodeUnreachable extends NodeSilent {

    private static final long serialVersionUID = 1L;

    NodeUnreachable(URI node, Exception cause) {
        super(
                "No node answers at " + node + ": start one with \"proxima seed\", or make the proxy without a cluster "
                        + "by \"proxima encode CLIP\".",
                cause);
    }
}
