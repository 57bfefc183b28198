package dev.proxima.ffmpeg;

import dev.proxima.job.Approach;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.job.PieceDigest;
import dev.proxima.media.ClipInfo;
import dev.proxima.media.PlannedSegment;
import dev.proxima.media.Preset;
import dev.proxima.media.SourceStamp;
import dev.proxima.media.TimesDigest;
import dev.proxima.media.VideoTrack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/**
 * Encodes one piece of a job into a file and checks it. All methods block; a thread that is interrupted in one leaves
 * neither a process nor a file behind. A piece is written under another name first, so that a file which has its own
 * name is complete.
 */
public final class PieceEncoder {

    /** Tried in turn until a segment has all its frames; the last is always enough if anything is. */
    private static final List<Integer> BACK_OFFS = List.of(0, 1, 2, Commands.FROM_START);

    /** Tried where the first of these gave other pictures than the segment before it found. */
    private static final List<Integer> FARTHER_BACK_OFFS = List.of(2, Commands.FROM_START);

    /** FFmpeg counts frames that it has encoded; the last of them may not be in the file yet. */
    private static final int UNWRITTEN = 2;

    /** How many times longer than usual a segment may show no progress that is decoded from the clip's start. */
    private static final int LONG_APPROACH = 20;

    private final FfmpegBuild build;
    private final Duration stallTimeout;
    private final ThreadLimit threads;

    /** One piece at a time, with all of the machine's cores. */
    public PieceEncoder(FfmpegBuild build, Duration stallTimeout) {
        this(build, stallTimeout, new ThreadLimit(Runtime.getRuntime().availableProcessors()));
    }

    /** @param threads for segments; a clip that is not cut is encoded by the reference command and no other */
    public PieceEncoder(FfmpegBuild build, Duration stallTimeout, ThreadLimit threads) {
        this.build = build;
        this.stallTimeout = stallTimeout;
        this.threads = threads;
    }

    /**
     * What all pieces of a job have in common, and where this one goes.
     *
     * @param stamp the source as it was planned
     * @param target the finished file; its folder is created
     */
    public record Order(Path source, SourceStamp stamp, ClipInfo clip, Preset preset, Path target) {}

    /** Encodes a segment of a clip that is cut. */
    public PieceDigest segment(
            Order order, PlannedSegment segment, Approach approach, Consumer<EncodeProgress> progress)
            throws FailureException, InterruptedException {
        return segment(order, () -> segment, approach, progress);
    }

    /**
     * Encodes a segment that others may take the rest of in the meantime.
     *
     * @param segment the segment as it is to be by now: at first as planned, and later perhaps shorter, to one of its splits
     */
    public PieceDigest segment(
            Order order, Supplier<PlannedSegment> segment, Approach approach, Consumer<EncodeProgress> progress)
            throws FailureException, InterruptedException {
        return make(order, unfinished -> {
            Path seams = unfinished.resolveSibling(unfinished.getFileName() + ".seams");
            Optional<String> problem = Optional.empty();
            try {
                for (int backOff : backOffs(segment.get(), approach)) {
                    Made made = encode(order, segment, backOff, unfinished, seams, progress);
                    Encoded encoded = made.encoded();
                    problem = problem(made.segment(), encoded);
                    if (problem.isEmpty()) {
                        VideoTrack video = order.clip().video();
                        PieceDigest digest =
                                Seams.read(encoded.sum().of(Files.size(unfinished)), video, made.segment(), seams);
                        // what is decoded from the start is right, whatever the segment before it found
                        if (backOff == Commands.FROM_START || fits(digest, approach)) {
                            return digest;
                        }
                    }
                }
            } finally {
                deleteQuietly(seams);
                deleteQuietly(PacketList.of(unfinished));
            }
            throw new FailureException(new Failure.SegmentMismatch(segment.get().index(), problem.orElseThrow()));
        });
    }

    /** @param damaged something could not be decoded */
    private record Encoded(FileDigest.Sum sum, boolean damaged) {}

    /** @param segment what was wanted when FFmpeg ended */
    private record Made(PlannedSegment segment, Encoded encoded) {}

