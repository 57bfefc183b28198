package dev.proxima.cli;

import dev.proxima.api.JobRequest;
import dev.proxima.api.JobService.Submission;
import dev.proxima.api.JobService.Subscription;
import dev.proxima.api.JobView;
import dev.proxima.api.LiveEvent;
import dev.proxima.api.PresetView;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Where commands hand in jobs and ask about them: the node in this JVM, or one over HTTP. Its methods block. */
interface JobDesk {

    Submission submit(JobRequest request) throws CommandFailed, InterruptedException;

    List<JobView> jobs() throws CommandFailed, InterruptedException;

    Optional<JobView> job(String id) throws CommandFailed, InterruptedException;

    List<PresetView> presets() throws CommandFailed, InterruptedException;

    /** Does not block and does not fail: while the node is away, nothing is told. */
    Subscription subscribe(Consumer<LiveEvent> listener);
}
