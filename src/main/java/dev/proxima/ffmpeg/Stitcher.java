package dev.proxima.ffmpeg;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.job.PieceDigest;
import dev.proxima.job.PieceState;
import dev.proxima.media.ClipInfo;
import dev.proxima.media.EncodeGrid;
import dev.proxima.media.Rational;
import dev.proxima.media.SegmentPlan;
import dev.proxima.media.SourceStamp;
import dev.proxima.media.VideoTrack;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Joins the pieces of a job into one file and checks it against what the encoders measured of each piece. Blocks. */
public final class Stitcher {

    /** A late start is written to the edit list, in whose coarse unit it is read again. */
    private static final long EDIT_LIST_TIMESCALE = 1000;

    private static final Rational MICROS = new Rational(1_000_000, 1);

    private final FfmpegBuild build;
    private final Duration stallTimeout;

    public Stitcher(FfmpegBuild build, Duration stallTimeout) {
        this.build = build;
        this.stallTimeout = stallTimeout;
    }

    /** A finished piece and what its encoder measured. */
    public record Piece(Path file, PieceDigest digest) {}

    /**
     * @param plan what the segments were to be
     * @param segments in order; the only one of a clip that is not cut holds the audio as well
     * @param audio empty if the clip is not cut or has none
     * @param stitched the file to make, in the work directory
     * @param output the file it will be published as, for messages
     */
    public record Order(
            Path source,
            SourceStamp stamp,
            ClipInfo clip,
            SegmentPlan plan,
            List<Piece> segments,
            Optional<Piece> audio,
            Path stitched,
            Path output) {

        /** What the segment at a place is called everywhere; another number than its place once segments were split. */
        private int index(int place) {
            return plan.segments().get(place).index();
        }
    }

    /**
     * Makes {@code order.stitched()}.
     *
     * @throws FailureException {@link Failure.OutputMismatch} if it is not what the segments make together; the file is
     *     removed then
     * @throws InterruptedException if the thread was interrupted; neither file nor process is left
     */
    public void stitch(Order order) throws FailureException, InterruptedException {
        SourceFile.requireUnchanged(order.source(), order.stamp());
        requireEqualSeams(order);
        boolean exact = false;
        try {
            if (order.segments().size() == 1) {
                takeOver(order.segments().get(0).file(), order.stitched());
            } else {
                join(order);
            }
            verify(order);
            exact = true;
        } catch (IOException e) {
            throw new FailureException(WriteFailures.of(order.stitched(), e), e);
        } finally {
            if (!exact) {
                deleteQuietly(order.stitched());
            }
        }
    }

    /** Sentences on what the encode of a clip found out about it. */
    public static List<String> warnings(ClipInfo clip, List<Piece> segments) {
        long frames =
                segments.stream().mapToLong(piece -> piece.digest().packets()).sum();
        return Damage.afterDecoding(clip.video().frames(), frames).stream().toList();
    }

    private static void requireEqualSeams(Order order) throws FailureException {
        List<Integer> misfits = Seams.misfits(
                        order.segments().stream().map(Piece::digest).toList())
                .stream()
                .map(order::index)
                .toList();
        if (!misfits.isEmpty()) {
            throw new FailureException(new Failure.OutputMismatch(
                    order.output().toString(),
                    "segment " + misfits.get(0)
                            + " starts with other pictures than those that follow the segment before it",
                    misfits));
        }
    }

