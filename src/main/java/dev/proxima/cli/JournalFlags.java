package dev.proxima.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a coordinator keeps its jobs. */
final class JournalFlags {

    @Option(
            names = "--journal-url",
            paramLabel = "URL",
            description = "A PostgreSQL that coordinators share, such as jdbc:postgresql://user:password@host/database."
                    + " Others of this machine can read it here: PROXIMA_JOURNAL_URL or conf/proxima.conf keep it to "
                    + "yourself. Without it, a file below the data directory.")
    private String url;

    Optional<String> url() {
        return Optional.ofNullable(url);
    }
}
