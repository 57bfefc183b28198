package dev.proxima.ffmpeg;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.proxima.job.Approach;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.job.PieceDigest;
import dev.proxima.media.FrameRange;
import dev.proxima.media.PlannedSegment;
import dev.proxima.media.Preset;
import dev.proxima.media.SegmentPlan;
import dev.proxima.media.SegmentPlanner;
import dev.proxima.media.Workforce;
import dev.proxima.testing.Lavfi;
import dev.proxima.testing.LocalEncode;
import dev.proxima.testing.MediaComparison;
import dev.proxima.testing.Processes;
import dev.proxima.testing.TestFfmpeg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("media")
class PieceEncoderIT {

    @TempDir
    Path folder;

    private final PieceEncoder encoder = new PieceEncoder(TestFfmpeg.build(), EncodeRun.DEFAULT_STALL_TIMEOUT);
    private Path source;
    private Path work;
    private ProbedClip clip;

    @BeforeEach
    void makeAClip() throws Exception {
        source = Lavfi.video("25", 4, Lavfi.H264_OPEN)
                .audio("sine=440:d=4", "eng")
                .write(folder.resolve("clip.mp4"));
        work = folder.resolve("work");
        clip = new ClipProbe(TestFfmpeg.build()).probe(source);
    }

    @Test
    void makesTheSamePieceTwice() throws Exception {
        PlannedSegment segment = segment(1);
        PieceDigest first = encoder.segment(order("a1.mov"), segment, Approach.AS_PLANNED, progress -> {});
        PieceDigest second = encoder.segment(order("a2.mov"), segment, Approach.AS_PLANNED, progress -> {});

        assertThat(first.packets()).isEqualTo(segment.range().length());
        assertThat(first.hash()).isEqualTo(second.hash());
        assertThat(first.bytes()).isEqualTo(Files.size(work.resolve("a1.mov")));
        assertThat(files()).containsExactlyInAnyOrder("a1.mov", "a2.mov");
    }

    /** In a folder whose name has all that means something in a list of outputs. */
    @ParameterizedTest
    @ValueSource(strings = {"prores", "prores_ks", "prores_aw", "dnxhd", "mjpeg"})
    void whatFfmpegListsOfASegmentIsWhatItsFileHolds(String name) throws Exception {
        work = folder.resolve("[f=null]it's a|b\\c %d: é ");
        Path file = work.resolve("a1.mov");

        PieceDigest listed = encoder.segment(
                new PieceEncoder.Order(source, clip.stamp(), clip.info(), preset(name), file),
                segment(1),
                Approach.AS_PLANNED,
                progress -> {});

        PieceDigest read = new FileDigest(TestFfmpeg.build(), EncodeRun.DEFAULT_STALL_TIMEOUT)
                .ofVideo(file, 512)
                .of(Files.size(file));
        assertThat(listed.packets()).isEqualTo(read.packets());
        assertThat(listed.hash()).isEqualTo(read.hash());
        assertThat(listed.delay()).isEqualTo(read.delay());
        assertThat(files()).containsExactly("a1.mov");
    }

    /** FFmpeg writes both at once, and left to itself it calls it a success when one of them is whole. */
    @ParameterizedTest
    @ValueSource(strings = {"a1.tmp.mov", "a1.tmp.mov.packets"})
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has a file that is always full")
    void aSegmentOrAListForWhichThereIsNoSpaceFails(String full) throws Exception {
        Files.createDirectories(work);
        for (PlannedSegment segment :
                List.of(segment(1), splittable().segments().get(1))) {
            Files.createSymbolicLink(work.resolve(full), Path.of("/dev/full"));

            assertThat(failure(() -> encoder.segment(order("a1.mov"), segment, Approach.AS_PLANNED, progress -> {})))
                    .isEqualTo(new Failure.NoSpace(work.resolve("a1.mov").toString()));
            assertThat(files()).isEmpty();
        }
    }

