package dev.proxima.cli;

import dev.proxima.api.JobService;
import dev.proxima.job.FailureException;
import java.nio.file.Path;
import java.util.Optional;

/** A node that runs in this JVM. A signal ends it in good order without a call of {@link #close()}. */
public interface Node extends AutoCloseable {

    JobService service();

    /** {@code host:port} of its remoting. */
    String address();

    /** Where it serves HTTP, such as {@code http://127.0.0.1:8980}. */
    String httpUrl();

    /** What clients on other machines have to show; empty on loopback. */
    Optional<String> accessToken() throws FailureException;

    /**
     * The command to type on another machine, such as {@code proxima join 192.168.1.5:25520 --token px-…}. Only the seed
     * has it, and makes a token for it on each call.
     */
    Optional<String> joinLine() throws FailureException;

    Path dataDir();

    /** Blocks until the node has left for good. */
    void awaitTermination() throws InterruptedException;

    /** Leaves the cluster and waits until no FFmpeg process of this node is left. */
    @Override
    void close();
}
