package dev.proxima.cli;

import dev.proxima.job.FailureException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/** Makes a sample clip, encodes it across several JVMs of this machine and verifies the proxy. */
public interface Demo {

    /**
     * @param out results only
     * @param err what a person follows
     * @return an exit code
     */
    int run(DemoOptions options, PrintWriter out, PrintWriter err) throws FailureException, InterruptedException;

    /**
     * @param directory where clip and proxy go, empty for a temporary directory
     * @param preset empty for the default one
     * @param helpers JVMs that join the seed
     * @param json whether {@code out} gets one JSON object instead of text
     */
    record DemoOptions(Optional<Path> directory, Optional<String> preset, int helpers, boolean json) {}
}
