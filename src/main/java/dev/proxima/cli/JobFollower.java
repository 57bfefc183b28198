package dev.proxima.cli;

import dev.proxima.api.JobService.Subscription;
import dev.proxima.api.JobView;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Follows jobs until all have finished. Events tell of changes; when none come, the jobs are asked for. */
final class JobFollower {

    private static final Duration REDRAW = Duration.ofMillis(200);

    /**
     * How long it takes until something is done about it.
     *
     * @param quiet that nothing is heard of any job: they are asked for
     * @param away that a node does not answer, such as a seed that is started again
     * @param unknown that a job was handed in and its node does not know it
     */
    record Patience(Duration quiet, Duration away, Duration unknown) {

        static final Patience USUAL = new Patience(Duration.ofSeconds(2), Duration.ofSeconds(60), JobBoard.LATEST);
    }

    private final JobDesk desk;
    private final Display display;
    private final boolean showFinished;
    private final Patience patience;
    private final Set<String> told = new HashSet<>();
    private long answeredAt = System.nanoTime();
    private boolean warned;

    JobFollower(JobDesk desk, Display display, boolean showFinished, Patience patience) {
        this.desk = desk;
        this.display = display;
        this.showFinished = showFinished;
        this.patience = patience;
    }

    /** Shows what runs, and the outcome of each job in sentences. */
    static JobFollower untilOutcome(JobDesk desk, Display display) {
        return new JobFollower(desk, display, false, Patience.USUAL);
    }

    /** Shows all jobs, finished ones as well. */
    static JobFollower watching(JobDesk desk, Display display) {
        return new JobFollower(desk, display, true, Patience.USUAL);
    }

    /** @param adopting whether jobs that appear later are followed as well */
    List<JobView> follow(List<JobView> jobs, boolean adopting) throws CommandFailed, InterruptedException {
        JobBoard board = new JobBoard(jobs, adopting, patience.unknown());
        Subscription subscription = desk.subscribe(board::note);
        try {
            while (true) {
                List<JobView> now = board.jobs();
                show(now);
                if (now.stream().allMatch(JobView::isFinished)) {
                    return now;
                }
                board.awaitFinishOr(REDRAW);
                if (board.quietFor(patience.quiet())) {
                    ask(board);
                }
            }
        } finally {
            subscription.close();
            if (!showFinished) {
                display.clear();
            }
        }
    }

    private void show(List<JobView> jobs) {
        if (showFinished) {
            display.show(jobs);
            return;
        }
        for (JobView job : jobs) {
            if (job.isFinished() && told.add(job.id())) {
                display.note(OutcomeText.lines(job));
            }
        }
        display.show(jobs.stream().filter(job -> !job.isFinished()).toList());
    }

    private void ask(JobBoard board) throws CommandFailed, InterruptedException {
        try {
            for (JobView job : board.jobs()) {
                if (!job.isFinished()) {
                    ask(board, job.id());
                }
            }
            board.asked();
            answeredAt = System.nanoTime();
            warned = false;
        } catch (NodeSilent e) {
            if (System.nanoTime() - answeredAt > patience.away().toNanos()) {
                throw e;
            }
            if (!warned) {
                display.note(List.of("warning: The node does not answer; waiting for it to come back."));
                warned = true;
            }
            board.asked();
        }
    }

    private void ask(JobBoard board, String id) throws CommandFailed, InterruptedException {
        Optional<JobView> answer = desk.job(id);
        if (answer.isEmpty() && !board.isYoung()) {
            throw new CommandFailed("The node does not know job " + id + " any more.");
        }
        answer.ifPresent(board::put);
    }
}
