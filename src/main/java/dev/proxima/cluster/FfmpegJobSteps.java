package dev.proxima.cluster;

import dev.proxima.ffmpeg.ClipProbe;
import dev.proxima.ffmpeg.FfmpegBuild;
import dev.proxima.ffmpeg.PresetFiles;
import dev.proxima.ffmpeg.ProbedClip;
import dev.proxima.ffmpeg.SourceFile;
import dev.proxima.ffmpeg.Stitcher;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.job.JobSpec;
import dev.proxima.job.JobState;
import dev.proxima.job.PieceState;
import dev.proxima.media.PlannedSegment;
import dev.proxima.media.SegmentPlan;
import dev.proxima.media.SegmentPlanner;
import dev.proxima.media.Workforce;
import dev.proxima.storage.MediaRoots;
import dev.proxima.storage.OutputPlace;
import dev.proxima.storage.Publisher;
import dev.proxima.storage.WorkDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;

/** The coordinator's steps, with FFmpeg and real files. */
public final class FfmpegJobSteps implements JobSteps {

    private final FfmpegBuild build;
    private final Stitcher stitcher;
    private final MediaRoots roots;

    /** @param roots outside of which this node does nothing for a job */
    public FfmpegJobSteps(FfmpegBuild build, Duration stallTimeout, MediaRoots roots) {
        this.build = build;
        this.roots = roots;
        this.stitcher = new Stitcher(build, stallTimeout);
    }

    @Override
    public Optional<Failure> admit(JobSpec spec) {
        try {
            requireInside(spec);
            SourceFile.admit(Path.of(spec.source()), spec.options().frameRate());
            OutputPlace.check(Path.of(spec.source()), Path.of(spec.output()), spec.preset(), spec.overwrite());
            PresetFiles.present(spec.preset(), build);
            return Optional.empty();
        } catch (FailureException e) {
            return Optional.of(e.failure());
        }
    }

    @Override
    public JobState.Plan plan(JobSpec spec, Workforce workforce, DoubleConsumer progress)
            throws FailureException, InterruptedException {
        requireInside(spec);
        ProbedClip clip = new ClipProbe(build)
                .probe(Path.of(spec.source()), spec.options().frameRate(), progress);
        SegmentPlan segments = SegmentPlanner.planFor(
                spec.finalPreset(), clip.index(), clip.info().video(), spec.segments(), workforce);
        prepare(spec);
        return new JobState.Plan(
                spec.options().applyTo(clip.info(), spec.preset()), clip.stamp(), segments, build.version());
    }

    @Override
    public void prepare(JobSpec spec) throws FailureException {
        SourceFile.stamp(Path.of(spec.source()));
        WorkDirectory.beside(Path.of(spec.output()), spec.jobId()).create();
    }

    @Override
    public Published stitch(JobState state, Tenure tenure) throws FailureException, InterruptedException {
        JobSpec spec = state.spec();
        requireInside(spec);
        JobState.Plan plan = state.plan().orElseThrow();
        WorkDirectory work = WorkDirectory.beside(Path.of(spec.output()), spec.jobId());
        Path output = Path.of(spec.output());
        work.removeStitched();
        Path stitched = work.stitched(spec.preset().extension());
        requireAll(state, work);
        List<Stitcher.Piece> segments = new ArrayList<>();
        for (PlannedSegment segment : plan.segments().segments()) {
            segments.add(piece(state, segment.index(), work));
        }
        stitcher.stitch(new Stitcher.Order(
                Path.of(spec.source()),
                plan.stamp(),
                plan.clip(),
                plan.segments(),
                segments,
                state.piece(PieceState.AUDIO).map(audio -> piece(state, PieceState.AUDIO, work)),
                stitched,
                output));
        tenure.awaitSure();
        if (Thread.interrupted()) {
            throw new InterruptedException("cancelled before it was published");
        }
        try {
            long bytes = Files.size(stitched);
            if (!isPublishedAlready(stitched, output)) {
                Publisher.publish(stitched, output, spec.overwrite());
            }
            return new Published(bytes, Stitcher.warnings(plan.clip(), segments));
        } catch (IOException e) {
            throw new FailureException(
                    new Failure.OutputUnwritable(spec.output(), "its drive failed (" + e.getMessage() + ")"), e);
        }
    }

    /** The paths may lead elsewhere since the last step, and this may be another node than the one that took the job. */
    private void requireInside(JobSpec spec) throws FailureException {
        Path output = Path.of(spec.output());
        roots.requireSource(Path.of(spec.source()));
        roots.require(output);
        roots.require(WorkDirectory.beside(output, spec.jobId()).path());
        roots.require(spec.preset());
    }

    private boolean isInside(Path output, String jobId) {
        return roots.allow(output)
                && roots.allow(WorkDirectory.beside(output, jobId).path());
    }

    /** A coordinator that was killed between the rename and its note of it finds its own work under the final name. */
    private static boolean isPublishedAlready(Path stitched, Path output) throws IOException {
        return Files.isRegularFile(output) && Files.mismatch(stitched, output) < 0;
    }

    /** All that are gone are named at once, and so made again side by side. */
    private static void requireAll(JobState state, WorkDirectory work) throws FailureException {
        List<Integer> gone = state.pieces().values().stream()
                .filter(piece -> !isThere(piece, work))
                .map(PieceState::index)
                .toList();
        if (!gone.isEmpty()) {
            String first = state.piece(gone.get(0)).orElseThrow().file();
            throw new FailureException(
                    new Failure.SegmentGone(gone.get(0), work.file(first).toString(), gone.subList(1, gone.size())));
        }
    }

    private static boolean isThere(PieceState piece, WorkDirectory work) {
        try {
            return Files.size(work.file(piece.file()))
                    == piece.digest().orElseThrow().bytes();
        } catch (IOException e) {
            return false; // gone, or out of reach: the same to the job
        }
    }

    private static Stitcher.Piece piece(JobState state, int index, WorkDirectory work) {
        PieceState piece = state.piece(index).orElseThrow();
        return new Stitcher.Piece(work.file(piece.file()), piece.digest().orElseThrow());
    }

    @Override
    public String workDirectory(JobSpec spec) {
        return WorkDirectory.beside(Path.of(spec.output()), spec.jobId()).path().toString();
    }

    @Override
    public void cleanUp(JobState state) {
        Path output = Path.of(state.spec().output());
        if (!state.isWorthKeeping() && isInside(output, state.spec().jobId())) {
            WorkDirectory.beside(output, state.spec().jobId()).remove();
            OutputPlace.removeIfUnused(output);
        }
    }
}
