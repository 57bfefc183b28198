package dev.proxima.testing;

import dev.proxima.cluster.AttemptId;
import dev.proxima.cluster.AttemptOutcome;
import dev.proxima.cluster.EncodeOrder;
import dev.proxima.cluster.FfmpegAttemptRunner;
import dev.proxima.cluster.FfmpegJobSteps;
import dev.proxima.cluster.JobSteps;
import dev.proxima.cluster.Tenure;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.job.JobEvent;
import dev.proxima.job.JobSpec;
import dev.proxima.job.JobState;
import dev.proxima.job.JobStatus;
import dev.proxima.job.PieceState;
import dev.proxima.job.RetryPolicy;
import dev.proxima.media.Workforce;
import dev.proxima.storage.MediaRoots;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A whole job with the steps, the attempts and the retries of the product, but one thread in place of a cluster. */
public final class LocalJob {

    private static final String NODE = "here:1";

    private final FfmpegJobSteps steps;
    private final FfmpegAttemptRunner runner;
    private final Tenure tenure;
    private JobState state;

    private LocalJob(JobSpec spec, Duration stallTimeout, Tenure tenure) {
        this.tenure = tenure;
        this.steps = new FfmpegJobSteps(TestFfmpeg.build(), stallTimeout, MediaRoots.ANYWHERE);
        this.runner = new FfmpegAttemptRunner(TestFfmpeg.build(), stallTimeout);
        this.state = JobState.submitted(spec);
    }

    /** @return the finished job; it has cleaned up after itself */
    public static JobState run(JobSpec spec, Duration stallTimeout) throws InterruptedException {
        return run(spec, stallTimeout, Tenure.SOLE);
    }

    /** @param tenure is asked between the check of the stitched file and its publication */
    public static JobState run(JobSpec spec, Duration stallTimeout, Tenure tenure) throws InterruptedException {
        LocalJob job = new LocalJob(spec, stallTimeout, tenure);
        Optional<Failure> refused = job.steps.admit(spec);
        if (refused.isPresent()) {
            job.happened(new JobEvent.JobFailed(0, refused.get()));
            return job.state;
        }
        job.plan();
        while (!job.state.status().isFinished()) {
            if (job.state.status() == JobStatus.STITCHING) {
                job.stitch();
            } else {
                job.encode(job.state.waiting().iterator().next());
            }
        }
        job.steps.cleanUp(job.state);
        return job.state;
    }

    private void plan() throws InterruptedException {
        try {
            JobState.Plan plan = steps.plan(state.spec(), Workforce.of(1), share -> {});
            happened(new JobEvent.SegmentsPlanned(plan.clip(), plan.stamp(), plan.segments(), plan.build()));
        } catch (FailureException e) {
            happened(new JobEvent.JobFailed(0, e.failure()));
        }
    }

    private void encode(PieceState piece) throws InterruptedException {
        int attempt = piece.attempt() + 1;
        happened(new JobEvent.SegmentDispatched(piece.index(), attempt, NODE));
        try {
            EncodeOrder order = order(piece.index(), attempt);
            AttemptOutcome outcome = runner.run(order, order.segment()::orElseThrow, (frames, rate) -> {});
            AttemptOutcome.Succeeded done = (AttemptOutcome.Succeeded) outcome;
            happened(new JobEvent.SegmentSucceeded(piece.index(), attempt, done.digest(), done.file()));
        } catch (FailureException e) {
            happened(RetryPolicy.afterFailure(state, piece.index(), attempt, e.failure(), 0));
        }
    }

    private EncodeOrder order(int index, int attempt) {
        AttemptId id = new AttemptId(state.spec().jobId(), index, attempt, NODE);
        return EncodeOrder.of(state, id, steps.workDirectory(state.spec()));
    }

    private void stitch() throws InterruptedException {
        try {
            JobSteps.Published published = steps.stitch(state, tenure);
            happened(new JobEvent.JobSucceeded(0, published.bytes(), published.warnings()));
        } catch (FailureException e) {
            happened(RetryPolicy.afterStitchFailure(state, e.failure(), 0));
        }
    }

    private void happened(JobEvent event) {
        happened(List.of(event));
    }

    private void happened(List<JobEvent> events) {
        for (JobEvent each : JobState.withConsequences(state, events)) {
            state = state.apply(each);
        }
    }
}
