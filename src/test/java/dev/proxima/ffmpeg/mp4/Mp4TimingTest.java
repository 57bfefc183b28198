package dev.proxima.ffmpeg.mp4;

import static dev.proxima.ffmpeg.mp4.Mp4Bytes.box;
import static dev.proxima.ffmpeg.mp4.Mp4Bytes.ints;
import static dev.proxima.ffmpeg.mp4.Mp4Bytes.join;
import static dev.proxima.ffmpeg.mp4.Mp4Bytes.largeBox;
import static dev.proxima.ffmpeg.mp4.Mp4Bytes.letters;
import static dev.proxima.ffmpeg.mp4.Mp4Bytes.movie;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class Mp4TimingTest {

    private static final byte[] NOTHING = {};
    private static final byte[] FTYP = box("ftyp", letters("isom"), ints(0));
    private static final byte[] MDAT = box("mdat", new byte[100]);
    private static final byte[] STTS = box("stts", ints(0, 1, 4, 1));
    private static final byte[] STSC = box("stsc", ints(0, 1, 1, 4, 1));
    private static final byte[] STSZ = box("stsz", ints(0, 0, 4, 10, 11, 12, 13));
    private static final byte[] STCO = box("stco", ints(0, 1, 24));

    @TempDir
    Path folder;

    @Test
    void allSamplesAreKeyFramesWithoutATableOfThose() throws Exception {
        assertThat(read(FTYP, MDAT, movie(NOTHING, STTS, STSC, STSZ, STCO)))
                .containsExactly("0 key", "1 key", "2 key", "3 key");
    }

    @Test
    void readsOffsetsAndKeyFrames() throws Exception {
        byte[] ctts = box("ctts", ints(0, 4, 1, 1, 1, 2, 1, 0, 1, 1));
        byte[] stss = box("stss", ints(0, 2, 1, 4));
        assertThat(read(FTYP, MDAT, movie(NOTHING, STTS, ctts, stss, STSC, STSZ, STCO)))
                .containsExactly("1 key", "3", "2", "4 key");
    }

    @Test
    void leavesOutWhatIsNotInTheEdit() throws Exception {
        // 80 ms of nothing, then 80 ms of the media from its second frame on
        byte[] edits = box("edts", box("elst", ints(0, 2, 80, -1, 0x10000, 80, 1, 0x10000)));
        assertThat(read(FTYP, MDAT, movie(edits, STTS, STSC, STSZ, STCO))).containsExactly("2 key", "3 key");
    }

    @Test
    void ofSeveralTracksTakesTheLargestThatIsEnabled() throws Exception {
        byte[] slow = box("stts", ints(0, 1, 4, 2));
        byte[] small = Mp4Bytes.track(7, 1, 160 << 16 | 90, NOTHING, STTS, STSC, STSZ, STCO);
        byte[] large = Mp4Bytes.track(8, 0, 1920 << 16 | 1080, NOTHING, slow, STSC, STSZ, STCO);
        byte[] largeEnabled = Mp4Bytes.track(9, 1, 1920 << 16 | 1080, NOTHING, slow, STSC, STSZ, STCO);
        byte[] asLarge = Mp4Bytes.track(10, 1, 1920 << 16 | 1080, NOTHING, STTS, STSC, STSZ, STCO);
        byte[] header = box("mvhd", ints(0, 0, 0, 1000, 0));
        assertThat(read(FTYP, MDAT, box("moov", header, small, large)))
                .as("the one that is enabled")
                .containsExactly("0 key", "1 key", "2 key", "3 key");
        assertThat(read(FTYP, MDAT, box("moov", header, small, largeEnabled)))
                .as("the larger one")
                .containsExactly("0 key", "2 key", "4 key", "6 key");
        assertThat(read(FTYP, MDAT, box("moov", header, small, largeEnabled, asLarge)))
                .as("the first of two")
                .containsExactly("0 key", "2 key", "4 key", "6 key");
        assertThat(Mp4Timing.read(folder.resolve("clip.mov")).orElseThrow())
                .returns(9L, Mp4Timing::trackId)
                .returns(true, Mp4Timing::isOneOfSeveral);
    }

    /** FFmpeg applies no edits from the first track on that has no sample in the movie box. */
    @Test
    void editsOfALaterTrackApplyAsFarAsThoseBeforeItHaveSamples() throws Exception {
        byte[] edits = box("edts", box("elst", ints(0, 1, 80, 1, 0x10000)));
        byte[] none = Mp4Bytes.track(7, 0, 0, NOTHING, box("stts", ints(0, 0)), STSC, STSZ, STCO);
        byte[] some = Mp4Bytes.track(7, 0, 0, NOTHING, STTS, STSC, STSZ, STCO);
        byte[] edited = Mp4Bytes.track(8, 1, 160 << 16 | 90, edits, STTS, STSC, STSZ, STCO);
        byte[] header = box("mvhd", ints(0, 0, 0, 1000, 0));
        assertThat(read(FTYP, MDAT, box("moov", header, some, edited))).containsExactly("0 key", "1 key");
        assertThat(read(FTYP, MDAT, box("moov", header, none, edited)))
                .containsExactly("-1 key", "0 key", "1 key", "2 key");
    }

    @Test
    void readsLargeBoxesAndOneUpToTheEnd() throws Exception {
        byte[] moov = movie(NOTHING, STTS, STSC, STSZ, STCO);
        assertThat(read(largeBox("mdat", new byte[100]), moov)).hasSize(4);
        byte[] open = join(ints(0), letters("mdat"), new byte[100]);
        byte[] late = box("stco", ints(0, 1, 800));
        assertThat(read(
                        FTYP,
                        movie(NOTHING, STTS, STSC, STSZ, late),
                        new byte[] {0, 0, 0, 0, 'm', 'd', 'a', 't'},
                        new byte[800]))
                .hasSize(4);
        assertThat(read(open)).isEmpty();
    }

    @Test
    void bytesBehindTheLastBoxDoNotMatter() throws Exception {
        assertThat(read(FTYP, MDAT, movie(NOTHING, STTS, STSC, STSZ, STCO), new byte[3]))
                .hasSize(4);
    }

    @Test
    void doubtsEdits() throws Exception {
        byte[] two = box("elst", ints(0, 2, 80, 0, 0x10000, 80, 1, 0x10000));
        byte[] slow = box("elst", ints(0, 1, 80, 0, 0x8000));
        byte[] endless = box("elst", ints(0, -1, 80, 0, 0x10000));
        for (byte[] edits : List.of(two, slow, endless)) {
            assertThat(read(FTYP, MDAT, movie(box("edts", edits), STTS, STSC, STSZ, STCO)))
                    .isEmpty();
        }
    }

    @Test
    @Timeout(10)
    void doubtsAbsurdCounts() throws Exception {
        for (int count : new int[] {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 100_000_000, 5, 0}) {
            byte[] stts = box("stts", ints(0, 1, count, 1));
            byte[] sttsEntries = box("stts", ints(0, count, 4, 1));
            byte[] stsz = box("stsz", ints(0, 0, count, 10, 11, 12, 13));
            byte[] equal = box("stsz", ints(0, 1, count));
            byte[] stsc = box("stsc", ints(0, 1, 1, count, 1));
            byte[] stco = box("stco", ints(0, count, 24));
            byte[] stss = box("stss", ints(0, count, 1));
            assertThat(read(FTYP, MDAT, movie(NOTHING, stts, STSC, STSZ, STCO))).isEmpty();
            assertThat(read(FTYP, MDAT, movie(NOTHING, sttsEntries, STSC, STSZ, STCO)))
                    .isEmpty();
            assertThat(read(FTYP, MDAT, movie(NOTHING, STTS, STSC, stsz, STCO))).isEmpty();
            assertThat(read(FTYP, MDAT, movie(NOTHING, STTS, STSC, equal, STCO)))
                    .isEmpty();
            assertThat(read(FTYP, MDAT, movie(NOTHING, STTS, stsc, STSZ, STCO))).isEmpty();
            assertThat(read(FTYP, MDAT, movie(NOTHING, STTS, STSC, STSZ, stco))).isEmpty();
            assertThat(read(FTYP, MDAT, movie(NOTHING, STTS, stss, STSC, STSZ, STCO)))
                    .isEmpty();
        }
    }

    @Test
    void doubtsSamplesThatAreNotInTheFile() throws Exception {
        byte[] far = box("stco", ints(0, 1, 100_000));
        assertThat(read(FTYP, MDAT, movie(NOTHING, STTS, STSC, STSZ, far))).isEmpty();
    }

    @Test
    void knowsAFileThatEndsWithinItsMedia() throws Exception {
        byte[] whole = join(FTYP, movie(NOTHING, STTS, STSC, STSZ, STCO), MDAT);
        Path file = folder.resolve("cut-off.mp4");

        assertThat(Mp4Timing.isCutOff(Files.write(file, whole))).isFalse();
        assertThat(Mp4Timing.isCutOff(Files.write(file, Arrays.copyOf(whole, whole.length + 7))))
                .as("some writers leave a few bytes")
                .isFalse();
        assertThat(Mp4Timing.isCutOff(Files.write(file, Arrays.copyOf(whole, whole.length - 1))))
                .isTrue();
    }

    @Test
    void doubtsWhatIsNotWhole() throws Exception {
        byte[] whole = join(FTYP, MDAT, movie(NOTHING, STTS, STSC, STSZ, STCO));
        for (int length = 0; length < whole.length; length++) {
            assertThat(read(Arrays.copyOf(whole, length)))
                    .as("of %d bytes", length)
                    .isEmpty();
        }
    }

    @Test
    @Timeout(20)
    void stepsOverAnythingButNotForEver() throws Exception {
        assertThat(read(new byte[4000])).isEmpty();
        byte[] many = new byte[8_000_000];
        for (int at = 0; at < many.length; at += 8) {
            System.arraycopy(box("free"), 0, many, at, 8);
        }
        assertThat(read(many)).isEmpty();
        assertThat(read(FTYP, box("moov", many))).isEmpty();
        assertThat(read(FTYP, box("moof"), movie(NOTHING, STTS, STSC, STSZ, STCO)))
                .isEmpty();
    }

    @Test
    @Timeout(20)
    void readsMillionsOfSamples() throws Exception {
        int count = 3_000_000;
        byte[] moov = movie(
                NOTHING,
                box("stts", ints(0, 1, count, 1)),
                box("stsc", ints(0, 1, 1, count, 1)),
                box("stsz", ints(0, 1, count)),
                box("stco", ints(0, 1, 1000)));
        Path file = write(FTYP, moov, ints(0), letters("mdat"));
        try (RandomAccessFile media = new RandomAccessFile(file.toFile(), "rw")) {
            media.setLength(count + 1000L);
        }
        assertThat(Mp4Timing.read(file).orElseThrow().packets()).isEqualTo(count);
    }

    private List<String> read(byte[]... parts) throws IOException {
        Optional<Mp4Timing> timing = Mp4Timing.read(write(parts));
        List<String> lines = new ArrayList<>();
        timing.ifPresent(known -> known.forEach((pts, key) -> lines.add(pts + (key ? " key" : ""))));
        return lines;
    }

    private Path write(byte[]... parts) throws IOException {
        return Files.write(folder.resolve("clip.mov"), join(parts));
    }
}
