package dev.proxima.cli;

import dev.proxima.api.VerifyView;
import dev.proxima.job.FailureException;
import java.nio.file.Path;

/** Compares a clip with its proxy on this machine, without a cluster. */
@FunctionalInterface
public interface Verifier {

    /**
     * Decodes both files whole.
     *
     * @param source absolute, as is {@code proxy}
     */
    VerifyView verify(Path source, Path proxy) throws FailureException;
}
