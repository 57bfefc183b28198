package dev.proxima.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL of the test's own, that can be stopped and started again. */
public final class Postgres implements AutoCloseable {

    private final Path folder;
    private final int port;
    private EmbeddedPostgres server;

    public Postgres(Path folder) {
        this.folder = folder;
        this.server = start(0);
        this.port = server.getPort();
    }

    /** Goes on with what was there when it was closed. */
    public void start() {
        server = start(port);
    }

    private EmbeddedPostgres start(int at) {
        try {
            return EmbeddedPostgres.builder()
                    .setPort(at)
                    .setServerConfig("listen_addresses", "*")
                    .setDataDirectory(folder.resolve("postgres").toFile())
                    .setCleanDataDirectory(false)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a user would write it. */
    public String url() {
        return urlAt("localhost");
    }

    public String urlAt(String host) {
        return "jdbc:postgresql://postgres:a%20secret@" + host + ':' + port + "/postgres";
    }

    /** @param network of a {@link Lan}, which from now on reaches the database too */
    public void letIn(String network) {
        Path rules = folder.resolve("postgres").resolve("pg_hba.conf");
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            Files.writeString(rules, "host all all " + network + " trust\n", StandardOpenOption.APPEND);
            statement.execute("SELECT pg_reload_conf()");
        } catch (IOException | SQLException e) {
            throw new AssertionError(e);
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