    private static Preset preset(String encoder) {
        List<String> options = switch (encoder) {
            case "dnxhd" -> List.of("-profile:v", "dnxhr_lb", "-pix_fmt", "yuv422p");
            case "mjpeg" -> List.of("-q:v", "4", "-pix_fmt", "yuvj422p");
            default -> List.of("-profile:v", "0", "-pix_fmt", "yuv422p10le");
        };
        return new Preset("x", "x", "mov", encoder, options, List.of("-c:a", "pcm_s16le"));
    }

    @Test
    void seeksFartherBackUntilNoFrameIsMissing() throws Exception {
        PlannedSegment planned = segment(1);
        // to decode from the segment's own first frame loses it; a plan never asks for that
        PlannedSegment tight = new PlannedSegment(
                1,
                planned.range(),
                planned.startPts(),
                planned.endPts(),
                OptionalLong.of(planned.startPts().getAsLong() + 512));
        PieceDigest wanted = encoder.segment(order("planned.mov"), planned, Approach.AS_PLANNED, progress -> {});
        assertThat(encoder.segment(order("tight.mov"), tight, Approach.AS_PLANNED, progress -> {}))
                .isEqualTo(wanted);
    }

    @Test
    void tellsWhenASegmentDoesNotHaveItsFrames() {
        PlannedSegment planned = segment(2);
        FrameRange longer =
                new FrameRange(planned.range().startFrame(), planned.range().endFrameExclusive() + 3);
        PlannedSegment wrong = new PlannedSegment(2, longer, planned.startPts(), planned.endPts(), planned.seekPts());
        assertThat(failure(() -> encoder.segment(order("a1.mov"), wrong, Approach.AS_PLANNED, progress -> {})))
                .isInstanceOf(Failure.SegmentMismatch.class);
        assertThat(files()).isEmpty();
    }

    @Test
    void noticesThatTheSourceChanged() throws Exception {
        Files.writeString(source, "x", StandardOpenOption.APPEND);
        assertThat(failure(() -> encoder.segment(order("a1.mov"), segment(0), Approach.AS_PLANNED, progress -> {})))
                .isEqualTo(new Failure.SourceChanged(source.toString()));
        Files.delete(source);
        assertThat(failure(() -> encoder.audio(order("audio.nut"))))
                .isEqualTo(new Failure.SourceMissing(source.toString()));
        assertThat(files()).isEmpty();
    }

    @Test
    void leavesNothingOfAnInterruptedAttempt() throws Exception {
        Path longClip = Lavfi.video("25", 120, Lavfi.H264_CLOSED).write(folder.resolve("long.mp4"));
        ProbedClip probed = new ClipProbe(TestFfmpeg.build()).probe(longClip);
        PieceEncoder.Order order = new PieceEncoder.Order(
                longClip, probed.stamp(), probed.info(), LocalEncode.PRORES, work.resolve("segment-0000.a1.mov"));
        CountDownLatch underWay = new CountDownLatch(1);
        FutureTask<PieceDigest> attempt =
                new FutureTask<>(() -> encoder.whole(order, progress -> underWay.countDown()));
        Thread slot = new Thread(attempt);
        slot.start();
        assertThat(underWay.await(10, SECONDS)).isTrue();

        slot.interrupt();
        slot.join(2000);

        assertThat(slot.isAlive()).isFalse();
        assertThat(catchThrowable(attempt::get)).hasCauseInstanceOf(InterruptedException.class);
        assertThat(files()).isEmpty();
        assertThat(Processes.with(work.toString())).isEmpty();
    }