    /** One try at a segment; without any packet if the decoder delivered nothing. */
    private Made encode(
            Order order,
            Supplier<PlannedSegment> wanted,
            int backOff,
            Path target,
            Path seams,
            Consumer<EncodeProgress> progress)
            throws FailureException, InterruptedException, IOException {
        Preset preset = PresetFiles.present(order.preset(), build);
        PlannedSegment segment = wanted.get();
        List<String> command = threads.applyTo(
                Commands.segment(order.clip(), preset, order.source(), segment, backOff, target, seams));
        // nothing is written, and so no progress seen, until decoding has come to the segment
        Duration patience = segment.startPts().isPresent() && backOff == Commands.FROM_START
                ? stallTimeout.multipliedBy(LONG_APPROACH)
                : stallTimeout;
        String what = "encoding segment " + segment.index() + " of " + order.source();
        VideoTrack video = order.clip().video();
        Optional<ExitReport> report = run(
                order,
                command,
                patience,
                what,
                progress,
                frames -> isEnough(segment, wanted.get(), frames, video, seams));
        PlannedSegment made = wanted.get();
        boolean shorter = made.range().length() < segment.range().length();
        FileDigest.Sum sum;
        if (report.isEmpty()) {
            sum = new FileDigest.Sum(1);
        } else if (PacketList.isPossible(preset, video)) {
            sum = shorter ? PacketList.read(target, made.range().length()) : PacketList.read(target);
        } else {
            long most = shorter ? made.range().length() : Long.MAX_VALUE;
            sum = digest().ofVideo(target, Commands.grid(video).frameTicks(), most);
        }
        return new Made(
                made, new Encoded(sum, report.filter(ExitReport::tellsOfDamage).isPresent()));
    }

    /** Whether all of a segment that got shorter is written, and all that the next one is compared with. */
    private static boolean isEnough(
            PlannedSegment begun, PlannedSegment wanted, long frames, VideoTrack video, Path seams) {
        return wanted.range().length() < begun.range().length()
                && frames >= wanted.range().length() + UNWRITTEN
                && Seams.hasEnd(video, wanted, seams);
    }

    /** Where nobody knows what the first pictures are, only the start of the clip is far enough. */
    private static List<Integer> backOffs(PlannedSegment segment, Approach approach) {
        boolean fromStart = segment.seekPts().isEmpty()
                || (approach.fartherBack() && approach.head().isEmpty());
        return fromStart ? List.of(Commands.FROM_START) : approach.fartherBack() ? FARTHER_BACK_OFFS : BACK_OFFS;
    }

    private static boolean fits(PieceDigest digest, Approach approach) {
        return approach.head().isEmpty() || approach.head().equals(digest.head());
    }

    /** Why a farther seek may help; of damage it cannot. */
    private static Optional<String> problem(PlannedSegment segment, Encoded encoded) throws FailureException {
        long frames = segment.range().length();
        FileDigest.Sum sum = encoded.sum();
        if (sum.packets() != frames) {
            return Optional.of("it has " + sum.packets() + " frames instead of " + frames);
        }
        String wanted = segment.times().orElseGet(() -> TimesDigest.counting(frames));
        if (!wanted.equals(sum.times())) {
            return Optional.of("its frames are at other times than those of the clip");
        }
        if (encoded.damaged()) {
            throw new FailureException(new Failure.SegmentMismatch(
                    segment.index(), "pictures are damaged, and look different by where decoding starts"));
        }
        return Optional.empty();
    }

    /** Encodes a clip that is not cut, audio included, by the reference command. */
    public PieceDigest whole(Order order, Consumer<EncodeProgress> progress)
            throws FailureException, InterruptedException {
        return make(order, unfinished -> {
            Encoded encoded = encodeWhole(order, unfinished, progress);
            long frames = encoded.sum().packets();
            if (frames != order.clip().video().frames() && !encoded.damaged()) {
                // an index may be wrong, and so may an encode that ended early without a word: one says the same again
                encoded = encodeWhole(order, unfinished, progress);
                requireEqual(order, frames, encoded.sum().packets());
            }
            if (encoded.sum().packets() == 0) {
                throw new FailureException(new Failure.SourceUnreadable(
                        order.source().toString(), "none of its pictures can be decoded", ""));
            }
            return encoded.sum().of(Files.size(unfinished));
        });
    }

