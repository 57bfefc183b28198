package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.job.JobSpec;
import dev.proxima.job.JobState;
import dev.proxima.job.JobStatus;
import dev.proxima.job.PieceState;
import dev.proxima.testing.Lavfi;
import dev.proxima.testing.LocalEncode;
import dev.proxima.testing.LocalJob;
import dev.proxima.testing.MediaComparison;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What count and times cannot show: pictures that a decoder makes of references which it does not have. */
@Tag("media")
class SeamsIT {

    @TempDir
    Path folder;

    /** A container that calls every picture a key frame lets a decoder start where it cannot know what is shown. */
    @ParameterizedTest
    @ValueSource(strings = {"mpeg4", "qtrle"})
    void findsPicturesThatWereDecodedWithoutTheirReferences(String codec) throws Exception {
        Path honest = Lavfi.video("25", 4, List.of("-c:v", codec, "-g", "100")).write(folder.resolve("honest.mov"));
        String bytes = new String(Files.readAllBytes(honest), StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains("stss");
        Path source = Files.write(
                folder.resolve("lying.mov"), bytes.replace("stss", "free").getBytes(StandardCharsets.ISO_8859_1));
        LocalEncode encode = new LocalEncode(source, folder);

        Failure failure = catchThrowableOfType(FailureException.class, () -> encode.stitched(LocalEncode.PRORES, 3))
                .failure();

        assertThat(failure).isInstanceOf(Failure.OutputMismatch.class);
        assertThat(failure.message())
                .contains("segment 1 starts with other pictures than those that follow the segment before it");
    }

    /**
     * Two pictures are called key frames that are none, and only the last of four segments starts at one of them. Pictures
     * come out of the decoder for all of it, at their times, and those before the next true key frame are wrong.
     */
    @Test
    void onlyTheSegmentWithWrongPicturesIsMadeAgain() throws Exception {
        Path honest = Lavfi.video("25", 4, List.of("-c:v", "mpeg4", "-g", "30")).write(folder.resolve("honest.mov"));
        Path source =
                Files.write(folder.resolve("lying.mov"), withKeyFrames(Files.readAllBytes(honest), 1, 31, 71, 73));

        JobState state = job(source, 4);

        assertThat(state.pieces().values()).extracting(PieceState::attempt).containsExactly(1, 1, 1, 2);
        assertThat(state.warnings()).isEmpty();
        assertExact(state, source);
    }

    /** Where no key frame is one there is no end of guilty segments, unless there are but two. */
    @ParameterizedTest
    @CsvSource({"2, true", "3, false"})
    void aClipWithoutTrueKeyFramesIsExactAsWell(int segments, boolean cut) throws Exception {
        Path honest =
                Lavfi.video("25", 4, List.of("-c:v", "mpeg4", "-g", "100")).write(folder.resolve("honest.mov"));
        String bytes = new String(Files.readAllBytes(honest), StandardCharsets.ISO_8859_1);
        Path source = Files.write(
                folder.resolve("lying.mov"), bytes.replace("stss", "free").getBytes(StandardCharsets.ISO_8859_1));

        JobState state = job(source, segments);

        assertThat(state.plan().orElseThrow().segments().isCut()).isEqualTo(cut);
        assertThat(state.warnings()).allMatch(warning -> !cut && warning.contains("in one piece"));
        assertExact(state, source);
    }

    private JobState job(Path source, int segments) throws InterruptedException {
        Path output = folder.resolve("Proxy").resolve("output.mov");
        JobSpec spec = new JobSpec("job", source.toString(), LocalEncode.PRORES, output.toString(), false, segments, 0);
        JobState state = LocalJob.run(spec, EncodeRun.DEFAULT_STALL_TIMEOUT);
        assertThat(state.status()).isEqualTo(JobStatus.SUCCEEDED);
        return state;
    }

    private void assertExact(JobState state, Path source) throws Exception {
        assertThat(MediaComparison.differences(
                        new LocalEncode(source, folder).reference(LocalEncode.PRORES),
                        Path.of(state.spec().output())))
                .isEmpty();
    }

    /** @param frames counted from 1, as many as there are in the file's own table of key frames */
    private static byte[] withKeyFrames(byte[] file, int... frames) {
        int table = new String(file, StandardCharsets.ISO_8859_1).indexOf("stss");
        ByteBuffer bytes = ByteBuffer.wrap(file);
        assertThat(bytes.getInt(table + 8)).isEqualTo(frames.length);
        for (int entry = 0; entry < frames.length; entry++) {
            bytes.putInt(table + 12 + 4 * entry, frames[entry]);
        }
        return file;
    }

    /** No whole key picture after the first: each refresh takes 20 pictures to sweep over the frame. */
    @Test
    void isContentWithGradualRefresh() throws Exception {
        isEqual("intra-refresh=1:keyint=20:bframes=0");
    }

    /** Pictures refer to others far back, across the I-pictures at which groups begin. */
    @Test
    void isContentWithLongReferences() throws Exception {
        isEqual("open-gop=1:keyint=12:min-keyint=1:ref=8:bframes=8:b-pyramid=normal:scenecut=0");
    }

    private void isEqual(String x264) throws Exception {
        List<String> encoder =
                List.of("-c:v", "libx264", "-preset", "fast", "-pix_fmt", "yuv420p", "-x264-params", x264);
        LocalEncode encode = new LocalEncode(Lavfi.video("25", 4, encoder).write(folder.resolve("clip.mp4")), folder);
        assertThat(MediaComparison.differences(
                        encode.reference(LocalEncode.PRORES), encode.stitched(LocalEncode.PRORES, 9)))
                .isEmpty();
    }
}
