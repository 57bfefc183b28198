package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.media.Rational;
import dev.proxima.testing.Lavfi;
import dev.proxima.testing.TestFfmpeg;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("media")
class ClipProbeIT {

    @TempDir
    Path folder;

    private final ClipProbe probe = new ClipProbe(TestFfmpeg.build());

    @Test
    void describesAClip() throws Exception {
        Path source = Lavfi.video("30000/1001", 3, Lavfi.H264_OPEN)
                .audio("sine=440:d=3", "eng")
                .audio("sine=880:d=3", "fra")
                .option("-timecode", "01:00:00;00")
                .write(folder.resolve("clip.mp4"));

        ProbedClip clip = probe.probe(source);

        assertThat(clip.info().video().frames()).isEqualTo(90);
        assertThat(clip.info().video().frameRate()).isEqualTo(new Rational(30000, 1001));
        assertThat(clip.info().video().constantRate()).isTrue();
        assertThat(clip.info().video().cuttable()).isTrue();
        assertThat(clip.info().audio()).hasSize(2);
        assertThat(clip.info().timecode()).contains("01:00:00;00");
        assertThat(clip.info().warnings()).isEmpty();
        assertThat(clip.index().keyFrameAtOrBefore(47)).isEqualTo(24);
        assertThat(clip.stamp().sizeBytes()).isEqualTo(Files.size(source));
    }

    @Test
    void takesMatroskasMillisecondsForTheRateThatTheyMean() throws Exception {
        Path source = Lavfi.video("60000/1001", 3, Lavfi.H264_CLOSED).write(folder.resolve("clip.mkv"));
        assertThat(probe.probe(source).info().video().frameRate()).isEqualTo(new Rational(60000, 1001));
    }

    @Test
    void cutsAVariableRate() throws Exception {
        Path source = Lavfi.video("25", 3, Lavfi.H264_CLOSED)
                .option("-vf", "select='not(eq(mod(n,7),3))'", "-fps_mode", "vfr")
                .write(folder.resolve("clip.mp4"));

        ProbedClip clip = probe.probe(source);

        assertThat(clip.info().video().constantRate()).isFalse();
        assertThat(clip.info().video().cuttable()).isTrue();
        assertThat(clip.info().warnings()).isEmpty();
    }

    @Test
    void doesNotCutWhatItDoesNotKnowToCutExactly() throws Exception {
        Path source = Lavfi.video("25", 2, List.of("-c:v", "wmv2")).write(folder.resolve("clip.avi"));
        assertThat(probe.probe(source).info().warnings()).hasSize(1);
    }

    /** The first pictures of this clip refer to some before its start, and FFmpeg leaves them out. */
    @Test
    void countsOnlyFramesThatComeOut() throws Exception {
        Path whole = Lavfi.video("25", 4, Lavfi.H265_OPEN).write(folder.resolve("whole.mkv"));
        Path source = folder.resolve("cut.mkv");
        TestFfmpeg.ffmpeg(List.of("-nostdin", "-ss", "1.5", "-i", whole.toString(), "-c", "copy", source.toString()));
        String decoded = TestFfmpeg.ffprobe(
                "-count_frames",
                "-select_streams",
                "v:0",
                "-show_entries",
                "stream=nb_read_frames",
                "-of",
                "csv=p=0",
                source.toString());
        assertThat(probe.probe(source).info().video().frames()).isEqualTo(Long.parseLong(decoded.strip()));
    }

    @Test
    void tellsOfWhatIsLeftOut() throws Exception {
        Path text = Files.writeString(folder.resolve("text.srt"), "1\n00:00:00,000 --> 00:00:01,000\nHello\n");
        Path plain = Lavfi.video("25", 2, Lavfi.H264_CLOSED).write(folder.resolve("plain.mp4"));
        Path source = folder.resolve("clip.mkv");
        TestFfmpeg.ffmpeg(List.of(
                "-nostdin",
                "-i",
                plain.toString(),
                "-i",
                plain.toString(),
                "-i",
                text.toString(),
                "-map",
                "0:v",
                "-map",
                "1:v",
                "-map",
                "2",
                "-c",
                "copy",
                source.toString()));
        assertThat(probe.probe(source).info().warnings())
                .containsExactly("Of 2 video streams, FFmpeg's choice is used: stream 0.", "Subtitles are left out.");
    }

