package dev.proxima.cli;

import dev.proxima.api.JobList;
import dev.proxima.api.JobView;
import dev.proxima.api.Json;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the jobs of a cluster. */
@Command(
        name = "status",
        description = {
            "Show all jobs, or one job with its segments.",
            "",
            "With --watch the command goes on until what it shows has finished, and fails if the one job did; with "
                    + "--json as well, each change is a line of JSON."
        },
        footer = {"", "Example:", "  proxima status 4f2a --watch"})
final class StatusCommand implements Callable<Integer> {

    @Parameters(paramLabel = "JOB", arity = "0..1", description = "The id of a job, or the start of it.")
    private String id;

    @Option(names = "--watch", description = "Show changes until all has finished.")
    private boolean watch;

    @Mixin
    private ClientFlags node;

    @Mixin
    private Flags common;

    private final Terminal terminal;

    StatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        NodeClient client = node.client();
        List<JobView> jobs = id == null ? client.jobs() : List.of(client.jobStartingWith(id));
        if (watch) {
            return watch(client, jobs);
        }
        if (common.json()) {
            terminal.result(Json.write(new JobList(jobs)));
        } else {
            text(jobs).forEach(terminal::result);
        }
        return ExitCode.OK;
    }

    private int watch(NodeClient client, List<JobView> jobs) throws CommandFailed, InterruptedException {
        List<JobView> ended = JobFollower.watching(client, display()).follow(jobs, id == null);
        if (!common.json() && terminal.outScreen().get().isEmpty()) {
            text(ended).forEach(terminal::result);
        }
        boolean failed = id != null && !ended.get(0).status().equals("SUCCEEDED");
        if (failed) {
            terminal.fail(OutcomeText.failure(ended.get(0)));
        }
        return failed ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    private Display display() {
        if (common.json()) {
            return new Display.JsonLines(terminal.out());
        }
        return terminal.outScreen().get().isPresent()
                ? new Display.Live(terminal.out(), terminal.outScreen(), this::fitting)
                : new Display.Steps(terminal.out());
    }

    private List<String> text(List<JobView> jobs) {
        return id == null ? StatusText.jobs(jobs, terminal.unicode()) : StatusText.job(jobs.get(0), terminal.unicode());
    }

    /** A table that is too high is cut short, as a screen that scrolls cannot be drawn over. */
    private List<String> fitting(List<JobView> jobs, Terminal.Screen screen) {
        boolean over = jobs.stream().allMatch(JobView::isFinished);
        List<String> lines = text(jobs);
        int room = screen.rows() - 1;
        List<String> shown = over || lines.size() <= room ? lines : StatusText.shortened(lines, room);
        return shown.stream()
                .map(line -> over ? line : Format.cut(line, screen.columns() - 1))
                .toList();
    }
}
