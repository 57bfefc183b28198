package dev.proxima.cluster;

import dev.proxima.ffmpeg.EncodeProgress;
import dev.proxima.ffmpeg.FfmpegBuild;
import dev.proxima.ffmpeg.PieceEncoder;
import dev.proxima.ffmpeg.SourceFile;
import dev.proxima.ffmpeg.ThreadLimit;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.job.PieceDigest;
import dev.proxima.media.PlannedSegment;
import dev.proxima.storage.MediaRoots;
import dev.proxima.storage.WorkDirectory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Encodes the pieces of jobs with FFmpeg. */
public final class FfmpegAttemptRunner implements AttemptRunner {

    private final PieceEncoder encoder;
    private final MediaRoots roots;

    /** One piece at a time, with all of the machine's cores, of files anywhere. */
    public FfmpegAttemptRunner(FfmpegBuild build, Duration stallTimeout) {
        this(build, stallTimeout, Runtime.getRuntime().availableProcessors(), MediaRoots.ANYWHERE);
    }

    /**
     * @param threads of each decoder and encoder of a segment
     * @param roots outside of which this node takes no orders, whoever gives them
     */
    public FfmpegAttemptRunner(FfmpegBuild build, Duration stallTimeout, int threads, MediaRoots roots) {
        this.encoder = new PieceEncoder(build, stallTimeout, new ThreadLimit(threads));
        this.roots = roots;
    }

    @Override
    public AttemptOutcome run(EncodeOrder order, Supplier<PlannedSegment> segment, ProgressSink progress)
            throws FailureException, InterruptedException {
        roots.requireSource(Path.of(order.source()));
        roots.require(Path.of(order.workDirectory()));
        roots.require(order.preset());
        String name = order.segment()
                .map(planned -> WorkDirectory.segmentName(
                        planned.index(), order.id().attempt(), order.preset().extension()))
                .orElseGet(() -> WorkDirectory.audioName(order.id().attempt()));
        PieceEncoder.Order piece = new PieceEncoder.Order(
                Path.of(order.source()),
                order.stamp(),
                order.clip(),
                order.preset(),
                new WorkDirectory(Path.of(order.workDirectory())).file(name));
        Path work = Path.of(order.workDirectory());
        if (!Files.isDirectory(work)) {
            throw outOfReach(work, order);
        }
        try {
            return new AttemptOutcome.Succeeded(
                    encode(order, segment, piece, report -> progress.report(report.frames(), report.fps())), name);
        } catch (FailureException e) {
            if (e.failure() instanceof Failure.SourceMissing) {
                throw outOfReach(Path.of(order.source()), order);
            }
            // the folder may have gone, and come again for others, while FFmpeg wrote to what was in it
            boolean gone = !Files.isDirectory(work) || e.getCause() instanceof NoSuchFileException;
            throw gone ? outOfReach(work, order) : e;
        }
    }

    /** Where a share is not mounted all is gone, and the clip is what there is no use in trying again for. */
    private static FailureException outOfReach(Path path, EncodeOrder order) {
        String missing = isSourceMissing(order) ? order.source() : path.toString();
        return new FailureException(new Failure.OutOfReach(missing, order.id().node()));
    }

    private static boolean isSourceMissing(EncodeOrder order) {
        try {
            SourceFile.requireUnchanged(Path.of(order.source()), order.stamp());
            return false;
        } catch (FailureException e) {
            return e.failure() instanceof Failure.SourceMissing;
        }
    }

    private PieceDigest encode(
            EncodeOrder order,
            Supplier<PlannedSegment> segment,
            PieceEncoder.Order piece,
            Consumer<EncodeProgress> progress)
            throws FailureException, InterruptedException {
        if (order.segment().isEmpty()) {
            return encoder.audio(piece);
        }
        return order.whole()
                ? encoder.whole(piece, progress)
                : encoder.segment(piece, segment, order.approach(), progress);
    }
}
