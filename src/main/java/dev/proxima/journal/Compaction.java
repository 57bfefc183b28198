package dev.proxima.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
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

    /** If the chunks of the file hold less than this, those that hold least are written anew, and their places used again. */
    private static final int FILL_PERCENT = 90;

    /** The same while jobs run: what was written anew would soon be again, 17% of all that a job of 20,000 segments takes. */
    private static final int BUSY_FILL_PERCENT = 50;

    /** Every chunk is written anew, to the first place where it fits: the end of the file gets free, and is cut off. */
    private static final int ALL = 101;

    /** If less of the file than this is used, its free places are worth moving everything that is left. */
    private static final int USED_PERCENT = 50;

    private static final int YOUNG_CHUNKS = 2;

    /** Commits wait while so much is written at most. */
    private static final int AT_MOST_BYTES = 16_000_000;

    private final DataSource database;
    private final Path file;
    private final ScheduledExecutorService thread;
    private long lastVersion;

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
            compact(session.getDatabase().getStore().getMvStore(), connection);
        }
    }

    /** What is written anew stays in memory, and its old place in use, until a commit; without jobs there is none but ours. */
    private void compact(MVStore store, Connection connection) throws SQLException {
        boolean quiet = store.getCurrentVersion() == lastVersion;
        if (quiet && store.getFillRate() < USED_PERCENT) {
            changeNothing(connection);
            store.compact(ALL, AT_MOST_BYTES);
        } else {
            store.compact(quiet ? FILL_PERCENT : BUSY_FILL_PERCENT, AT_MOST_BYTES);
        }
        store.commit();
        lastVersion = store.getCurrentVersion();
    }

    /** H2 does not write its last two chunks anew, which may be those at the end of the file: now these are the last. */
    private static void changeNothing(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (int commit = 0; commit < YOUNG_CHUNKS; commit++) {
                statement.executeUpdate("UPDATE proxima_schema SET version = version");
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
