package dev.proxima.security;

import dev.proxima.api.Json;
import dev.proxima.job.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a seed is found.
 *
 * @param host of the seed
 * @param port of its remoting
 * @param joinPort where it gives certificates out
 */
public record Door(String host, int port, int joinPort) {

    static Optional<Door> read(Path file) {
        try {
            return Optional.of(Json.read(Files.readString(file), Door.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void write(Path file) throws FailureException {
        try {
            PrivateFiles.write(file, Json.write(this));
        } catch (IOException e) {
            throw Unwritable.of(file, e);
        }
    }
}
