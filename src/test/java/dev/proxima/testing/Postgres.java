package dev.proxima.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL of the test's own, that can be stopped and started again. */
public final class Postgres implements AutoCloseable {

    private final EmbeddedPostgres server;

    public Postgres(Path folder) {
        try {
            server = EmbeddedPostgres.builder()
                    .setDataDirectory(folder.resolve("postgres").toFile())
                    .setCleanDataDirectory(false)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a user would write it. */
    public String url() {
        return "jdbc:postgresql://postgres:a%20secret@localhost:" + server.getPort() + "/postgres";
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(server.getJdbcUrl("postgres", "postgres"), "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