    private Encoded encodeWhole(Order order, Path target, Consumer<EncodeProgress> progress)
            throws FailureException, InterruptedException, IOException {
        Preset preset = PresetFiles.present(order.preset(), build);
        List<String> command = Commands.reference(order.clip(), preset, order.source(), target);
        Optional<ExitReport> report = run(order, command, stallTimeout, "encoding " + order.source(), progress);
        FileDigest.Sum sum = report.isPresent() ? digest().ofVideo(target, 1) : new FileDigest.Sum(1);
        return new Encoded(sum, report.filter(ExitReport::tellsOfDamage).isPresent());
    }

    private static void requireEqual(Order order, long first, long second) throws FailureException {
        long wanted = order.clip().video().frames();
        if (second != first && second != wanted) {
            throw new FailureException(new Failure.FfmpegFailed(
                    "encoding " + order.source(),
                    0,
                    "It made " + first + " frames, and then " + second + ", of " + wanted + "."));
        }
    }

    /** Encodes all audio tracks of a clip that is cut. */
    public PieceDigest audio(Order order) throws FailureException, InterruptedException {
        return make(order, unfinished -> {
            List<String> command = Commands.audio(order.clip(), order.preset(), order.source(), unfinished);
            run(order, command, stallTimeout, "encoding the audio of " + order.source(), progress -> {});
            return digest().ofAudio(unfinished, order.clip().audio().size());
        });
    }

    private interface Making {
        PieceDigest make(Path unfinished) throws FailureException, InterruptedException, IOException;
    }

    private PieceDigest make(Order order, Making making) throws FailureException, InterruptedException {
        SourceFile.requireUnchanged(order.source(), order.stamp());
        Path unfinished = unfinished(order.target());
        try {
            Files.createDirectories(order.target().getParent());
            PieceDigest digest = making.make(unfinished);
            SourceFile.requireUnchanged(order.source(), order.stamp());
            Files.move(unfinished, order.target(), StandardCopyOption.REPLACE_EXISTING);
            return digest;
        } catch (IOException e) {
            throw new FailureException(WriteFailures.of(order.target(), e), e);
        } finally {
            deleteQuietly(unfinished);
        }
    }

    private Optional<ExitReport> run(
            Order order, List<String> command, Duration patience, String what, Consumer<EncodeProgress> progress)
            throws FailureException, InterruptedException {
        return run(order, command, patience, what, progress, frames -> false);
    }

    /**
     * @param enough whether FFmpeg may be ended, having encoded so many frames
     * @return how FFmpeg ended; empty if the decoder delivered nothing to encode
     */
    private Optional<ExitReport> run(
            Order order,
            List<String> command,
            Duration patience,
            String what,
            Consumer<EncodeProgress> progress,
            LongPredicate enough)
            throws FailureException, InterruptedException {
        try {
            CompletableFuture<EncodeRun> started = new CompletableFuture<>();
            EncodeRun run = EncodeRun.start(build, command, patience, report -> {
                progress.accept(report);
                if (enough.test(report.frames())) {
                    started.thenAccept(EncodeRun::endAsEnough);
                }
            });
            started.complete(run);
            ExitReport report = Runs.succeed(run, what);
            if (report.tellsOfReadError()) {
                throw new FailureException(new Failure.ReadFailed(order.source().toString(), report.detail()));
            }
            return Optional.of(report);
        } catch (FailureException e) {
            SourceFile.requireUnchanged(order.source(), order.stamp());
            if (Runs.decodedNothing(e)) {
                return Optional.empty();
            }
            throw WriteFailures.isNoSpace(e.failure().detail())
                    ? new FailureException(new Failure.NoSpace(order.target().toString()), e)
                    : e;
        }
    }

    private FileDigest digest() {
        return new FileDigest(build, stallTimeout);
    }

    /** {@code segment-0003.a1.mov} is written as {@code segment-0003.a1.tmp.mov}: FFmpeg goes by the extension. */
    private static Path unfinished(Path target) {
        String name = target.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return target.resolveSibling(name.substring(0, dot) + ".tmp" + name.substring(dot));
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // it goes with the work directory
        }
    }
}
