package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.media.Rational;
import dev.proxima.media.SourceStamp;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureSequenceTest {

    @TempDir
    Path folder;

    private Path source;

    @BeforeEach
    void makePictures() throws IOException {
        source = folder.resolve("clip.%04d.png");
        for (int number = 1001; number <= 1010; number++) {
            picture(number, 32, 18);
        }
    }

    @Test
    void findsItsNumbersByItself() throws Exception {
        picture("clip.999.png", 8, 8);
        picture("clip.01011.png", 8, 8);
        picture("other.1011.png", 8, 8);
        PictureSequence sequence = PictureSequence.of(source).orElseThrow();
        assertThat(sequence.first()).isEqualTo(1001);
        assertThat(sequence.last()).isEqualTo(1010);
        assertThat(sequence.range()).isEqualTo("clip.[1001-1010].png");
        assertThatCode(sequence::requireOneSize).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1005 | frame 1005 is missing between 1001 and 1010",
                "1005 1006 1007 | frames 1005 to 1007 are missing between 1001 and 1010",
                "1003 1005 | frames 1003, 1005 are missing between 1001 and 1010",
                "1002 1004 1006 1008 | frames 1002, 1004, 1006 and more are missing between 1001 and 1010"
            })
    void namesWhatIsMissing(String numbers, String sentence) throws Exception {
        for (String number : numbers.strip().split(" ")) {
            Files.delete(folder.resolve("clip." + number + ".png"));
        }
        assertThat(refusal())
                .isEqualTo(source + " cannot be made into a proxy: " + sentence.strip()
                        + "; render or copy what is missing, then run the job again.");
    }

    @Test
    void refusesPicturesOfDifferentSize() throws Exception {
        picture(1007, 16, 18);
        assertThat(refusal())
                .isEqualTo(
                        source + " cannot be made into a proxy: clip.1007.png is 16x18 pixels large and the pictures "
                                + "before it 32x18; all pictures of a clip must have one size.");
    }

    @Test
    void refusesWhatIsNoSuchPicture() throws Exception {
        Files.writeString(folder.resolve("clip.1004.png"), "Permission denied\n");
        assertThat(refusal())
                .isEqualTo(
                        source + " cannot be made into a proxy: clip.1004.png is damaged or no png picture; render or "
                                + "copy it again, then run the job again.");
        Files.write(folder.resolve("clip.1004.png"), new byte[0]);
        assertThat(refusal()).isEqualTo(source + " cannot be made into a proxy: picture clip.1004.png is empty.");
    }

    @Test
    void refusesKindsThatAreNotKnownToBeExact() throws Exception {
        Files.write(folder.resolve("clip.1001.tga"), new byte[] {1});
        source = folder.resolve("clip.%04d.tga");
        assertThat(refusal())
                .isEqualTo(source + " cannot be made into a proxy: sequences of .tga are not known to be exact; render "
                        + "exr, dpx, png, tif or jpg.");
    }

    @Test
    void refusesNumbersThatFfmpegCannotCount() throws Exception {
        source = folder.resolve("big%d.png");
        picture("big3000000000.png", 8, 8);
        assertThat(refusal())
                .isEqualTo(
                        source + " cannot be made into a proxy: its numbers are larger than FFmpeg can count; number "
                                + "its pictures anew.");
    }

    @Test
    void asksForTheRate() {
        assertThat(catchThrowableOfType(FailureException.class, () -> SourceFile.admit(source, Optional.empty())))
                .hasMessage(
                        source + " is a sequence of pictures, which do not say how fast they are shown: give the rate "
                                + "with --frame-rate, such as 24, 25, 23.976 or 24000/1001.");
    }

    @Test
    void aFileHasARateOfItsOwn() throws Exception {
        Path clip = Files.write(folder.resolve("clip.mov"), new byte[] {1});
        assertThat(catchThrowableOfType(
                        FailureException.class, () -> SourceFile.admit(clip, Optional.of(new Rational(24, 1)))))
                .hasMessage("A frame rate is for sequences of pictures such as clip.%04d.exr, and " + clip
                        + " is one file with a rate of its own: leave out --frame-rate.");
    }

    @Test
    void saysThatNoPicturesAreThere() {
        source = folder.resolve("none.%04d.png");
        assertThat(refusal())
                .isEqualTo("There are no pictures " + source
                        + ": check the path, and that its drive or share is mounted.");
        source = folder.resolve("nowhere").resolve("none.%04d.png");
        assertThat(refusal()).startsWith("There are no pictures ");
    }

    @Test
    void noticesEveryChange() throws Exception {
        SourceStamp stamp = SourceFile.stamp(source);
        assertThatCode(() -> SourceFile.requireUnchanged(source, stamp)).doesNotThrowAnyException();

        Path third = folder.resolve("clip.1003.png");
        FileTime before = Files.getLastModifiedTime(third);
        Files.setLastModifiedTime(third, FileTime.fromMillis(before.toMillis() - 5000));
        assertThat(change(stamp)).isInstanceOf(Failure.SourceChanged.class);
        Files.setLastModifiedTime(third, before);
        assertThatCode(() -> SourceFile.requireUnchanged(source, stamp)).doesNotThrowAnyException();

        picture(1011, 32, 18);
        assertThat(change(stamp)).isInstanceOf(Failure.SourceChanged.class);
        Files.delete(folder.resolve("clip.1011.png"));
        Files.delete(third);
        assertThat(change(stamp)).isInstanceOf(Failure.SourceChanged.class);
    }

    private Failure change(SourceStamp planned) {
        return catchThrowableOfType(FailureException.class, () -> SourceFile.requireUnchanged(source, planned))
                .failure();
    }

    private String refusal() {
        return catchThrowableOfType(
                        FailureException.class,
                        () -> PictureSequence.of(source).orElseThrow().requireOneSize())
                .failure()
                .message();
    }

    private void picture(int number, int width, int height) throws IOException {
        picture("clip." + number + ".png", width, height);
    }

    private void picture(String name, int width, int height) throws IOException {
        ImageIO.write(
                new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB),
                "png",
                folder.resolve(name).toFile());
    }
}
