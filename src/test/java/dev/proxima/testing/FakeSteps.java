package dev.proxima.testing;

import dev.proxima.cluster.JobSteps;
import dev.proxima.cluster.Tenure;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.job.JobSpec;
import dev.proxima.job.JobState;
import dev.proxima.media.ClipInfo;
import dev.proxima.media.FrameRange;
import dev.proxima.media.PlannedSegment;
import dev.proxima.media.Rational;
import dev.proxima.media.SegmentPlan;
import dev.proxima.media.SourceStamp;
import dev.proxima.media.VideoTrack;
import dev.proxima.media.Workforce;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;

/** Steps of a coordinator without any file: every clip has 100 frames a segment. */
public final class FakeSteps implements JobSteps {

    public static final int FRAMES_PER_SEGMENT = 100;

    public final Queue<JobState> stitched = new ConcurrentLinkedQueue<>();
    public final Queue<String> prepared = new ConcurrentLinkedQueue<>();
    public final Queue<String> cleaned = new ConcurrentLinkedQueue<>();

    public final AtomicInteger interruptedStitches = new AtomicInteger();
    public final AtomicInteger interruptedPlans = new AtomicInteger();

    /** What share of the clip has been read when a plan waits at its gate. */
    public volatile double readOfPlan;

    /** What the next stitches fail with. */
    public final Queue<Failure> stitchFailures = new ConcurrentLinkedQueue<>();

    /** What the next plans and stitches meet in place of their work. */
    public final Queue<RuntimeException> bugs = new ConcurrentLinkedQueue<>();

    /** Each plan, or stitch, waits until its gate is open. */
    public volatile CountDownLatch planGate = new CountDownLatch(0);

    public volatile CountDownLatch stitchGate = new CountDownLatch(0);
    private final String build;

    public FakeSteps(String build) {
        this.build = build;
    }

    @Override
    public Optional<Failure> admit(JobSpec spec) {
        return spec.source().contains("missing")
                ? Optional.of(new Failure.SourceMissing(spec.source()))
                : Optional.empty();
    }

    @Override
    public JobState.Plan plan(JobSpec spec, Workforce workforce, DoubleConsumer progress)
            throws FailureException, InterruptedException {
        progress.accept(readOfPlan);
        try {
            planGate.await();
        } catch (InterruptedException e) {
            interruptedPlans.incrementAndGet();
            throw e;
        }
        meetBug();
        if (spec.source().contains("text")) {
            throw new FailureException(new Failure.SourceUnreadable(spec.source(), "it is no clip", ""));
        }
        return plan(Math.max(1, spec.segments()), build);
    }

    private void meetBug() {
        RuntimeException bug = bugs.poll();
        if (bug != null) {
            throw bug;
        }
    }

    public static JobState.Plan plan(int segments, String build) {
        List<PlannedSegment> planned = IntStream.range(0, segments)
                .mapToObj(index -> new PlannedSegment(
                        index,
                        new FrameRange((long) index * FRAMES_PER_SEGMENT, (index + 1L) * FRAMES_PER_SEGMENT),
                        OptionalLong.of(index * 51_200L),
                        OptionalLong.empty(),
                        OptionalLong.empty()))
                .toList();
        VideoTrack video = new VideoTrack(
                0,
                "h264",
                1920,
                1080,
                "yuv420p",
                new Rational(1, 12_800),
                new Rational(25, 1),
                true,
                0,
                true,
                Optional.empty(),
                (long) segments * FRAMES_PER_SEGMENT);
        ClipInfo clip = new ClipInfo("mov", 0, video, List.of(), Optional.empty(), List.of());
        return new JobState.Plan(clip, new SourceStamp(1, 1), new SegmentPlan(planned), build);
    }

    @Override
    public void prepare(JobSpec spec) {
        prepared.add(spec.jobId());
    }

    @Override
    public Published stitch(JobState state, Tenure tenure) throws FailureException, InterruptedException {
        tenure.awaitSure();
        stitched.add(state);
        try {
            stitchGate.await();
        } catch (InterruptedException e) {
            interruptedStitches.incrementAndGet();
            throw e;
        }
        meetBug();
        Failure failure = stitchFailures.poll();
        if (failure != null) {
            throw new FailureException(failure);
        }
        return new Published(1, List.of());
    }

    @Override
    public String workDirectory(JobSpec spec) {
        return "/nowhere/" + spec.jobId();
    }

    @Override
    public void cleanUp(JobState state) {
        cleaned.add(state.spec().jobId());
    }
}
