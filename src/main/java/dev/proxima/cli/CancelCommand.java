package dev.proxima.cli;

import dev.proxima.api.JobView;
import dev.proxima.api.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Cancels a job of a cluster. */
@Command(
        name = "cancel",
        description = "Cancel a job: its FFmpeg processes end on all nodes, and nothing is published.",
        footer = {"", "Example:", "  proxima cancel 4f2a"})
final class CancelCommand implements Callable<Integer> {

    @Parameters(paramLabel = "JOB", description = "The id of the job, or the start of it.")
    private String id;

    @Mixin
    private ClientFlags node;

    @Mixin
    private Flags common;

    private final Terminal terminal;

    CancelCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        NodeClient client = node.client();
        JobView job = client.jobStartingWith(id);
        switch (client.cancel(job.id())) {
            case NOT_FOUND -> throw NodeClient.noSuchJob(id);
            case ALREADY_FINISHED -> throw new CommandFailed("Job " + job.id() + " has finished already.");
            case CANCELLED -> {
                if (common.json()) {
                    terminal.result(Json.write(Map.of("cancelled", List.of(job.id()))));
                } else {
                    terminal.result("Cancelled job " + job.id() + " of " + job.source() + ".");
                }
            }
        }
        return ExitCode.OK;
    }
}
