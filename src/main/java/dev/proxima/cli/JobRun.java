package dev.proxima.cli;

import dev.proxima.api.FailureView;
import dev.proxima.api.JobList;
import dev.proxima.api.JobRequest;
import dev.proxima.api.JobService.Submission;
import dev.proxima.api.JobView;
import dev.proxima.api.Json;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ExitCode;

/** Hands in clips, follows their jobs if asked to, and tells what came of them. */
final class JobRun {

    private final JobDesk desk;
    private final Terminal terminal;
    private final boolean json;
    private final List<JobView> accepted = new ArrayList<>();
    private final List<JobView> refused = new ArrayList<>();

    JobRun(JobDesk desk, Terminal terminal, boolean json) {
        this.desk = desk;
        this.terminal = terminal;
        this.json = json;
    }

    /** Returns the exit code: 0 when every clip was accepted. */
    int handIn(List<JobRequest> requests) throws CommandFailed, InterruptedException {
        submit(requests);
        if (json) {
            printJson(accepted);
        } else {
            for (JobView job : accepted) {
                terminal.tell("Queued " + Format.fileName(job.source()) + "; watch it with: proxima status " + job.id()
                        + " --watch");
                terminal.result(job.id());
            }
        }
        return refused.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** Returns the exit code: 0 when every clip has its proxy. */
    int complete(List<JobRequest> requests) throws CommandFailed, InterruptedException {
        submit(requests);
        List<JobView> ended = JobFollower.untilOutcome(desk, display()).follow(accepted, false);
        if (json) {
            printJson(ended);
        }
        boolean failed = !refused.isEmpty();
        for (JobView job : ended) {
            boolean made = job.status().equals("SUCCEEDED");
            failed |= !made;
            if (made && !json) {
                terminal.result(job.output());
            }
            if (!made && json) {
                terminal.fail(OutcomeText.failure(job));
            }
        }
        return failed ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    private void submit(List<JobRequest> requests) throws CommandFailed, InterruptedException {
        for (JobRequest request : requests) {
            Submission submission = desk.submit(request);
            if (submission instanceof Submission.Accepted taken) {
                accepted.add(taken.job());
            } else if (submission instanceof Submission.Refused answer) {
                terminal.fail(answer.failure().message());
                refused.add(neverStarted(request, answer.failure()));
            }
        }
    }

    private Display display() {
        if (json) {
            return new Display.Silent();
        }
        return terminal.errScreen().get().isPresent()
                ? new Display.Live(
                        terminal.err(),
                        terminal.errScreen(),
                        (jobs, screen) -> ProgressText.block(jobs, screen, terminal.unicode()))
                : new Display.Steps(terminal.err());
    }

    private void printJson(List<JobView> jobs) {
        List<JobView> all = new ArrayList<>(jobs);
        all.addAll(refused);
        terminal.result(Json.write(new JobList(all)));
    }

    /** A clip that was refused has no job; programs find it in the same list, failed and without an id. */
    private static JobView neverStarted(JobRequest request, FailureView failure) {
        return new JobView(
                null,
                "FAILED",
                request.source(),
                request.output(),
                request.preset(),
                request.priority(),
                0,
                "",
                0,
                List.of(),
                null,
                List.of(),
                failure,
                null,
                null);
    }
}