    @Test
    void stitchesNothingThatIsNotWhatWasEncoded() throws Exception {
        PieceDigest first = encoder.segment(order("s0.mov"), segment(0), Approach.AS_PLANNED, progress -> {});
        PieceDigest second = encoder.segment(order("s1.mov"), segment(1), Approach.AS_PLANNED, progress -> {});
        encoder.segment(order("s2.mov"), segment(2), Approach.AS_PLANNED, progress -> {});
        Stitcher.Order order = new Stitcher.Order(
                source,
                clip.stamp(),
                clip.info(),
                SegmentPlanner.plan(clip.index(), clip.info().video(), 3, Workforce.of(1)),
                // the third is another one than its digest tells
                List.of(piece("s0.mov", first), piece("s1.mov", second), piece("s2.mov", second.withSeams("", ""))),
                Optional.of(piece("audio.nut", encoder.audio(order("audio.nut")))),
                work.resolve("stitched.mov"),
                folder.resolve("Proxy/clip.mov"));
        Stitcher stitcher = new Stitcher(TestFfmpeg.build(), EncodeRun.DEFAULT_STALL_TIMEOUT);

        assertThat(failure(() -> stitcher.stitch(order))).isInstanceOf(Failure.OutputMismatch.class);
        assertThat(files()).doesNotContain("stitched.mov");
    }

    private interface Blocking {
        void run() throws FailureException, InterruptedException;
    }

    private static Failure failure(Blocking work) {
        return catchThrowableOfType(FailureException.class, work::run).failure();
    }

    /** The hashes of its last pictures are an output that has nothing to say until the segment is nearly done. */
    @Test
    void theFirstSegmentTellsItsProgressFromTheBeginningOn() throws Exception {
        PieceEncoder slow = spoiled("case $* in *.seams*) set -- -readrate 1 \"$@\" ;; esac");
        PlannedSegment first = SegmentPlanner.at(clip.index(), clip.info().video(), List.of(0, 90))
                .segments()
                .get(0);
        List<Long> frames = new CopyOnWriteArrayList<>();
        slow.segment(order("a1.mov"), first, Approach.AS_PLANNED, progress -> frames.add(progress.frames()));
        assertThat(frames).filteredOn(frame -> frame > 0 && frame < 60).isNotEmpty();
    }

    /** A second of it is made in a second, so that there is time to tell it. */
    @Test
    void endsAsSoonAsItHasMadeWhatIsLeftOfASegmentThatWasSplit() throws Exception {
        PieceEncoder slow = spoiled("case $* in *.seams*) set -- -readrate 1 \"$@\" ;; esac");
        SegmentPlan plan = splittable();
        PlannedSegment whole = plan.segments().get(1);
        SegmentPlan split = plan.split(1, whole.splits().get(0));
        PlannedSegment left = split.get(1).orElseThrow();
        AtomicReference<PlannedSegment> wanted = new AtomicReference<>(whole);
        List<Long> frames = new CopyOnWriteArrayList<>();

        PieceDigest first = encoder.segment(order("s0.mov"), plan.segments().get(0), Approach.AS_PLANNED, p -> {});
        PieceDigest second = slow.segment(order("s1.mov"), wanted::get, Approach.AS_PLANNED, progress -> {
            frames.add(progress.frames());
            wanted.set(left);
        });
        PieceDigest rest = encoder.segment(order("s2.mov"), split.get(2).orElseThrow(), Approach.AS_PLANNED, p -> {});

        assertThat(second.packets()).isEqualTo(left.range().length()).isLessThan(30);
        assertThat(frames).allMatch(frame -> frame < whole.range().length() * 9 / 10);
        assertThat(second.surplus()).isTrue();
        assertThat(rest.head()).isNotEmpty().isEqualTo(second.tail());
        assertThat(files()).containsExactlyInAnyOrder("s0.mov", "s1.mov", "s2.mov");
        Path stitched = work.resolve("stitched.mov");
        new Stitcher(TestFfmpeg.build(), EncodeRun.DEFAULT_STALL_TIMEOUT)
                .stitch(new Stitcher.Order(
                        source,
                        clip.stamp(),
                        clip.info(),
                        split,
                        List.of(piece("s0.mov", first), piece("s1.mov", second), piece("s2.mov", rest)),
                        Optional.of(piece("audio.nut", encoder.audio(order("audio.nut")))),
                        stitched,
                        folder.resolve("Proxy/clip.mov")));
        assertThat(MediaComparison.differences(new LocalEncode(source, folder).reference(LocalEncode.PRORES), stitched))
                .isEmpty();
    }

