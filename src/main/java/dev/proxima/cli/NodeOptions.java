package dev.proxima.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the command line says about a node; what is empty is for the settings to decide.
 *
 * @param dataDir journal, log and node identity
 * @param host the address to listen on, for remoting and HTTP
 * @param port remoting port, 0 for any free one
 * @param httpPort 0 for any free one
 * @param slots FFmpeg processes to run at once, at least 1
 * @param coordination what makes a coordinator of a node that joins, and where the journal of a coordinator is
 */
public record NodeOptions(
        Optional<Path> dataDir,
        Optional<String> host,
        OptionalInt port,
        OptionalInt httpPort,
        OptionalInt slots,
        Coordination coordination) {

    /**
     * @param joining whether a node that joins is a coordinator as well
     * @param journalUrl of a database that coordinators share
     */
    public record Coordination(boolean joining, Optional<String> journalUrl) {
        public static final Coordination NONE = new Coordination(false, Optional.empty());
    }

    public NodeOptions(
            Optional<Path> dataDir, Optional<String> host, OptionalInt port, OptionalInt httpPort, OptionalInt slots) {
        this(dataDir, host, port, httpPort, slots, Coordination.NONE);
    }

    NodeOptions with(Coordination newCoordination) {
        return new NodeOptions(dataDir, host, port, httpPort, slots, newCoordination);
    }
}
