package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.media.SegmentPlanner;
import dev.proxima.testing.JobSamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What FFmpeg tells of a file is counted whole or not at all. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the fake FFmpeg is a shell script")
class LostOutputTest {

    private static final String PACKETS = """
            echo "#extradata 0, 2375, 1b44"
            echo "0, 0, 0, 512, 100, aa"
            echo "0, 512, 512, 512, 100, bb"
            """;

    /** A line that cannot be taken stands for one that was not read. */
    private static final String BROKEN = "echo '0, 0, 0, 512, 100, aa'; echo '0, 51'";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void writeFile() throws IOException {
        file = Files.writeString(folder.resolve("segment.mov"), "a file");
    }

    @Test
    void aReadThatBrokeOffIsAnErrorThatNamesItsCause() throws Exception {
        FfmpegBuild build = saying(BROKEN, BROKEN);
        Failure failure = failure(() -> digest(build).ofVideo(file, 512));
        assertThat(failure).isInstanceOf(Failure.OutputLost.class);
        assertThat(failure.message())
                .isEqualTo("What FFmpeg told while checking " + file + " was lost on its way: run the job again.");
        assertThat(failure.detail()).endsWith("at \"0, 51\"");
        assertThat(runs()).isEqualTo(3);
    }

    @Test
    void whatWasLostIsReadAgainAndCountedFromTheStart() throws Exception {
        FfmpegBuild build = saying(BROKEN, PACKETS);
        assertThat(digest(build).ofVideo(file, 512).packets()).isEqualTo(2);
        assertThat(runs()).isEqualTo(2);
    }

    @Test
    void aStitchedFileIsReadAgainBeforeItsCountIsBelieved() throws Exception {
        FfmpegBuild build = saying(BROKEN, PACKETS);
        Stitcher.Piece piece =
                new Stitcher.Piece(file, digest(build).ofVideo(file, 1).of(6));
        Files.delete(folder.resolve("runs"));
        Path stitched = folder.resolve("stitched.mov");
        new Stitcher(build, EncodeRun.DEFAULT_STALL_TIMEOUT)
                .stitch(new Stitcher.Order(
                        file,
                        SourceFile.admit(file, Optional.empty()),
                        JobSamples.CLIP,
                        SegmentPlanner.uncut(2),
                        List.of(piece),
                        Optional.empty(),
                        stitched,
                        stitched));
        assertThat(stitched).hasSameBinaryContentAs(file);
        assertThat(runs()).isEqualTo(2);
    }

    @Test
    void aReadThatWasKilledCountsNothing() throws Exception {
        FfmpegBuild build = saying("kill -9 $$", "kill -9 $$");
        assertThat(failure(() -> digest(build).ofVideo(file, 512)))
                .isEqualTo(new Failure.FfmpegFailed("checking " + file, -9, ""));
    }

    @Test
    void aFileWithoutAPacketHasNone() throws Exception {
        FfmpegBuild build = saying("echo \"[fatal] Stream map '' matches no streams.\" >&2; exit 234", "exit 1");
        assertThat(digest(build).ofVideo(file, 512).packets()).isZero();
    }

    @Test
    void thePacketsOfAClipAreScannedAgain() throws Exception {
        FfmpegBuild build = saying("echo 0,48,K__; echo x,100,___", "echo 0,48,K__; echo 512,100,___");
        FrameScan scan = FrameScan.of(build, file, 0, PacketTiming.scan(build, file, 0, share -> {}), false);
        assertThat(scan.frames()).isEqualTo(2);
        assertThat(runs()).isEqualTo(2);
    }

    @Test
    void aDescriptionThatBrokeOffIsNotTheFaultOfTheClip() throws Exception {
        FfmpegBuild build = saying("echo '[STREAM]'; echo 'index=0'", "echo '[STREAM]'; echo 'index=0'");
        Failure failure = failure(() -> Probing.describe(build, file));
        assertThat(failure).isInstanceOf(Failure.OutputLost.class);
        assertThat(failure.message())
                .isEqualTo("What FFmpeg told while reading " + file + " was lost on its way: run the job again.");
    }

    @Test
    void aProbeThatIsNotThereIsNotTheFaultOfTheClip() {
        Path none = folder.resolve("none");
        FfmpegBuild build = new FfmpegBuild(none, none, "none", Set.of(), none);
        assertThat(failure(() -> Probing.describe(build, file)).message()).isEqualTo("FFmpeg could not be started.");
    }

    private interface Reading {
        void read() throws Exception;
    }

    private static Failure failure(Reading reading) {
        return catchThrowableOfType(FailureException.class, reading::read).failure();
    }

    private static FileDigest digest(FfmpegBuild build) {
        return new FileDigest(build, EncodeRun.DEFAULT_STALL_TIMEOUT);
    }

    /** A program that runs one script the first time, and another from then on. */
    private FfmpegBuild saying(String first, String then) throws IOException {
        Path runs = folder.resolve("runs");
        List<String> script = new ArrayList<>(List.of("#!/bin/sh"));
        script.add("echo >>'" + runs + "'");
        script.add("if [ $(wc -l <'" + runs + "') = 1 ]; then");
        script.add(first);
        script.add("else");
        script.add(then);
        script.add("fi");
        Path fake = Files.write(folder.resolve("fake"), script);
        assertThat(fake.toFile().setExecutable(true)).isTrue();
        return new FfmpegBuild(fake, fake, "fake", Set.of(), fake);
    }

    private long runs() throws IOException {
        return Files.readAllLines(folder.resolve("runs")).size();
    }
}
