package dev.proxima.api;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * What a node offers to its clients; HTTP and the embedded {@code encode} stand on it. Stages fail only with
 * {@link java.util.concurrent.TimeoutException}, when no coordinator answered.
 */
public interface JobService {

    /** Submits a job. The same source, preset and output, while unfinished, is the same job. */
    CompletionStage<Submission> submit(JobRequest request);

    /** The last {@code limit} jobs before a place in the list, or of all; fewer if they have very many segments. */
    CompletionStage<JobList> jobs(int limit, Optional<JobList.Place> before);

    /** The newest jobs, {@link JobList#MAX_LIMIT} at most. */
    default CompletionStage<List<JobView>> jobs() {
        return jobs(JobList.MAX_LIMIT, Optional.empty()).thenApply(JobList::jobs);
    }

    CompletionStage<Optional<JobView>> job(String id);

    CompletionStage<Cancellation> cancel(String id);

    CompletionStage<List<NodeView>> nodes();

    /**
     * Lets a node take no new work.
     *
     * @param now whether it also gives back what it encodes
     * @return the node as it is then; empty if there is no such node
     */
    CompletionStage<Optional<NodeView>> drain(String node, boolean now);

    /** Lets a drained node take work again. */
    CompletionStage<Optional<NodeView>> resume(String node);

    CompletionStage<List<PresetView>> presets();

    /**
     * Tells {@code listener} a snapshot and then every change until the subscription is closed. The listener is called
     * from one thread at a time and must not block.
     */
    Subscription subscribe(Consumer<LiveEvent> listener);

    sealed interface Submission {
        record Accepted(JobView job) implements Submission {}

        record Refused(FailureView failure) implements Submission {}
    }

    /** What became of a wish to cancel. */
    enum Cancellation {
        CANCELLED,
        ALREADY_FINISHED,
        NOT_FOUND
    }

    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
