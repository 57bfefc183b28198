package dev.proxima.job;

import dev.proxima.media.ClipInfo;
import dev.proxima.media.DataLevel;
import dev.proxima.media.Flip;
import dev.proxima.media.FrameRates;
import dev.proxima.media.PictureSettings;
import dev.proxima.media.PictureSize;
import dev.proxima.media.Preset;
import dev.proxima.media.Rational;
import dev.proxima.media.Timecode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a job asks for beyond its preset.
 *
 * @param timecode start timecode of the proxy instead of the clip's
 * @param size instead of the preset's
 * @param frameRate frames a second of a sequence of pictures, which does not tell its own
 * @param priority how soon the proxy is wanted, which changes nothing of it
 */
public record JobOptions(
        DataLevel level,
        Flip flip,
        Optional<String> timecode,
        Optional<PictureSize> size,
        Optional<Rational> frameRate,
        Priority priority) {

    public static final JobOptions NONE = new JobOptions(
            DataLevel.AUTO, Flip.NONE, Optional.empty(), Optional.empty(), Optional.empty(), Priority.NORMAL);

    /** Jobs of journals that knew no sequences give no rate, and before there were priorities all were alike. */
    public JobOptions {
        frameRate = frameRate == null ? Optional.empty() : frameRate;
        priority = priority == null ? Priority.NORMAL : priority;
    }

    /** As users write them; null for what was not given. */
    public record Words(String level, String flip, String timecode, String size, String frameRate, String priority) {

        /** For a job of normal priority. */
        public Words(String level, String flip, String timecode, String size, String frameRate) {
            this(level, flip, timecode, size, frameRate, null);
        }

        /** Of a clip that is one file, for a job of normal priority. */
        public Words(String level, String flip, String timecode, String size) {
            this(level, flip, timecode, size, null, null);
        }
    }

    /** @throws FailureException {@link Failure.InvalidRequest}, with a sentence that says what would do */
    public static JobOptions of(Words words) throws FailureException {
        return new JobOptions(
                words.level() == null ? DataLevel.AUTO : choice(DataLevel.class, "data level", words.level()),
                words.flip() == null ? Flip.NONE : choice(Flip.class, "flip", words.flip()),
                Optional.ofNullable(words.timecode()),
                words.size() == null ? Optional.empty() : Optional.of(size(words.size())),
                words.frameRate() == null ? Optional.empty() : Optional.of(frameRate(words.frameRate())),
                words.priority() == null ? Priority.NORMAL : choice(Priority.class, "priority", words.priority()));
    }

    /** Whether what is made with these options is also what {@code other} ask for. */
    public boolean makeTheSameAs(JobOptions other) {
        return equals(new JobOptions(other.level, other.flip, other.timecode, other.size, other.frameRate, priority));
    }

    /** The preset with what this job changes of it. */
    public Preset applyTo(Preset preset) {
        PictureSettings picture = preset.picture();
        if (level != DataLevel.AUTO) {
            picture = picture.withLevel(level);
        }
        if (flip != Flip.NONE) {
            picture = picture.withFlip(flip);
        }
        return preset.withPicture(size.map(picture::withSize).orElse(picture));
    }

    /**
     * The clip as this job takes it: with its start timecode, and with the channels that {@code preset} leaves.
     *
     * @throws FailureException {@link Failure.InvalidRequest} if that is no timecode at the clip's rate, or if the
     *     clip's own is not and {@code preset} burns it in
     */
    public ClipInfo applyTo(ClipInfo clip, Preset preset) throws FailureException {
        return timed(preset.keepsChannels() ? clip : clip.withoutLayouts(), preset);
    }

    private ClipInfo timed(ClipInfo clip, Preset preset) throws FailureException {
        if (timecode.isPresent()) {
            return clip.withTimecode(
                    parse("The timecode \"" + timecode.get() + "\" cannot be used", timecode.get(), clip));
        }
        if (preset.picture().burnIn().timecode() && clip.timecode().isPresent()) {
            String own = clip.timecode().get();
            parse("The clip's own timecode \"" + own + "\" cannot be burnt in, choose one with --timecode", own, clip);
        }
        return clip;
    }

    private static Timecode parse(String otherwise, String text, ClipInfo clip) throws FailureException {
        try {
            return Timecode.parse(text, clip.video().frameRate());
        } catch (IllegalArgumentException e) {
            throw new FailureException(new Failure.InvalidRequest(otherwise + ": " + e.getMessage() + "."), e);
        }
    }

    private static <T extends Enum<T>> T choice(Class<T> kind, String what, String word) throws FailureException {
        T[] all = kind.getEnumConstants();
        for (T one : all) {
            if (one.name().toLowerCase(Locale.ROOT).equals(word)) {
                return one;
            }
        }
        String known = String.join(
                ", ",
                Arrays.stream(all)
                        .map(one -> one.name().toLowerCase(Locale.ROOT))
                        .toList());
        throw new FailureException(
                new Failure.InvalidRequest("There is no " + what + " \"" + word + "\": choose one of " + known + "."));
    }

    private static Rational frameRate(String text) throws FailureException {
        return FrameRates.parse(text)
                .orElseThrow(() -> new FailureException(new Failure.InvalidRequest(
                        "There is no frame rate \"" + text + "\": choose " + FrameRates.FORMS + ".")));
    }

    private static PictureSize size(String text) throws FailureException {
        return PictureSize.parse(text)
                .orElseThrow(() -> new FailureException(new Failure.InvalidRequest(
                        "There is no size \"" + text + "\": choose " + PictureSize.FORMS + ".")));
    }
}
