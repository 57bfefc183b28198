package dev.proxima.testing;

import dev.proxima.ffmpeg.ClipProbe;
import dev.proxima.ffmpeg.Commands;
import dev.proxima.ffmpeg.EncodeRun;
import dev.proxima.ffmpeg.PieceEncoder;
import dev.proxima.ffmpeg.ProbedClip;
import dev.proxima.ffmpeg.Stitcher;
import dev.proxima.job.Approach;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.job.JobOptions;
import dev.proxima.job.RetryPolicy;
import dev.proxima.media.FrameRange;
import dev.proxima.media.PlannedSegment;
import dev.proxima.media.Preset;
import dev.proxima.media.SegmentPlan;
import dev.proxima.media.SegmentPlanner;
import dev.proxima.media.SplitPoint;
import dev.proxima.media.Workforce;
import dev.proxima.storage.WorkDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** Takes a clip through plan, encode, stitch and verify on this machine, as a cluster would over several. */
public final class LocalEncode {

    public static final Preset PRORES = new Preset(
            "prores-proxy",
            "ProRes",
            "mov",
            "prores",
            List.of("-profile:v", "0", "-pix_fmt", "yuv422p10le"),
            List.of("-c:a", "pcm_s16le"));
    public static final Preset DNXHR = new Preset(
            "dnxhr-lb",
            "DNxHR",
            "mov",
            "dnxhd",
            List.of("-profile:v", "dnxhr_lb", "-pix_fmt", "yuv422p"),
            List.of("-c:a", "pcm_s16le"));

    private final Path source;
    private final Path folder;
    private final ProbedClip clip;
    private List<Stitcher.Piece> lastPieces = List.of();

    public LocalEncode(Path source, Path folder) throws FailureException, InterruptedException {
        this(source, folder, JobOptions.NONE);
    }

    /** @param options of which start timecode and frame rate are used; the others are a matter of the preset */
    public LocalEncode(Path source, Path folder, JobOptions options) throws FailureException, InterruptedException {
        this.source = source.toAbsolutePath();
        this.folder = folder;
        ProbedClip probed = new ClipProbe(TestFfmpeg.build()).probe(this.source, options.frameRate(), share -> {});
        this.clip = new ProbedClip(options.applyTo(probed.info(), PRORES), probed.index(), probed.stamp());
    }

    public ProbedClip clip() {
        return clip;
    }

    public SegmentPlan plan(int segments) {
        return SegmentPlanner.plan(clip.index(), clip.info().video(), segments, Workforce.of(1));
    }

    /**
     * The same, of segments that are split in two while they are encoded, wherever a job's may be; so are all whose plan has
     * splits. A job's are longer, but shorter ones are as good a test.
     */
    public SegmentPlan splitting(Preset preset, int segments) {
        List<PlannedSegment> halves = plan(2 * segments).segments();
        if (!preset.isIntra() || !clip.info().video().constantRate() || halves.size() < 2 * segments) {
            return plan(segments);
        }
        return new SegmentPlan(IntStream.range(0, segments)
                .mapToObj(index -> joined(index, halves.get(2 * index), halves.get(2 * index + 1)))
                .toList());
    }

    private static PlannedSegment joined(int index, PlannedSegment first, PlannedSegment second) {
        long middle = second.range().startFrame();
        return new PlannedSegment(
                index,
                new FrameRange(first.range().startFrame(), second.range().endFrameExclusive()),
                first.startPts(),
                second.endPts(),
                first.seekPts(),
                Optional.empty(),
                List.of(new SplitPoint(middle, second.startPts().getAsLong(), second.seekPts())),
                false);
    }

    /** The file that the printed command makes, run without Proxima's process handling. */
    public Path reference(Preset preset) {
        Path output = folder.resolve("reference." + preset.extension());
        TestFfmpeg.ffmpeg(Commands.reference(clip.info(), preset, source, output));
        return output;
    }

    public Path stitched(Preset preset, int segments) throws FailureException, InterruptedException {
        return stitched(preset, plan(segments));
    }

    /** What a job publishes, and what it says about it. */
    public record Outcome(Path file, int segments, List<String> warnings) {

        public boolean cut() {
            return segments > 1;
        }
    }

    /** Encodes as a job does: in one piece if cutting turns out not to be exact. */
    public Outcome job(Preset preset, SegmentPlan plan) throws FailureException, InterruptedException {
        List<String> warnings = new ArrayList<>(clip.info().warnings());
        SegmentPlan last = plan;
        Path file;
        try {
            file = stitched(preset, plan);
        } catch (FailureException e) {
            boolean inexact =
                    e.failure() instanceof Failure.SegmentMismatch || e.failure() instanceof Failure.OutputMismatch;
            if (!inexact || !plan.isCut()) {
                throw e;
            }
            warnings.add(RetryPolicy.inOnePiece(e.failure()));
            last = SegmentPlanner.uncut(clip.info().video().frames());
            file = stitched(preset, last);
        }
        warnings.addAll(Stitcher.warnings(clip.info(), lastPieces));
        return new Outcome(file, lastPieces.size(), warnings);
    }

    public Path stitched(Preset preset, SegmentPlan plan) throws FailureException, InterruptedException {
        int segments = plan.segments().size();
        Path output = folder.resolve("output-" + segments + "." + preset.extension());
        WorkDirectory work = WorkDirectory.beside(output, "job-" + segments);
        work.create();
        PieceEncoder encoder = new PieceEncoder(TestFfmpeg.build(), EncodeRun.DEFAULT_STALL_TIMEOUT);
        SegmentPlan made = plan;
        for (PlannedSegment segment : plan.segments()) {
            List<SplitPoint> splits = segment.splits();
            made = splits.isEmpty() ? made : made.split(segment.index(), splits.get(splits.size() / 2));
        }
        List<Stitcher.Piece> pieces = new ArrayList<>();
        for (PlannedSegment segment : made.segments()) {
            Path file = work.file(WorkDirectory.segmentName(segment.index(), 1, preset.extension()));
            PieceEncoder.Order order = order(preset, file);
            // what a node is told first, before it hears that another one has the rest
            AtomicReference<PlannedSegment> wanted =
                    new AtomicReference<>(plan.get(segment.index()).orElse(segment));
            pieces.add(new Stitcher.Piece(
                    file,
                    plan.isCut()
                            ? encoder.segment(order, wanted::get, Approach.AS_PLANNED, progress -> wanted.set(segment))
                            : encoder.whole(order, progress -> {})));
        }
        Optional<Stitcher.Piece> audio = Optional.empty();
        if (plan.isCut() && !clip.info().audio().isEmpty()) {
            Path file = work.file(WorkDirectory.audioName(1));
            audio = Optional.of(new Stitcher.Piece(file, encoder.audio(order(preset, file))));
        }
        lastPieces = pieces;
        Path stitched = work.stitched(preset.extension());
        new Stitcher(TestFfmpeg.build(), EncodeRun.DEFAULT_STALL_TIMEOUT)
                .stitch(new Stitcher.Order(source, clip.stamp(), clip.info(), made, pieces, audio, stitched, output));
        return stitched;
    }

    private PieceEncoder.Order order(Preset preset, Path target) {
        return new PieceEncoder.Order(source, clip.stamp(), clip.info(), preset, target);
    }
}
