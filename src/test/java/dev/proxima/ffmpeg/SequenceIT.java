package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.proxima.job.FailureException;
import dev.proxima.job.JobOptions;
import dev.proxima.media.ClipInfo;
import dev.proxima.media.Rational;
import dev.proxima.testing.Lavfi;
import dev.proxima.testing.LocalEncode;
import dev.proxima.testing.MediaComparison;
import dev.proxima.testing.TestFfmpeg;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("media")
class SequenceIT {

    private static final Rational FILM = new Rational(24000, 1001);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"exr, gbrpf32le", "dpx, gbrp10be", "png, rgb24", "tif, rgb48le", "tiff, rgb24", "jpg, yuvj420p"})
    void describesPicturesAsAClip(String extension, String pixels) throws Exception {
        Path source = pictures("shot_010.%04d." + extension, "24", 1001, "-pix_fmt", pixels);

        ClipInfo clip = probe(source).info();

        assertThat(clip.video().frames()).isEqualTo(12);
        assertThat(clip.video().frameRate()).isEqualTo(FILM);
        assertThat(clip.video().shape().width()).isEqualTo(320);
        assertThat(clip.firstNumber()).hasValue(1001);
        // 1001 frames at 24 a second, as Resolve counts where pictures have no timecode of their own
        assertThat(clip.timecode()).contains("00:00:41:17");
        assertThat(clip.warnings()).isEmpty();
        assertThat(PictureHeader.read(source.resolveSibling("shot_010.1001." + extension), extension))
                .contains(new PictureHeader(320, 180));
    }

    @Test
    void keepsAlphaAndFindsItsPlaceInFoldersWithPercentSigns() throws Exception {
        Path place = Files.createDirectories(folder.resolve("100%d %[1] %%"));
        Path drawn = pictures("clip.%d.exr", "24", 9, "-vf", "format=rgba,format=gbrapf32le");
        for (int number = 9; number < 21; number++) {
            Files.move(drawn.resolveSibling("clip." + number + ".exr"), place.resolve("clip.100%_" + number + ".exr"));
        }
        LocalEncode encode = encode(place.resolve("clip.100%%_%d.exr"), "24");
        assertThat(encode.clip().info().video().hasAlpha()).isTrue();
        assertThat(MediaComparison.differences(
                        encode.reference(LocalEncode.PRORES), encode.stitched(LocalEncode.PRORES, 3)))
                .isEmpty();
    }

    /** Scanners write a longer header than FFmpeg; in its timecode every digit has four bits. */
    @Test
    void takesTheTimecodeOfTheFirstPicture() throws Exception {
        Path source = pictures("clip.%04d.dpx", "24", 1, "-pix_fmt", "gbrp10be");
        Path first = source.resolveSibling("clip.0001.dpx");
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(first));
        int header = bytes.getInt(4);
        ByteBuffer longer = ByteBuffer.allocate(bytes.capacity() + 2048 - header);
        longer.put(bytes.slice(0, header)).position(2048).put(bytes.slice(header, bytes.capacity() - header));
        longer.putInt(4, 2048).putInt(16, longer.capacity()).putInt(1920, 0x10203004);
        Files.write(first, longer.array());
        assertThat(probe(source).info().timecode()).contains("10:20:30:04");
    }

    @Test
    void aPictureThatBelongsToASequenceIsNoClip() throws Exception {
        pictures("shot.%04d.png", "24", 1001);
        Path one = folder.resolve("shot.1003.png");
        assertThat(catchThrowableOfType(FailureException.class, () -> new ClipProbe(TestFfmpeg.build()).probe(one)))
                .hasMessage(
                        one + " cannot be made into a proxy: it is one PNG picture; to take it with those that follow "
                                + "it as a clip, name shot.%04d.png and give --frame-rate.");
    }

    @Test
    void percentSignsInTheNameOfAFileMeanNothing() throws Exception {
        Path source = Lavfi.video("25", 2, Lavfi.H264_CLOSED).write(folder.resolve("plain.mp4"));
        source = Files.move(source, folder.resolve("100%d.mp4"));
        LocalEncode encode = new LocalEncode(source, folder);
        assertThat(encode.clip().info().firstNumber()).isEmpty();
        assertThat(MediaComparison.differences(
                        encode.reference(LocalEncode.PRORES), encode.stitched(LocalEncode.PRORES, 3)))
                .isEmpty();
    }

    @Test
    void isVerifiedAgainstItsProxy() throws Exception {
        Path source = pictures("clip_%04d.png", "24", 1001);
        Path proxy = encode(source, "23.976").reference(LocalEncode.PRORES);
        Path named = Files.move(proxy, proxy.resolveSibling("clip.mov"));
        List<ProxyCheck> checks = new ProxyVerifier(TestFfmpeg.build()).verify(source, named);
        assertThat(checks).allMatch(ProxyCheck::ok);
    }

    private static LocalEncode encode(Path source, String rate) throws Exception {
        return new LocalEncode(
                source, source.getParent(), JobOptions.of(new JobOptions.Words(null, null, null, null, rate)));
    }

    private static ProbedClip probe(Path source) throws Exception {
        return new ClipProbe(TestFfmpeg.build()).probe(source, Optional.of(FILM), share -> {});
    }

    /** Twelve of them. */
    private Path pictures(String name, String rate, int first, String... options) {
        Path pattern = folder.resolve(name);
        Lavfi.video(rate, 1, List.of("-frames:v", "12"))
                .option(options)
                .option("-start_number", "" + first)
                .write(pattern);
        return pattern;
    }
}
