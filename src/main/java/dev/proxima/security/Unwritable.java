package dev.proxima.security;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import java.io.IOException;
import java.nio.file.Path;

/** The sentence of a file that cannot be written. */
final class Unwritable {

    private Unwritable() {}

    static FailureException of(Path file, IOException e) {
        return new FailureException(
                new Failure.InvalidRequest(file + " cannot be written (" + e.getMessage()
                        + "): make its folder writable, or choose another with --data-dir."),
                e);
    }
}
