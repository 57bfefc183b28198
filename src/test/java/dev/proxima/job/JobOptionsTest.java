package dev.proxima.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.proxima.media.AudioTrack;
import dev.proxima.media.BurnIn;
import dev.proxima.media.ClipInfo;
import dev.proxima.media.DataLevel;
import dev.proxima.media.Flip;
import dev.proxima.media.PictureSettings;
import dev.proxima.media.PictureSize;
import dev.proxima.media.Preset;
import dev.proxima.media.Rational;
import dev.proxima.testing.JobSamples;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobOptionsTest {

    @Test
    void readsTheRateOfASequence() throws Exception {
        assertThat(JobOptions.of(new JobOptions.Words(null, null, null, null, "23.976"))
                        .frameRate())
                .contains(new Rational(24000, 1001));
        assertThat(catchThrowableOfType(
                        FailureException.class,
                        () -> JobOptions.of(new JobOptions.Words(null, null, null, null, "film"))))
                .hasMessage(
                        "There is no frame rate \"film\": choose a number of frames a second such as 24, 25, 23.976 or "
                                + "24000/1001.");
    }

    @Test
    void isNothingWhenNothingIsAskedFor() throws Exception {
        assertThat(JobOptions.of(new JobOptions.Words(null, null, null, null))).isEqualTo(JobOptions.NONE);
        assertThat(JobOptions.NONE.applyTo(JobSamples.PRESET)).isEqualTo(JobSamples.PRESET);
        assertThat(JobOptions.NONE.applyTo(JobSamples.CLIP, JobSamples.PRESET)).isEqualTo(JobSamples.CLIP);
    }

    @Test
    void changesThePresetAndTheClip() throws Exception {
        JobOptions options = JobOptions.of(new JobOptions.Words("full", "both", "10:00:00;02", "1/2"));

        assertThat(options.applyTo(JobSamples.PRESET).picture().level()).isEqualTo(DataLevel.FULL);
        assertThat(options.applyTo(JobSamples.PRESET).picture().flip()).isEqualTo(Flip.BOTH);
        assertThat(options.applyTo(JobSamples.PRESET).picture().size()).isEqualTo(new PictureSize(2, 0));
        assertThat(options.applyTo(JobSamples.CLIP, JobSamples.PRESET).timecode())
                .isEqualTo(Optional.of("10:00:00;02"));
    }

    @Test
    void keepsTheLayoutOnlyOfChannelsThatThePresetLeaves() throws Exception {
        ClipInfo own = JobSamples.CLIP;
        AudioTrack track = new AudioTrack(1, "ac3", 6, 48_000, Optional.of("5.1(side)"));
        ClipInfo clip = new ClipInfo(
                own.container(), own.startMicros(), own.video(), List.of(track), own.timecode(), own.warnings());
        Preset plain = JobSamples.PRESET;
        Preset stereo = new Preset(
                plain.name(),
                plain.description(),
                plain.extension(),
                plain.encoder(),
                plain.videoArguments(),
                List.of("-c:a", "pcm_s16le", "-ac", "2"),
                plain.kind(),
                plain.interlacedArguments(),
                plain.alphaArguments(),
                plain.picture());

        assertThat(JobOptions.NONE.applyTo(clip, plain).audio()).containsExactly(track);
        assertThat(JobOptions.NONE.applyTo(clip, stereo).audio()).containsExactly(new AudioTrack(1, "ac3", 6, 48_000));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            limited |      |     | There is no data level "limited": choose one of auto, full, video.
                    | left |     | There is no flip "left": choose one of none, horizontal, vertical, both.
                    |      | 1/3 | There is no size "1/3": choose original, 1/2, 1/4 or height=N with an even N.
            """)
    void refusesOtherWords(String level, String flip, String size, String sentence) {
        FailureException refused = catchThrowableOfType(
                FailureException.class, () -> JobOptions.of(new JobOptions.Words(level, flip, null, size)));

        assertThat(refused.failure()).isEqualTo(new Failure.InvalidRequest(sentence));
    }

    @Test
    void refusesATimecodeThatIsNoneAtTheRateOfTheClip() throws Exception {
        JobOptions options = JobOptions.of(new JobOptions.Words(null, null, "01:00:00:30", null));
        FailureException refused =
                catchThrowableOfType(FailureException.class, () -> options.applyTo(JobSamples.CLIP, JobSamples.PRESET));

        assertThat(refused.failure().message())
                .isEqualTo(
                        "The timecode \"01:00:00:30\" cannot be used: a second has the frames 00 to 29 at 30000/1001 fps.");
    }

    @Test
    void refusesToBurnInATimecodeThatIsNoneAtTheRateOfTheClip() {
        ClipInfo own = JobSamples.CLIP;
        ClipInfo clip = new ClipInfo(
                own.container(),
                own.startMicros(),
                own.video(),
                own.audio(),
                Optional.of("01:00:00:49"),
                own.warnings());
        Preset burning = JobSamples.PRESET.withPicture(
                PictureSettings.PLAIN.withBurnIn(new BurnIn(true, false, false, Optional.empty())));
        FailureException refused =
                catchThrowableOfType(FailureException.class, () -> JobOptions.NONE.applyTo(clip, burning));

        assertThat(refused.failure().message())
                .startsWith("The clip's own timecode \"01:00:00:49\" cannot be burnt in, choose one with --timecode: ");
    }
}
