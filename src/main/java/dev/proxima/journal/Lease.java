package dev.proxima.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Which coordinator the cluster stands with: one row in a database that coordinators share, renewed by its holder again
 * and again. All methods block and throw {@link JournalAwayException} when the database does not answer.
 */
public final class Lease {

    /** A lease that was not renewed for so long has no living holder, for a node that sees it for the first time. */
    private static final String OLD = "5 seconds";

    /**
     * @param holder {@code host:port#uid}, or empty when it was given back
     * @param coordinators those of the holder's cluster, in the same form
     * @param version changes whenever it is renewed or taken
     * @param old whether it was not renewed for some seconds, by the clock of the database
     */
    public record Held(String holder, Set<String> coordinators, long version, boolean old) {}

    private final DataSource database;

    Lease(DataSource database) {
        this.database = database;
    }

    /** Renews the lease if {@code node} holds it. Returns who does; empty if nobody ever did. */
    public Optional<Held> renew(String node, Set<String> coordinators) {
        return ask(connection -> {
            update(
                    connection,
                    "UPDATE proxima_lease SET coordinators = ?, version = version + 1, renewed_at = clock_timestamp()"
                            + " WHERE name = 'cluster' AND holder = ?",
                    String.join(",", coordinators),
                    node);
            return held(connection);
        });
    }

    /** Takes the lease, if it is still as it was {@code seen}. Returns whether it did. */
    public boolean take(String node, Optional<Held> seen) {
        return ask(connection -> seen.isEmpty()
                        ? update(
                                connection,
                                "INSERT INTO proxima_lease VALUES ('cluster', ?, '', 1, clock_timestamp())"
                                        + " ON CONFLICT DO NOTHING",
                                node)
                        : update(
                                connection,
                                "UPDATE proxima_lease SET holder = ?, coordinators = '', version = version + 1,"
                                        + " renewed_at = clock_timestamp() WHERE name = 'cluster' AND version = "
                                        + seen.get().version(),
                                node))
                == 1;
    }

    /** Gives the lease back if the node at {@code address}, {@code host:port}, holds it. */
    void release(String address) {
        int ignored = ask(connection -> update(
                connection,
                "UPDATE proxima_lease SET holder = '', version = version + 1 WHERE holder LIKE ? || '#%'",
                address));
    }

    private static Optional<Held> held(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT holder, coordinators, version,"
                        + " renewed_at < clock_timestamp() - INTERVAL '" + OLD + "' FROM proxima_lease"
                        + " WHERE name = 'cluster'");
                ResultSet row = query.executeQuery()) {
            return row.next()
                    ? Optional.of(new Held(
                            row.getString(1), Set.of(row.getString(2).split(",")), row.getLong(3), row.getBoolean(4)))
                    : Optional.empty();
        }
    }

    private static int update(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                update.setString(i + 1, values[i]);
            }
            return update.executeUpdate();
        }
    }

    private interface Question<T> {
        T of(Connection connection) throws SQLException;
    }

    private <T> T ask(Question<T> question) {
        try (Connection connection = database.getConnection()) {
            return question.of(connection);
        } catch (SQLException e) {
            throw new JournalAwayException(e);
        }
    }
}