    /** The segment stays, so that a stitch which was broken off can be done again. */
    private static void takeOver(Path segment, Path stitched) throws IOException {
        Files.deleteIfExists(stitched);
        try {
            Files.createLink(stitched, segment);
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(segment, stitched, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void join(Order order) throws FailureException, InterruptedException, IOException {
        requireOneHeader(order);
        Path list = order.stitched().resolveSibling(order.stitched().getFileName() + ".ffconcat");
        Files.write(list, script(order, list.getParent()));
        Path audio = order.audio().map(Piece::file).orElse(null);
        List<String> command =
                Commands.stitch(order.clip(), delay(order), list, audio, order.source(), order.stitched());
        try {
            Runs.succeed(EncodeRun.start(build, command, stallTimeout, progress -> {}), "stitching " + order.output());
        } catch (FailureException e) {
            SourceFile.requireUnchanged(order.source(), order.stamp());
            throw WriteFailures.isNoSpace(e.failure().detail())
                    ? new FailureException(new Failure.NoSpace(order.stitched().toString()), e)
                    : e;
        } finally {
            deleteQuietly(list);
        }
    }

    /** A file has one header for all its packets; drivers of graphics cards may write different ones. */
    private static void requireOneHeader(Order order) throws FailureException {
        String first = order.segments().get(0).digest().header();
        for (int segment = 1; segment < order.segments().size(); segment++) {
            if (!order.segments().get(segment).digest().header().equals(first)) {
                throw new FailureException(new Failure.OutputMismatch(
                        order.output().toString(),
                        "the encoder of segment " + order.index(segment)
                                + " writes another header than that of segment " + order.index(0)));
            }
        }
    }

    /** Segments shorter than what an encoder looks ahead have a smaller delay than the others. */
    private static int delay(Order order) {
        return order.segments().stream()
                .mapToInt(piece -> piece.digest().delay())
                .max()
                .orElse(0);
    }

    /**
     * With the length of each segment where packets cannot be placed by counting: the difference of two positions that
     * are each rounded to microseconds, so that no error adds up. FFmpeg rounds them back to ticks, which are far longer.
     */
    private static List<String> script(Order order, Path folder) {
        List<String> script = new ArrayList<>(List.of("ffconcat version 1.0"));
        boolean counted = order.clip().video().constantRate() && delay(order) == 0;
        long frames = 0;
        for (int segment = 0; segment < order.segments().size(); segment++) {
            Piece piece = order.segments().get(segment);
            script.add("file '" + listed(piece.file(), folder).replace("'", "'\\''") + "'");
            long end = frames + piece.digest().packets();
            if (piece.digest().surplus()) {
                script.add("outpoint "
                        + lastHalf(order.clip().video(), piece.digest().packets()) + "us");
            }
            if (!counted && segment + 1 < order.segments().size()) {
                script.add("duration " + (micros(order, segment + 1, end) - micros(order, segment, frames)) + "us");
            }
            frames = end;
        }
        return script;
    }

    /**
     * By its bare name where it is beside the list, as a path may have line breaks, which no list can. FFmpeg reads the
     * folder of a list as it reads an address, though, of which a hash or a question mark ends the path.
     */
    private static String listed(Path file, Path folder) {
        boolean bare = folder.equals(file.getParent()) && folder.toString().matches("[^#?]*");
        return (bare ? file.getFileName() : file.toAbsolutePath()).toString();
    }

    /** A time in microseconds between the last packet that is wanted and the first that is not. */
    private static long lastHalf(VideoTrack video, long packets) {
        return video.frameRate()
                .inverse()
                .times(MICROS)
                .times(new Rational(1, 2))
                .scale(2 * packets - 1);
    }

    /** Where a segment starts, counted from the first frame. */
    private static long micros(Order order, int segment, long frames) {
        VideoTrack video = order.clip().video();
        return video.constantRate()
                ? video.frameRate().inverse().times(MICROS).scale(frames)
                : video.timeBase()
                        .times(MICROS)
                        .scale(start(order, segment) - order.clip().firstTicks());
    }

    private static long start(Order order, int segment) {
        return order.plan()
                .segments()
                .get(segment)
                .startPts()
                .orElse(order.clip().firstTicks());
    }

    private void verify(Order order) throws FailureException, InterruptedException, IOException {
        Runs.again(() -> {
            verifyOnce(order);
            return order;
        });
    }

    private void verifyOnce(Order order) throws FailureException, InterruptedException, IOException {
        VideoCheck check = new VideoCheck(order);
        int tracks = order.audio().isPresent() ? order.clip().audio().size() : 0;
        List<String> hashes = new FileDigest(build, stallTimeout).read(order.stitched(), check::add, tracks);
        Optional<String> problem = check.problem();
        List<Integer> guilty = check.guilty();
        if (problem.isEmpty() && order.audio().isPresent()) {
            String found = FileDigest.audioDigest(hashes, 0).hash();
            if (!found.equals(order.audio().get().digest().hash())) {
                problem = Optional.of("its audio is not the one that was encoded");
                guilty = List.of(PieceState.AUDIO);
            }
        }
        if (problem.isEmpty() && order.segments().size() > 1) {
            problem = timecodeProblem(order.stitched(), order.clip());
        }
        if (problem.isPresent()) {
            throw new FailureException(new Failure.OutputMismatch(order.output().toString(), problem.get(), guilty));
        }
    }

    private Optional<String> timecodeProblem(Path stitched, ClipInfo clip)
            throws FailureException, InterruptedException {
        Optional<StreamListing> listing = StreamListing.of(Probing.describe(build, stitched));
        Optional<String> found =
                listing.flatMap(all -> all.timecode(all.videos().get(0)));
        // several separators mean drop-frame
        Optional<String> expected = clip.timecode().map(timecode -> timecode.replaceAll("[;.,]", ";"));
        if (expected.isPresent() && !found.equals(expected)) {
            return Optional.of("its timecode is " + found.orElse("missing") + " instead of " + expected.get());
        }
        return timecodeRateProblem(listing.orElseThrow(), clip);
    }

    /** FFmpeg takes the rate of the timecode from the first segment, wrongly where the clip's rate varies. */
    private static Optional<String> timecodeRateProblem(StreamListing listing, ClipInfo clip) {
        return listing.streams().stream()
                .filter(stream -> "tmcd".equals(stream.getString("codec_tag_string")))
                .map(stream -> Rational.parse(stream.getString("avg_frame_rate")))
                .filter(rate -> !rate.equals(clip.video().frameRate()))
                .map(rate -> "its timecode counts " + rate + " frames a second")
                .findFirst();
    }

    /** Compares the stitched packets, as they pass by, with the segments' digests and with the grid of timestamps. */
    private static final class VideoCheck {
        private final Order order;
        private final List<Piece> segments;
        private final ClipInfo clip;
        private final EncodeGrid grid;
        private final int delay;
        private final BitSet shown = new BitSet();
        private FileDigest.Sum sum;
        private long position;
        private long start;
        private int segment;
        private long inSegment;
        private String problem;
        private List<Integer> guilty = List.of();

        VideoCheck(Order order) {
            this.order = order;
            this.segments = order.segments();
            this.clip = order.clip();
            this.delay = delay(order);
            this.grid = segments.size() > 1 ? Commands.grid(clip.video()) : new EncodeGrid(1, 1);
            this.sum = new FileDigest.Sum(grid.frameTicks());
        }

        void add(FileDigest.Packet packet) {
            if (problem != null) {
                return;
            }
            if (segments.size() > 1) {
                checkTime(packet);
            }
            if (problem != null) {
                return;
            }
            sum.add(packet);
            position++;
            inSegment++;
            if (segment < segments.size()
                    && inSegment == segments.get(segment).digest().packets()) {
                checkSegment();
            }
        }

        private void checkTime(FileDigest.Packet packet) {
            if (position == 0) {
                start = packet.pts();
                if (Math.abs(start - grid.pts(clip.video().firstPosition())) > grid.timescale() / EDIT_LIST_TIMESCALE) {
                    problem = "it starts at " + start + "/" + grid.timescale() + " s";
                }
            }
            if (!clip.video().constantRate()) {
                checkVariableTime(packet);
                return;
            }
            long decoded = start + grid.pts(position - delay);
            if (packet.dts() != decoded || packet.duration() != grid.frameTicks()) {
                problem = "packet " + position + " is at " + packet.dts() + " and lasts " + packet.duration()
                        + ", not at " + decoded + " lasting " + grid.frameTicks();
            } else if (delay == 0 ? packet.pts() != decoded : !fillsPlace(packet.pts())) {
                problem = "packet " + position + " is shown at " + packet.pts();
            }
        }

        /** Within a segment, packets may be shown in any order, but each place is taken once. */
        private boolean fillsPlace(long pts) {
            long place = Math.floorDiv(pts - start, grid.frameTicks()) - (position - inSegment);
            if (Math.floorMod(pts - start, grid.frameTicks()) != 0
                    || place < 0
                    || segment >= segments.size()
                    || place >= segments.get(segment).digest().packets()
                    || shown.get((int) place)) {
                return false;
            }
            shown.set((int) place);
            return true;
        }

        /** Here the place of each segment; where frames are within it {@link #checkSegment} sees. */
        private void checkVariableTime(FileDigest.Packet packet) {
            long expected = inSegment > 0 || segment >= segments.size()
                    ? packet.pts()
                    : start + grid.pts(start(order, segment) - clip.firstTicks());
            if (packet.pts() != expected || packet.dts() != expected) {
                problem = "segment " + order.index(segment) + " is at " + packet.pts() + " and not at " + expected;
            }
        }

        private void checkSegment() {
            if (segments.size() > 1
                    && order.plan()
                            .segments()
                            .get(segment)
                            .times()
                            .filter(times -> !times.equals(sum.times()))
                            .isPresent()) {
                problem = "frames of segment " + order.index(segment) + " are not at the times of the clip";
            }
            PieceDigest found = sum.of(0);
            if (!found.hash().equals(segments.get(segment).digest().hash())) {
                problem = "segment " + order.index(segment) + " is not the one that was encoded";
            }
            if (problem != null) {
                guilty = List.of(order.index(segment));
            }
            segment++;
            inSegment = 0;
            shown.clear();
            sum = new FileDigest.Sum(grid.frameTicks());
        }

        /** Segments whose packets are others than they were; to make these again may help. */
        List<Integer> guilty() {
            return guilty;
        }

        Optional<String> problem() {
            if (problem == null && (segment < segments.size() || inSegment > 0)) {
                long expected = segments.stream()
                        .mapToLong(piece -> piece.digest().packets())
                        .sum();
                return Optional.of("it has " + position + " frames instead of " + expected);
            }
            return Optional.ofNullable(problem);
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // it goes with the work directory
        }
    }
}