    private SegmentPlan splittable() {
        return SegmentPlanner.splittable(
                LocalEncode.PRORES,
                clip.index(),
                clip.info().video(),
                SegmentPlanner.at(clip.index(), clip.info().video(), List.of(0, 5)));
    }

    private PlannedSegment segment(int index) {
        return SegmentPlanner.plan(clip.index(), clip.info().video(), 3, Workforce.of(1))
                .segments()
                .get(index);
    }

    private Stitcher.Piece piece(String name, PieceDigest digest) {
        return new Stitcher.Piece(work.resolve(name), digest);
    }

    @Test
    void anEncodeThatEndedEarlyWithoutAWordIsMadeOnceMore() throws Exception {
        PieceEncoder once = spoiled("mkdir '" + folder.resolve("ran") + "' 2>/dev/null && set -- -t 1 \"$@\"");

        assertThat(once.whole(order("once.mov"), progress -> {}))
                .isEqualTo(encoder.whole(order("whole.mov"), progress -> {}));
    }

    @Test
    void anEncodeThatEndsEarlyNowHereNowThereFails() throws Exception {
        PieceEncoder often = spoiled(
                "mkdir '" + folder.resolve("ran") + "' 2>/dev/null && set -- -t 1 \"$@\" || set -- -t 2 \"$@\"");

        assertThat(failureOf(() -> often.whole(order("often.mov"), progress -> {})))
                .isEqualTo(
                        new Failure.FfmpegFailed("encoding " + source, 0, "It made 25 frames, and then 50, of 100."));
        assertThat(files()).isEmpty();
    }

    /** FFmpeg ends with status 0 then, with what it has. */
    @Test
    void aSourceThatCannotBeReadToItsEndIsToldApartFromADamagedOne() throws Exception {
        PieceEncoder unmounted = spoiled("echo '[in#0] [error] Error during demuxing: Input/output error' >&2");

        assertThat(failureOf(() -> unmounted.audio(order("audio.nut"))))
                .isEqualTo(new Failure.ReadFailed(
                        source.toString(), "[in#0] [error] Error during demuxing: Input/output error"));
        assertThat(files()).isEmpty();
    }

    private static Failure failureOf(ThrowingCallable encode) {
        return catchThrowableOfType(FailureException.class, encode).failure();
    }

    /** An encoder whose FFmpeg does something before it encodes; it then goes on whether or not that worked. */
    private PieceEncoder spoiled(String lines) throws Exception {
        FfmpegBuild build = TestFfmpeg.build();
        String script = "#!/bin/sh\ncase \" $* \" in *' -progress '*)\n" + lines + "\n;; esac\nexec '"
                + build.supervisor() + "' \"$@\"\n";
        Path fake = Files.writeString(folder.resolve("spoiled"), script);
        assertThat(fake.toFile().setExecutable(true)).isTrue();
        FfmpegBuild spoiled = new FfmpegBuild(
                build.ffmpeg(),
                build.ffprobe(),
                fake,
                build.probe(),
                build.limits(),
                build.version(),
                build.encoders(),
                build.font());
        return new PieceEncoder(spoiled, EncodeRun.DEFAULT_STALL_TIMEOUT);
    }

    private PieceEncoder.Order order(String name) {
        return new PieceEncoder.Order(source, clip.stamp(), clip.info(), LocalEncode.PRORES, work.resolve(name));
    }

    private List<String> files() {
        if (!Files.exists(work)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(work)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
