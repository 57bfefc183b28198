package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the check of pictures says; frames are noise, no two of which are alike. */
class PictureVerificationTest {

    private static final int FRAMES = 40;

    @TempDir
    Path folder;

    @Test
    void everyFrameIsItsOwn() throws Exception {
        assertThat(sentences(frame -> frame, picture -> picture))
                .containsExactly("Every frame shows its own source frame.");
    }

    @Test
    void picturesAreKnownHoweverTheyAreFlipped() throws Exception {
        assertThat(sentences(frame -> frame, picture -> turned(picture, true, false)))
                .containsExactly("Every frame shows its own source frame flipped horizontally.");
        assertThat(sentences(frame -> frame, picture -> turned(picture, false, true)))
                .containsExactly("Every frame shows its own source frame flipped vertically.");
        assertThat(sentences(frame -> frame, picture -> turned(picture, true, true)))
                .containsExactly("Every frame shows its own source frame flipped both ways.");
    }

    @Test
    void framesThatShowOthersAreNamedWithWhatThatMeans() throws Exception {
        assertThat(sentences(frame -> frame == 7 ? 8 : frame, picture -> picture))
                .containsExactly("Frame 7 of the proxy shows source frame 8 instead of its own: in Resolve a cut made "
                        + "there is off by 1 frame.");
        assertThat(sentences(frame -> frame >= 10 && frame < 20 ? frame - 2 : frame, picture -> picture))
                .containsExactly(
                        "Frames 10 to 19 of the proxy show the source from frame 8 on instead of their own: in "
                                + "Resolve a cut made there is off by 2 frames.");
    }

    @Test
    void framesThatShowNothingOfTheSourceAreNamed() throws Exception {
        assertThat(sentences(frame -> frame == 3 ? 1000 : frame, picture -> picture))
                .containsExactly("Frame 3 of the proxy shows nothing of the source's frames there or nearby: Resolve "
                        + "would show a wrong picture.");
        assertThat(sentences(frame -> frame == 3 || frame == 4 ? 1000 : frame, picture -> picture))
                .containsExactly("Frames 3 to 4 of the proxy show nothing of the source's frames there or nearby: "
                        + "Resolve would show a wrong picture.");
    }

    @Test
    void manyRunsAreCounted() throws Exception {
        assertThat(sentences(frame -> frame % 3 == 2 ? frame + 1 : frame, picture -> picture))
                .hasSize(9)
                .last()
                .isEqualTo("5 more runs of frames show wrong pictures.");
    }

    /** @param shown which source frame each frame of the proxy shows */
    private List<String> sentences(IntUnaryOperator shown, UnaryOperator<byte[]> turn) throws IOException {
        Path source = write("source", IntStream.range(0, FRAMES), picture -> picture);
        Path proxy = write("proxy", IntStream.range(0, FRAMES).map(shown), turn);
        try (SmallPictures own = SmallPictures.open(source);
                SmallPictures other = SmallPictures.open(proxy)) {
            return PictureVerification.of(own, other).stream()
                    .map(ProxyCheck::message)
                    .toList();
        }
    }

    private Path write(String name, IntStream frames, UnaryOperator<byte[]> turn) throws IOException {
        ByteArrayOutputStream pictures = new ByteArrayOutputStream();
        frames.mapToObj(PictureVerificationTest::noise).map(turn).forEach(pictures::writeBytes);
        return Files.write(folder.resolve(name), pictures.toByteArray());
    }

    private static byte[] noise(int frame) {
        byte[] picture = new byte[SmallPictures.BYTES];
        new Random(frame).nextBytes(picture);
        return picture;
    }

    private static byte[] turned(byte[] picture, boolean horizontally, boolean vertically) {
        byte[] turned = new byte[picture.length];
        for (int y = 0; y < SmallPictures.HEIGHT; y++) {
            for (int x = 0; x < SmallPictures.WIDTH; x++) {
                int fromX = horizontally ? SmallPictures.WIDTH - 1 - x : x;
                int fromY = vertically ? SmallPictures.HEIGHT - 1 - y : y;
                turned[y * SmallPictures.WIDTH + x] = picture[fromY * SmallPictures.WIDTH + fromX];
            }
        }
        return turned;
    }
}