    @Test
    void refusesWhatIsNoClip() throws Exception {
        assertThat(refusal(folder.resolve("none.mp4"))).isInstanceOf(Failure.SourceMissing.class);
        assertThat(refusal(folder).message()).contains("it is a directory");
        assertThat(refusal(Files.createFile(folder.resolve("empty.mp4"))).message())
                .contains("it is empty");
        Path text = Files.writeString(folder.resolve("notes.txt"), "These are only words.\n".repeat(100));
        assertThat(refusal(text).message()).endsWith("it is not a video file but a text.");
        Path picture = Lavfi.video("1", 1, List.of("-frames:v", "1")).write(folder.resolve("still.png"));
        assertThat(refusal(picture).message()).endsWith("it is not a video clip but one PNG picture.");
        Path sound = Lavfi.audioOnly().write(folder.resolve("sound.m4a"));
        assertThat(refusal(sound).message()).contains("it has no video stream");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mov", "mkv", "ts", "mxf", "avi", "m2ts"})
    void saysWhatAFileWithTheNameOfAClipIs(String extension) throws Exception {
        Path clip = folder.resolve("clip." + extension);
        Files.writeString(clip, "1\n00:00:00,000 --> 00:00:01,000\nHello\n");
        assertThat(refusal(clip).message()).endsWith("it is not a video file but a text.");
        Files.writeString(clip, "<!DOCTYPE html><html><body>Please log in</body></html>");
        assertThat(refusal(clip).message()).endsWith("it is not a video file but a web page.");
        Files.writeString(clip, "%PDF-1.7\n%\u00e2\u00e3\n1 0 obj");
        assertThat(refusal(clip).message()).endsWith("it is not a video file but a PDF document.");
        Files.write(clip, new byte[] {'P', 'K', 3, 4, 20, 0, 0, 0});
        assertThat(refusal(clip).message()).endsWith("it is not a video file but a zip archive or an office document.");
        Files.write(clip, new byte[5000]);
        assertThat(refusal(clip).message())
                .endsWith("it is not a video file but nothing but zeros, as of a copy that failed.");
        Files.write(clip, new byte[0]);
        assertThat(refusal(clip).message()).endsWith("it is empty.");
        Path picture = Lavfi.video("1", 1, List.of("-frames:v", "1")).write(folder.resolve("still.jpg"));
        Files.copy(picture, clip, StandardCopyOption.REPLACE_EXISTING);
        assertThat(refusal(clip).message()).endsWith("it is not a video clip but one JPEG picture.");
    }

    /** What cameras write in the place of a codec that FFmpeg knows. */
    @ParameterizedTest
    @ValueSource(strings = {"brst", "aprn", "zraw", "CRAW", "nraw"})
    void refusesCameraRawByTheTagOfItsCodec(String tag) throws Exception {
        Path source = Lavfi.video("25", 1, Lavfi.MJPEG).write(folder.resolve("clip.mov"));
        String bytes = new String(Files.readAllBytes(source), StandardCharsets.ISO_8859_1);
        Files.write(source, bytes.replace("jpeg", tag).getBytes(StandardCharsets.ISO_8859_1));
        assertThat(refusal(source).message())
                .contains(CameraRaw.byCodecTag(tag).orElseThrow().reason());
    }

    @Test
    void refusesAClipWithoutItsIndex() throws Exception {
        Path source = Lavfi.video("25", 2, Lavfi.MJPEG).write(folder.resolve("clip.mov"));
        try (RandomAccessFile file = new RandomAccessFile(source.toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }
        assertThat(refusal(source).message()).contains("it is incomplete");
    }

    @Test
    void refusesACodecWithoutDecoder() throws Exception {
        Path source = Lavfi.video("25", 1, Lavfi.MJPEG).write(folder.resolve("clip.mov"));
        byte[] bytes = Files.readAllBytes(source);
        for (int at = 0; at < bytes.length - 4; at++) {
            if (bytes[at] == 'j' && bytes[at + 1] == 'p' && bytes[at + 2] == 'e' && bytes[at + 3] == 'g') {
                bytes[at] = bytes[at + 1] = bytes[at + 2] = bytes[at + 3] = 'X';
            }
        }
        Files.write(source, bytes);
        assertThat(refusal(source).message()).contains("FFmpeg has no decoder for its video (XXXX)");
    }

    private Failure refusal(Path source) {
        return catchThrowableOfType(FailureException.class, () -> probe.probe(source))
                .failure();
    }
}
