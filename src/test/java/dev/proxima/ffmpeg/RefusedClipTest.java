package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.proxima.job.Approach;
import dev.proxima.job.FailureException;
import dev.proxima.media.BurnIn;
import dev.proxima.media.FrameRange;
import dev.proxima.media.PictureSettings;
import dev.proxima.media.PlannedSegment;
import dev.proxima.media.Preset;
import dev.proxima.media.Rational;
import dev.proxima.testing.JobSamples;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a job says of clips and machines that small files and the FFmpeg at hand are not like. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the fake FFmpeg is a shell script")
class RefusedClipTest {

    @TempDir
    Path folder;

    private Path clip;

    @BeforeEach
    void writeClip() throws IOException {
        clip = Files.write(folder.resolve("clip.mov"), new byte[] {0, 0, 0, 8, 'w', 'i', 'd', 'e'});
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "moov atom not found | it is incomplete: its index is missing, as if the recording or copying broke off",
                "Format hls not on whitelist | it is in none of the video formats that Proxima opens (a playlist, which"
                        + " names other files, is in none)",
                "Invalid data found when processing input | it is not a video file, or is damaged at its start",
                "clip.mov: Permission denied | its permissions do not let Proxima read it",
                "Something new | FFmpeg cannot open it",
            })
    void saysWhyFfmpegDoesNotOpenIt(String words, String reason) throws Exception {
        FfmpegBuild build = new FakeFfmpeg().refusing(words).build(folder);
        assertThat(refusal(() -> new ClipProbe(build).probe(clip)))
                .isEqualTo(clip + " cannot be made into a proxy: " + reason + ".");
    }

    @Test
    void saysThatFfmpegFindsNothingInIt() throws Exception {
        FfmpegBuild nothing = new FakeFfmpeg().build(folder);
        assertThat(refusal(() -> new ClipProbe(nothing).probe(clip)))
                .isEqualTo(clip + " cannot be made into a proxy: it is not a video file that FFmpeg knows.");
        FfmpegBuild noPicture = new FakeFfmpeg()
                .describing("{'format_name': 'mpegts'}", "{'index': 0, 'codec_type': 'video', 'codec_name': 'h264'}")
                .build(folder);
        assertThat(refusal(() -> new ClipProbe(noPicture).probe(clip)))
                .isEqualTo(clip + " cannot be made into a proxy: no picture of its video stream can be decoded.");
    }

    @Test
    void saysOfATextWhatFfmpegTakesItFor() {
        assertThat(refusal(() -> NotVideo.refuse(clip, "tty")))
                .isEqualTo(
                        clip + " cannot be made into a proxy: it is not a video clip (FFmpeg takes it for \"tty\").");
    }

    @Test
    void saysThatReadingFailed() throws Exception {
        Path loop = folder.resolve("loop.mov");
        Files.createSymbolicLink(loop, loop);
        assertThat(refusal(() -> SourceFile.stamp(loop)))
                .isEqualTo(loop + " cannot be made into a proxy: reading it failed.");
        Files.delete(clip);
        assertThat(refusal(() -> NotVideo.refuse(clip)))
                .isEqualTo(clip + " cannot be made into a proxy: reading it failed.");
        Path pictures = folder.resolve("n".repeat(300)).resolve("clip.%04d.png");
        assertThat(refusal(() -> SourceFile.stamp(pictures)))
                .isEqualTo(pictures + " cannot be made into a proxy: reading its folder failed.");
    }

    @Test
    void saysThatItMayNotBeRead() {
        assertThat(refusal(() -> SourceFile.stampOfFile(clip, file -> false)))
                .isEqualTo(clip + " cannot be made into a proxy: its permissions do not let Proxima read it.");
    }

    @Test
    void saysWhichPictureCannotBeDecoded() throws Exception {
        Path picture = folder.resolve("shot.0007.png");
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
        Path shot = folder.resolve("shot.%04d.png");
        FfmpegBuild build = new FakeFfmpeg().build(folder);
        assertThat(refusal(() -> new ClipProbe(build).probe(shot, Optional.of(new Rational(24, 1)), share -> {})))
                .isEqualTo(shot + " cannot be made into a proxy: shot.0007.png cannot be decoded by FFmpeg.");
    }

    @Test
    void namesWhatIsLeftOutOfAClip() throws Exception {
        FfmpegBuild build = new FakeFfmpeg()
                .describing(
                        "{'format_name': 'mov'}",
                        "{'codec_type': 'video'}",
                        "{'codec_type': 'data', 'codec_tag_string': 'gpmd'}",
                        "{'codec_type': 'data', 'codec_tag_string': 'fdsc'}",
                        "{'codec_type': 'subtitle'}")
                .build(folder);
        assertThat(StreamListing.of(Probing.describe(build, clip)).orElseThrow().leftOut())
                .containsExactly("Subtitles are left out.", "Data tracks are left out (gpmd, fdsc).");
    }

    @Test
    void namesTheFilesOfAPresetThatAreNotHere() throws Exception {
        FfmpegBuild build = new FakeFfmpeg().build(folder);
        PictureSettings plain = PictureSettings.PLAIN;
        Preset graded = JobSamples.PRESET.withPicture(new PictureSettings(
                plain.level(), plain.flip(), plain.size(), false, Optional.of("/luts/look.cube"), BurnIn.NOTHING));
        assertThat(refusal(() -> PresetFiles.present(graded, build)))
                .isEqualTo("The LUT of preset \"prores-proxy\" is not on this machine: all nodes need /luts/look.cube "
                        + "(setting lut).");
        Preset burnt = JobSamples.PRESET.withPicture(
                plain.withBurnIn(new BurnIn(true, false, false, Optional.of("/fonts/mono.ttf"))));
        assertThat(refusal(() -> PresetFiles.present(burnt, build)))
                .isEqualTo("The font of preset \"prores-proxy\" is not on this machine: all nodes need /fonts/mono.ttf "
                        + "(setting burn-in.font).");
    }

    @Test
    void saysWhyASegmentIsNotTheOneThatWasPlanned() throws Exception {
        String first = "0, 0, 0, 512, 100, aa";
        String second = "0, 512, 512, 512, 100, bb";
        assertThat(refusal(() -> segment(new FakeFfmpeg().digesting(first))))
                .isEqualTo("Segment 0 did not come out as planned: it has 1 frames instead of 2.");
        assertThat(refusal(() -> segment(new FakeFfmpeg().digesting(first, "0, 600, 600, 512, 100, bb"))))
                .isEqualTo("Segment 0 did not come out as planned: its frames are at other times than those of the "
                        + "clip.");
        String damage = "[h264 @ 0x1] [error] error while decoding MB 3 4";
        assertThat(refusal(
                        () -> segment(new FakeFfmpeg().digesting(first, second).complaining(damage))))
                .isEqualTo("Segment 0 did not come out as planned: pictures are damaged, and look different by where "
                        + "decoding starts.");
        for (String harmless : List.of(
                "[h264 @ 0x1] [error] mmco: unref short failure",
                "[h264 @ 0x1] [error] illegal short term buffer state detected",
                "[h264 @ 0x1] [warning] error while decoding MB 3 4")) {
            assertThat(segment(new FakeFfmpeg().digesting(first, second).complaining(harmless)))
                    .as(harmless)
                    .isEqualTo(2);
        }
    }

    @Test
    void saysWhichLibraryFfmpegMisses() throws Exception {
        Path ffmpeg =
                script("echo 'ffmpeg: error while loading shared libraries: libnew.so.1: cannot open shared object "
                        + "file: No such file or directory' >&2; exit 127");
        Platform linux = Platform.of("Linux", "amd64");
        assertThat(refusal(() -> MissingLibraries.supply(folder, ffmpeg, linux)))
                .isEqualTo("FFmpeg needs the library libnew.so.1: install it with this machine's package manager.");
    }

    @Test
    void saysWhyThereIsNoFfmpeg() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(refusal(() -> FfmpegInstaller.install(file, Optional.empty())))
                .isEqualTo("FFmpeg could not be installed in " + file.resolve("ffmpeg") + ": Not a directory.");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThat(refusal(() -> FfmpegInstaller.install(folder.resolve("data"), Optional.of(empty))))
                .isEqualTo("There is no program " + empty.resolve("ffmpeg")
                        + ": proxima.ffmpeg.dir must name a folder with ffmpeg and ffprobe.");
        Path own = Files.createDirectory(folder.resolve("own"));
        for (String name : List.of("ffmpeg", "ffprobe")) {
            Files.copy(script("echo 'Illegal instruction' >&2; exit 132"), own.resolve(name));
            Files.setPosixFilePermissions(own.resolve(name), Files.getPosixFilePermissions(folder.resolve("program")));
        }
        assertThat(refusal(() -> FfmpegInstaller.install(folder.resolve("data"), Optional.of(own))))
                .isEqualTo("FFmpeg does not run on this machine: Illegal instruction.");
    }

    @Test
    void saysWhatFfmpegDidWhenItFailed() throws Exception {
        Path program = script("exit 3");
        FfmpegBuild failing = new FfmpegBuild(program, program, "fake", Set.of(), program);
        PieceEncoder.Order order = order();
        assertThat(refusal(() -> new PieceEncoder(failing, EncodeRun.DEFAULT_STALL_TIMEOUT).audio(order)))
                .isEqualTo("FFmpeg ended with status 3 while encoding the audio of " + clip + ".");
        // only the decoder knows whether the first one comes out
        PacketTiming noKeyAtStart = visitor -> {
            visitor.packet(0, false);
            visitor.packet(512, true);
        };
        assertThat(refusal(() -> FrameScan.of(failing, clip, 0, noKeyAtStart, false)))
                .isEqualTo("FFmpeg ended with status 3 while reading the start of " + clip + ".");
    }

    @Test
    void saysWhatCameraRawInQuickTimeIsMadeIntoAProxyWith() throws Exception {
        FfmpegBuild build = new FakeFfmpeg()
                .describing(
                        "{'format_name': 'mov,mp4,m4a,3gp,3g2,mj2'}",
                        "{'index': 0, 'codec_type': 'video', 'codec_tag_string': 'aprn', 'width': 64, 'height': 36}")
                .build(folder);
        assertThat(refusal(() -> new ClipProbe(build).probe(clip)))
                .isEqualTo(
                        clip + " cannot be made into a proxy: it is ProRes RAW, which FFmpeg cannot develop; make its "
                                + "proxy in DaVinci Resolve, or with Apple's Compressor.");
    }

    private interface Act {
        void act() throws Exception;
    }

    private static String refusal(Act act) {
        return catchThrowableOfType(FailureException.class, act::act).failure().message();
    }

    /** Of packets that FFmpeg does not list, so that they are read back. */
    private PieceEncoder.Order order() throws FailureException {
        Preset preset = new Preset("intra", "", "mov", "libx264", List.of("-g", "1"), List.of("-c:a", "pcm_s16le"));
        return new PieceEncoder.Order(
                clip, SourceFile.stamp(clip), FakeFfmpeg.clip(true, 2), preset, folder.resolve("segment.mov"));
    }

    private long segment(FakeFfmpeg fake) throws Exception {
        OptionalLong none = OptionalLong.empty();
        return new PieceEncoder(fake.build(folder), EncodeRun.DEFAULT_STALL_TIMEOUT)
                .segment(
                        order(),
                        new PlannedSegment(0, new FrameRange(0, 2), none, none, none),
                        Approach.AS_PLANNED,
                        progress -> {})
                .packets();
    }

    private Path script(String line) throws IOException {
        Path program = Files.writeString(folder.resolve("program"), "#!/bin/sh\n" + line + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }
}
