package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.ffmpeg.MeasuredClip.Sound;
import dev.proxima.media.AudioTrack;
import dev.proxima.media.ClipInfo;
import dev.proxima.media.PictureShape;
import dev.proxima.media.PictureShape.FieldOrder;
import dev.proxima.media.Rational;
import dev.proxima.media.VideoTrack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ProxyVerificationTest {

    private static final Rational NTSC = new Rational(30000, 1001);
    private static final PictureShape HD = PictureShape.plain(1920, 1080);
    private static final Clip SOURCE = new Clip();

    @Test
    void aClipIsAProxyOfItself() {
        assertThat(ProxyVerification.of(SOURCE.measured(), SOURCE.measured()))
                .allMatch(ProxyCheck::ok)
                .extracting(ProxyCheck::name)
                .containsExactly("frames", "rate", "timestamps", "timecode", "audio", "name", "aspect", "fields");
        assertThat(ProxyVerification.of(SOURCE.measured(), SOURCE.measured()))
                .extracting(ProxyCheck::message)
                .containsExactly(
                        "Both show 100 frames.",
                        "Both have 30000/1001 frames a second.",
                        "Every frame is shown when it is in the source.",
                        "Both start at 01:00:00;00.",
                        "Both have 2 audio tracks of equal length.",
                        "Both are called A001.",
                        "Both are shown at 1.778:1.",
                        "Both are progressive.");
        Clip silent = new Clip().sounds();
        assertThat(ProxyVerification.of(silent.measured(), silent.measured()))
                .extracting(ProxyCheck::message)
                .contains("Neither has sound.");
    }

    @Test
    void tellsOfAMissingFrame() {
        assertThat(wrong(new Clip().frames(99)))
                .containsExactly("The source shows 100 frames, the proxy 99: "
                        + "Resolve refuses to link a proxy of another length.");
    }

    @Test
    void tellsOfAnotherRateAndOfTheFirstFrameAtAnotherTime() {
        assertThat(wrong(new Clip().rate(new Rational(30, 1))))
                .hasSize(2)
                .first()
                .asString()
                .isEqualTo("The source has 30000/1001 frames a second, the proxy 30/1: Resolve refuses to link a proxy "
                        + "of another frame rate.");
        assertThat(wrong(new Clip().time(7, 7 * 1001 + 500)))
                .containsExactly("Frame 7 is shown at 0.233567 s of the source and at 0.250233 s of the proxy, counted "
                        + "from the first frame: Resolve shows it at another time, and picture and sound drift apart.");
    }

    @Test
    void leavesAVaryingRateToTheTimestamps() {
        Clip varying = new Clip().time(7, 7 * 1001 + 500);
        varying.constantRate = false;
        assertThat(ProxyVerification.of(varying.measured(), varying.measured()))
                .allMatch(ProxyCheck::ok)
                .extracting(ProxyCheck::message)
                .contains("The source's frame rate varies; the timestamps tell all of it.");
    }

    @Test
    void takesTimesInMillisecondsForTheSameAsExactOnes() {
        Clip milliseconds = new Clip();
        milliseconds.timeBase = new Rational(1, 1000);
        milliseconds.times = LongStream.range(0, 100)
                .map(frame -> 33 + NTSC.inverse().times(new Rational(1000, 1)).scale(frame))
                .boxed()
                .toList();
        assertThat(ProxyVerification.of(milliseconds.measured(), SOURCE.measured()))
                .allMatch(ProxyCheck::ok);
    }

    /** Cameras count time in frames: a whole tick off is a whole frame off. */
    @Test
    void tellsOfAFrameAtAnotherTimeWhereATickIsAsLongAsAFrame() {
        Clip proxy = new Clip().time(99, 98 * 1001 + 1);
        Clip source = new Clip();
        source.timeBase = new Rational(1001, 30000);
        source.times = Clip.times(100, 1);

        assertThat(ProxyVerification.of(source.measured(), new Clip().measured()))
                .allMatch(ProxyCheck::ok);
        assertThat(ProxyVerification.of(source.measured(), proxy.measured()))
                .filteredOn(check -> !check.ok())
                .singleElement()
                .extracting(ProxyCheck::message)
                .asString()
                .startsWith("Frame 99 is shown at");
    }

    @Test
    void tellsOfAnotherStartTimecodeAndOfDropFrame() {
        assertThat(wrong(new Clip().timecode("01:00:00;01")))
                .containsExactly("The source starts at timecode 01:00:00;00, the proxy at 01:00:00;01: "
                        + "Resolve refuses to link a proxy with another start timecode.");
        assertThat(wrong(new Clip().timecode("01:00:00:00"))).hasSize(1);
        assertThat(wrong(new Clip().timecode(null)).get(0)).contains("the proxy at 00:00:00:00");
        assertThat(wrong(new Clip().timecode("01:00:00.00"))).isEmpty();
    }

    @Test
    void tellsOfSoundThatDiffers() {
        assertThat(wrong(new Clip().sounds(sound(2, 48_000, 0, 3_333_333))).get(0))
                .isEqualTo("The source has 2 audio tracks, the proxy 1 audio track: Resolve plays silence or the wrong "
                        + "track where they differ.");
        assertThat(wrong(second(sound(2, 48_000, 0, 3_333_333))).get(0))
                .isEqualTo("Audio track 2 has 1 channels in the source and 2 in the proxy: Resolve maps its channels "
                        + "wrongly.");
        assertThat(wrong(second(sound(1, 44_100, 0, 3_333_333))).get(0))
                .isEqualTo("Audio track 2 has 48000 samples a second in the source and 44100 in the proxy: Resolve "
                        + "converts it, and a mix sounds different.");
        assertThat(wrong(second(sound(1, 48_000, 0, 3_290_000))).get(0))
                .isEqualTo("Audio track 2 lasts 3.333333 s in the source and 3.290000 s in the proxy: Resolve plays "
                        + "silence or cuts it off.");
        assertThat(wrong(second(sound(1, 48_000, -40_000, 3_333_333))).get(0))
                .isEqualTo(
                        "Audio track 2 starts 0.000000 s after the first frame of the source and -0.040000 s after that "
                                + "of the proxy: in Resolve it is out of sync.");
        assertThat(wrong(second(sound(1, 48_000, 20_000, 3_310_000)))).isEmpty();
    }

    @Test
    void tellsOfAnotherName() {
        assertThat(wrong(new Clip().name("A001_proxy")))
                .containsExactly("The source is called A001, the proxy A001_proxy: "
                        + "Resolve does not find a proxy of another name by itself.");
        assertThat(wrong(new Clip().name("A001"))).isEmpty();
    }

    @Test
    void tellsOfAnotherAspectButNotOfAnotherSize() {
        assertThat(wrong(new Clip().shape(PictureShape.plain(1440, 1080))))
                .containsExactly("The source is shown at 1.778:1, the proxy at 1.333:1: "
                        + "Resolve shows it squeezed or with bars.");
        assertThat(wrong(new Clip().shape(PictureShape.plain(426, 240)))).isEmpty();
        assertThat(wrong(new Clip().shape(new PictureShape(1440, 1080, new Rational(4, 3), FieldOrder.PROGRESSIVE))))
                .isEmpty();
    }

    @Test
    void tellsOfAnotherFieldOrder() {
        assertThat(wrong(new Clip().shape(new PictureShape(1920, 1080, Rational.ZERO, FieldOrder.TOP_FIRST))))
                .containsExactly("The source is progressive, the proxy interlaced, top field first: "
                        + "Resolve takes its fields in the wrong order, and motion stutters.");
        assertThat(wrong(new Clip().shape(new PictureShape(1920, 1080, Rational.ZERO, FieldOrder.BOTTOM_FIRST)))
                        .get(0))
                .startsWith("The source is progressive, the proxy interlaced, bottom field first: ");
    }

    private static List<String> wrong(Clip proxy) {
        return ProxyVerification.of(SOURCE.measured(), proxy.measured()).stream()
                .filter(check -> !check.ok())
                .map(ProxyCheck::message)
                .toList();
    }

    private static Clip second(Sound sound) {
        return new Clip().sounds(sound(2, 48_000, 0, 3_333_333), sound);
    }

    private static Sound sound(int channels, int sampleRate, long startMicros, long lengthMicros) {
        return new Sound(new AudioTrack(1, "aac", channels, sampleRate), startMicros, lengthMicros);
    }

    /** 100 frames at 29.97 fps with two tracks of sound. */
    private static final class Clip {
        private String name = "A001";
        private Rational rate = NTSC;
        private boolean constantRate = true;
        private Rational timeBase = new Rational(1, 30000);
        private List<Long> times = times(100, 1001);
        private String timecode = "01:00:00;00";
        private List<Sound> sounds = List.of(sound(2, 48_000, 0, 3_333_333), sound(1, 48_000, 0, 3_333_333));
        private PictureShape shape = HD;

        private static List<Long> times(int frames, long ticks) {
            return LongStream.range(0, frames)
                    .map(frame -> frame * ticks)
                    .boxed()
                    .toList();
        }

        Clip frames(int frames) {
            times = times(frames, 1001);
            return this;
        }

        Clip time(int frame, long time) {
            times = new ArrayList<>(times);
            times.set(frame, time);
            return this;
        }

        Clip rate(Rational newRate) {
            rate = newRate;
            times = times(100, 1000);
            return this;
        }

        Clip timecode(String start) {
            timecode = start;
            return this;
        }

        Clip sounds(Sound... all) {
            sounds = List.of(all);
            return this;
        }

        Clip name(String newName) {
            name = newName;
            return this;
        }

        Clip shape(PictureShape newShape) {
            shape = newShape;
            return this;
        }

        MeasuredClip measured() {
            VideoTrack video = new VideoTrack(
                    0,
                    "h264",
                    shape.width(),
                    shape.height(),
                    "yuv420p",
                    timeBase,
                    rate,
                    constantRate,
                    0,
                    true,
                    Optional.empty(),
                    times.size(),
                    shape,
                    false);
            ClipInfo info = new ClipInfo(
                    "mov,mp4,m4a,3gp,3g2,mj2",
                    0,
                    video,
                    sounds.stream().map(Sound::track).toList(),
                    Optional.ofNullable(timecode),
                    List.of());
            return new MeasuredClip(name, info, timeBase, times, sounds);
        }
    }
}
