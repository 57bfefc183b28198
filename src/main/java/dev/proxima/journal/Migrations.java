package dev.proxima.journal;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * Brings the tables of a journal to the form that this version knows, step by step. One coordinator does it at a time;
 * a step that was interrupted is taken again, so each of them may be applied twice.
 */
final class Migrations {

    static final int NEWEST = 3;

    /** Of nobody else's: PostgreSQL's advisory locks are numbers. */
    private static final long LOCK = 0x50726f78696d61L;

    private final Connection connection;
    private final JournalAddress.Kind kind;

    /** @throws FailureException when the journal is of a newer version */
    static void apply(Connection connection, JournalAddress.Kind kind) throws SQLException, FailureException {
        new Migrations(connection, kind).apply();
    }

    private Migrations(Connection connection, JournalAddress.Kind kind) {
        this.connection = connection;
        this.kind = kind;
    }

    /** The lock goes with the transaction. An H2 file is open in one JVM only, where the class is the lock. */
    private void apply() throws SQLException, FailureException {
        synchronized (Migrations.class) {
            connection.setAutoCommit(false);
            if (kind == JournalAddress.Kind.POSTGRESQL) {
                execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            }
            execute("CREATE TABLE IF NOT EXISTS proxima_schema (version INTEGER PRIMARY KEY)");
            int version = version();
            if (version > NEWEST) {
                throw new FailureException(new Failure.InvalidRequest("The journal is of a newer Proxima (its form is "
                        + version + ", this one knows " + NEWEST + "): update this node."));
            }
            for (int step = version + 1; step <= NEWEST; step++) {
                execute(script(step));
                if (step == OldDirectory.STEP) {
                    new OldDirectory(connection).moveToRows();
                }
                execute("INSERT INTO proxima_schema VALUES (" + step + ")");
            }
            connection.commit();
        }
    }

    private int version() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet versions = statement.executeQuery("SELECT COALESCE(MAX(version), 0) FROM proxima_schema")) {
            versions.next();
            return versions.getInt(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String script(int step) {
        String name = "/journal/" + kind.name().toLowerCase(Locale.ROOT) + '/' + step + ".sql";
        try (InputStream stream = Migrations.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
