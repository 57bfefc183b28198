package dev.proxima.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the command line says about a node; what is empty is for the settings to decide.
 *
 * @param dataDir journal, log and node identity
 * @param host the address to listen on for other nodes
 * @param httpHost the address to serve HTTP at
 * @param port remoting port, 0 for any free one
 * @param httpPort 0 for any free one
 * @param mediaRoots absolute; none when the settings decide
 * @param slots FFmpeg processes to run at once, at least 1
 * @param coordination what makes a coordinator of a node that joins, and where the journal of a coordinator is
 */
public record NodeOptions(
        Optional<Path> dataDir,
        Optional<String> host,
        Optional<String> httpHost,
        OptionalInt port,
        OptionalInt httpPort,
        OptionalInt slots,
        List<Path> mediaRoots,
        Coordination coordination) {

    /**
     * @param joining whether a node that joins is a coordinator as well
     * @param journalUrl of a database that coordinators share
     */
    public record Coordination(boolean joining, Optional<String> journalUrl) {
        public static final Coordination NONE = new Coordination(false, Optional.empty());
    }

    /** Where a node keeps its data; all else as the settings say. */
    public static NodeOptions at(Path dataDir) {
        return new NodeOptions(
                Optional.of(dataDir),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                List.of(),
                Coordination.NONE);
    }

    NodeOptions with(Coordination newCoordination) {
        return new NodeOptions(dataDir, host, httpHost, port, httpPort, slots, mediaRoots, newCoordination);
    }
}
