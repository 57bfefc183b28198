package dev.proxima.cli;

import dev.proxima.api.JobRequest;
import dev.proxima.api.JobService;
import dev.proxima.api.JobService.Submission;
import dev.proxima.api.JobService.Subscription;
import dev.proxima.api.JobView;
import dev.proxima.api.LiveEvent;
import dev.proxima.api.PresetView;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The desk of the node that runs in this JVM. */
record LocalDesk(JobService service) implements JobDesk {

    @Override
    public Submission submit(JobRequest request) throws CommandFailed, InterruptedException {
        return answer(service.submit(request));
    }

    @Override
    public List<JobView> jobs() throws CommandFailed, InterruptedException {
        return answer(service.jobs());
    }

    @Override
    public Optional<JobView> job(String id) throws CommandFailed, InterruptedException {
        return answer(service.job(id));
    }

    @Override
    public List<PresetView> presets() throws CommandFailed, InterruptedException {
        return answer(service.presets());
    }

    @Override
    public Subscription subscribe(Consumer<LiveEvent> listener) {
        return service.subscribe(listener);
    }

    private static <T> T answer(CompletionStage<T> stage) throws CommandFailed, InterruptedException {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw new NodeSilent("The coordinator did not answer in time: try again, the log tells more.", e);
            }
            throw new IllegalStateException("the node failed to answer", e.getCause());
        }
    }
}
