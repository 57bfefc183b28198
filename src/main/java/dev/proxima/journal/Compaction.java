package dev.proxima.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an H2 file near the size of what is in it. H2 does that in a thread of its own, but not where every commit is
 * written at once, which is how nothing is lost: there the file grew by 300 kB with each job.
 */
final class Compaction implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Compaction.class);

    private static final int LOOK_EVERY_SECONDS = 1;
    private static final long SMALL = 4_000_000;

    /** A chunk of the file that holds less than this is written anew, and its place is used again. */
    private static final int FILL_PERCENT = 90;

    /** Commits wait while so much is written at most. */
    private static final int AT_MOST_BYTES = 16_000_000;

    private final DataSource database;
    private final Path file;
    private final ScheduledExecutorService thread;

    /** @param file of the database, with its ending */
    Compaction(DataSource database, Path file) {
        this.database = database;
        this.file = file;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "proxima-journal-compaction");
            daemon.setDaemon(true);
            return daemon;
        });
        thread.scheduleWithFixedDelay(this::look, LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /** What cannot be done now is done the next time. */
    private void look() {
        try {
            if (Files.size(file) > SMALL) {
                compact();
            }
        } catch (IOException | SQLException | RuntimeException e) {
            log.debug("The journal was not compacted", e);
        }
    }

    private void compact() throws SQLException {
        try (Connection connection = database.getConnection()) {
            SessionLocal session =
                    (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
            session.getDatabase().getStore().getMvStore().compact(FILL_PERCENT, AT_MOST_BYTES);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
