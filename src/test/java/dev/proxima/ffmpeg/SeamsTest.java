package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.media.FrameRange;
import dev.proxima.media.PlannedSegment;
import dev.proxima.media.Rational;
import dev.proxima.media.VideoTrack;
import dev.proxima.testing.JobSamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeamsTest {

    /** Of the pictures after a cut of a clip of 29.97 fps in Matroska: 266.9 ms are 266 ms here and not 267. */
    private static final long[] TIMES = {3504, 3537, 3570, 3604, 3637, 3670, 3704, 3737, 3770, 3804};

    private static final PlannedSegment KEPT = segment(60, 2503, TIMES[0]);
    private static final PlannedSegment REST = segment(90, TIMES[0], 4505);

    @TempDir
    Path folder;

    @Test
    void aRunThatEndsWithTheLastPictureThatCountsFitsOneThatGoesOn() throws Exception {
        VideoTrack video = video(true);
        Path seven = written(7);
        Path eight = written(8);

        assertThat(Seams.hasEnd(video, KEPT, seven)).isFalse();
        assertThat(Seams.hasEnd(video, KEPT, eight)).isTrue();
        assertThat(tail(video, eight)).isEqualTo(head(video, written(10)));
        assertThat(tail(video, seven)).isNotEqualTo(head(video, written(10)));
    }

    /** No such run is ended early: all that is there is compared. */
    @Test
    void allPicturesCountWhereTheRateVaries() throws Exception {
        VideoTrack video = video(false);

        assertThat(tail(video, written(8))).isNotEqualTo(head(video, written(9)));
        assertThat(tail(video, written(9))).isEqualTo(head(video, written(9)));
    }

    private static String tail(VideoTrack video, Path file) throws IOException {
        return Seams.read(JobSamples.DIGEST, video, KEPT, file).tail();
    }

    private static String head(VideoTrack video, Path file) throws IOException {
        return Seams.read(JobSamples.DIGEST, video, REST, file).head();
    }

    private Path written(int pictures) throws IOException {
        String lines = IntStream.range(0, pictures)
                .mapToObj(picture -> "0, %d, %d, 33, 86400, %032x".formatted(TIMES[picture], TIMES[picture], picture))
                .collect(Collectors.joining("\n", "#format: frame checksums\n", "\n"));
        return Files.writeString(folder.resolve(pictures + ".seams"), lines);
    }

    private static PlannedSegment segment(long from, long startPts, long endPts) {
        OptionalLong start = OptionalLong.of(startPts);
        return new PlannedSegment(1, new FrameRange(from, from + 30), start, OptionalLong.of(endPts), start);
    }

    private static VideoTrack video(boolean constantRate) {
        return new VideoTrack(
                0,
                "h264",
                320,
                180,
                "yuv420p",
                new Rational(1, 1000),
                new Rational(30_000, 1001),
                constantRate,
                15,
                true,
                Optional.empty(),
                180);
    }
}
