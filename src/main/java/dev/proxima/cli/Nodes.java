package dev.proxima.cli;

import dev.proxima.job.FailureException;
import java.util.Optional;

/** Starts nodes in this JVM. Each call returns once the node is a member of its cluster and serves HTTP. */
public interface Nodes {

    /**
     * A node of its own for one {@code encode}: coordinator and encoder at once, that nobody joins.
     *
     * @param session the same for the same command, which then goes on where it was interrupted
     */
    Node startEmbedded(NodeOptions options, String session) throws FailureException;

    Node startSeed(NodeOptions options) throws FailureException;

    /**
     * @param seedPort remoting port of the seed
     * @param token for the machine's first time in this cluster
     */
    Node startJoin(NodeOptions options, String seedHost, int seedPort, Optional<String> token) throws FailureException;
}
