package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.job.PieceDigest;
import dev.proxima.media.AudioTrack;
import dev.proxima.media.ClipInfo;
import dev.proxima.media.FrameRange;
import dev.proxima.media.PlannedSegment;
import dev.proxima.media.SegmentPlan;
import dev.proxima.media.TimesDigest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a job says of a stitched file that is not what its two segments of two frames are, and of whom it blames. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the fake FFmpeg is a shell script")
class StitchRefusalsTest {

    private static final long TICKS = 512;
    private static final String PLAIN = "{'codec_type': 'video'}";
    private static final String[] RIGHT = {packet(0, 0), packet(1, 1), packet(2, 2), packet(3, 3)};

    @TempDir
    Path folder;

    private boolean constant = true;
    private List<AudioTrack> sound = List.of();
    private Optional<String> timecode = Optional.empty();
    private String secondHeader = "h";

    @Test
    void saysNothingOfWhatIsRight() {
        FakeFfmpeg right = new FakeFfmpeg().digesting(RIGHT).describing("{}", PLAIN);
        assertThatCode(() -> stitch(right)).doesNotThrowAnyException();
    }

    @Test
    void ofAnotherHeader() {
        secondHeader = "other";
        assertThat(refusal(new FakeFfmpeg().digesting(RIGHT)).reason())
                .isEqualTo("the encoder of segment 1 writes another header than that of segment 0");
    }

    @Test
    void ofAnotherStart() {
        assertThat(refusal(new FakeFfmpeg().digesting(packet(25, 0))).reason()).isEqualTo("it starts at 12800/12800 s");
    }

    @Test
    void ofPacketsThatAreNotOnTheGrid() {
        assertThat(refusal(new FakeFfmpeg().digesting(packet(0, 0), packet(2, 1)))
                        .reason())
                .isEqualTo("packet 1 is at 1024 and lasts 512, not at 512 lasting 512");
        assertThat(refusal(new FakeFfmpeg().digesting(packet(0, 0), "0, 512, 700, 512, 100, p1"))
                        .reason())
                .isEqualTo("packet 1 is shown at 700");
    }

    @Test
    void ofFramesThatAreMissing() {
        assertThat(refusal(new FakeFfmpeg().digesting(RIGHT[0], RIGHT[1], RIGHT[2]))
                        .reason())
                .isEqualTo("it has 3 frames instead of 4");
    }

    @Test
    void ofASegmentThatIsAnotherAndWhichItIs() {
        Failure.OutputMismatch refusal =
                refusal(new FakeFfmpeg().digesting(RIGHT[0], RIGHT[1], RIGHT[2], packet(3, 7)));
        assertThat(refusal.reason()).isEqualTo("segment 1 is not the one that was encoded");
        assertThat(refusal.guilty()).containsExactly(1);
    }

    @Test
    void ofSoundThatIsAnother() {
        sound = List.of(new AudioTrack(1, "aac", 2, 48_000));
        assertThat(refusal(new FakeFfmpeg().digesting(RIGHT)).reason())
                .isEqualTo("its audio is not the one that was encoded");
    }

    @Test
    void ofATimecodeThatIsMissingOrCountsAnotherRate() {
        timecode = Optional.of("01:00:00:00");
        assertThat(refusal(new FakeFfmpeg().digesting(RIGHT).describing("{}", PLAIN))
                        .reason())
                .isEqualTo("its timecode is missing instead of 01:00:00:00");
        FakeFfmpeg slow = new FakeFfmpeg()
                .digesting(RIGHT)
                .describing(
                        "{}",
                        "{'codec_type': 'video', 'tags': {'timecode': '01:00:00:00'}}",
                        "{'codec_type': 'data', 'codec_tag_string': 'tmcd', 'avg_frame_rate': '24/1'}");
        assertThat(refusal(slow).reason()).isEqualTo("its timecode counts 24/1 frames a second");
    }

    @Test
    void ofASegmentOfAVariableRateThatIsElsewhereOrWhoseFramesAre() {
        constant = false;
        assertThat(refusal(new FakeFfmpeg().digesting(RIGHT[0], RIGHT[1], packet(3, 2)))
                        .reason())
                .isEqualTo("segment 1 is at 1536 and not at 1024");
        assertThat(refusal(new FakeFfmpeg().digesting(RIGHT[0], "0, 500, 500, 512, 100, p1"))
                        .reason())
                .isEqualTo("frames of segment 0 are not at the times of the clip");
    }

    private Failure.OutputMismatch refusal(FakeFfmpeg fake) {
        Failure failure =
                catchThrowableOfType(FailureException.class, () -> stitch(fake)).failure();
        assertThat(failure.message())
                .startsWith("The stitched file for " + folder.resolve("proxy.mov")
                        + " was not published as it is not exact: ");
        return (Failure.OutputMismatch) failure;
    }

    private void stitch(FakeFfmpeg fake) throws Exception {
        Path source = Files.writeString(folder.resolve("clip.mov"), "clip");
        new Stitcher(fake.build(folder), EncodeRun.DEFAULT_STALL_TIMEOUT)
                .stitch(new Stitcher.Order(
                        source,
                        SourceFile.stamp(source),
                        clip(),
                        plan(),
                        List.of(piece(0, "h"), piece(1, secondHeader)),
                        sound.isEmpty()
                                ? Optional.empty()
                                : Optional.of(new Stitcher.Piece(
                                        folder.resolve("audio.nut"), FileDigest.audioDigest(List.of("aa"), 1))),
                        folder.resolve("stitched.mov"),
                        folder.resolve("proxy.mov")));
    }

    private Stitcher.Piece piece(int segment, String header) {
        FileDigest.Sum sum = new FileDigest.Sum(TICKS);
        for (int frame = 2 * segment; frame < 2 * segment + 2; frame++) {
            sum.add(FileDigest.Packet.parse(packet(frame, frame)));
        }
        String hash = sum.of(1).hash();
        return new Stitcher.Piece(
                folder.resolve("segment-" + segment + ".mov"), new PieceDigest(2, 1, hash, 0, header, "", ""));
    }

    private ClipInfo clip() {
        ClipInfo plain = FakeFfmpeg.clip(constant, 4);
        return new ClipInfo(plain.container(), 0, plain.video(), sound, timecode, List.of());
    }

    private SegmentPlan plan() {
        TimesDigest times = new TimesDigest();
        LongStream.of(0, TICKS).forEach(times::add);
        Optional<String> stated = constant ? Optional.empty() : Optional.of(times.hex());
        OptionalLong middle = OptionalLong.of(2 * TICKS);
        OptionalLong none = OptionalLong.empty();
        return new SegmentPlan(List.of(
                new PlannedSegment(0, new FrameRange(0, 2), none, middle, none, stated),
                new PlannedSegment(1, new FrameRange(2, 4), middle, none, none, stated)));
    }

    /** A packet on a place of the grid, with the content of a frame. */
    private static String packet(int place, int content) {
        return "0, %d, %d, %d, 100, p%d".formatted(place * TICKS, place * TICKS, TICKS, content);
    }
}
