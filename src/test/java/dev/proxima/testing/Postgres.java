package dev.proxima.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

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
                    .setDataDirectory(folder.resolve("postgres").toFile())
                    .setCleanDataDirectory(false)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a user would write it. */
    public String url() {
        return "jdbc:postgresql://postgres:a%20secret@localhost:" + port + "/postgres";
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
