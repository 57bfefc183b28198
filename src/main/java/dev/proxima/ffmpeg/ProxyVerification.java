package dev.proxima.ffmpeg;

import dev.proxima.ffmpeg.MeasuredClip.Sound;
import dev.proxima.media.EncodeGrid;
import dev.proxima.media.PictureShape;
import dev.proxima.media.PictureShape.FieldOrder;
import dev.proxima.media.Rational;
import dev.proxima.media.Timecode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether all but the pictures of a proxy agrees with its clip, in sentences. Pure: both were measured before. */
final class ProxyVerification {

    private static final Rational MICROS = new Rational(1_000_000, 1);

    /** Presets make widths and heights even, each by less than so many samples. */
    private static final int ROUNDED_SAMPLES = 2;

    private final MeasuredClip source;
    private final MeasuredClip proxy;
    private final List<ProxyCheck> checks = new ArrayList<>();

    private ProxyVerification(MeasuredClip source, MeasuredClip proxy) {
        this.source = source;
        this.proxy = proxy;
    }

    static List<ProxyCheck> of(MeasuredClip source, MeasuredClip proxy) {
        ProxyVerification verification = new ProxyVerification(source, proxy);
        verification.frames();
        verification.rate();
        verification.timestamps();
        verification.timecode();
        verification.audio();
        verification.name();
        verification.aspect();
        verification.fields();
        return verification.checks;
    }

    private void frames() {
        int expected = source.times().size();
        int found = proxy.times().size();
        check(
                "frames",
                expected == found,
                "Both show " + expected + " frames.",
                "The source shows " + expected + " frames, the proxy " + found
                        + ": Resolve refuses to link a proxy of another length.");
    }

    private void rate() {
        Rational expected = source.info().video().frameRate();
        Rational found = proxy.info().video().frameRate();
        if (!source.info().video().constantRate()) {
            checks.add(ProxyCheck.right("rate", "The source's frame rate varies; the timestamps tell all of it."));
            return;
        }
        check(
                "rate",
                expected.equals(found),
                "Both have " + expected + " frames a second.",
                "The source has " + expected + " frames a second, the proxy " + found
                        + ": Resolve refuses to link a proxy of another frame rate.");
    }

    private void timestamps() {
        int frames = Math.min(source.times().size(), proxy.times().size());
        boolean mayLieOnGrid = source.info().video().constantRate();
        for (int frame = 0; frame < frames; frame++) {
            if (!asSource(frame) && !(mayLieOnGrid && onGrid(frame))) {
                checks.add(ProxyCheck.wrong(
                        "timestamps",
                        "Frame " + frame + " is shown at " + seconds(micros(source, frame)) + " of the source and at "
                                + seconds(micros(proxy, frame))
                                + " of the proxy, counted from the first frame: Resolve shows it at another time, and "
                                + "picture and sound drift apart."));
                return;
            }
        }
        checks.add(ProxyCheck.right("timestamps", "Every frame is shown when it is in the source."));
    }

    /** Within one tick of the coarser of the two time bases, which may be as long as a frame: then within half of one. */
    private boolean asSource(int frame) {
        Rational here = source.timeBase();
        Rational there = proxy.timeBase();
        Rational tick = here.compareTo(there) > 0 ? here : there;
        Rational perTick = tick.inverse();
        // thousandths of a tick, as one time base need not divide the other
        long expected = here.times(perTick).times(new Rational(1000, 1)).scale(since(source, frame));
        long found = there.times(perTick).times(new Rational(1000, 1)).scale(since(proxy, frame));
        Rational rate = source.info().video().frameRate();
        long halfFrame = rate.isPositive()
                ? perTick.times(rate.inverse()).times(new Rational(500, 1)).scale(1)
                : 1000;
        return Math.abs(expected - found) <= Math.min(1000, halfFrame);
    }

    /** Exactly where counting puts it; the source's own times may be rounded. */
    private boolean onGrid(int frame) {
        EncodeGrid grid = EncodeGrid.of(source.info().video().frameRate());
        Rational ticks = proxy.timeBase().times(new Rational(grid.timescale(), 1));
        return Math.abs(ticks.scale(since(proxy, frame)) - grid.pts(frame)) <= Math.max(0, ticks.scale(1) - 1);
    }

    private static long since(MeasuredClip clip, int frame) {
        return clip.times().get(frame) - clip.times().get(0);
    }

    private static long micros(MeasuredClip clip, int frame) {
        return clip.timeBase().times(MICROS).scale(since(clip, frame));
    }

    private void timecode() {
        String expected = timecode(source, source);
        String found = timecode(source, proxy);
        check(
                "timecode",
                expected.equals(found),
                "Both start at " + expected + ".",
                "The source starts at timecode " + expected + ", the proxy at " + found
                        + ": Resolve refuses to link a proxy with another start timecode.");
    }

    /** As Resolve counts: none is zero, and any separator but a colon means drop-frame. */
    private static String timecode(MeasuredClip source, MeasuredClip clip) {
        Optional<String> stated = clip.info().timecode();
        if (stated.isEmpty()) {
            return "00:00:00:00";
        }
        String text = stated.get().replaceAll("[.,;](?=\\d+$)", ";");
        try {
            Rational rate = source.info().video().frameRate();
            return Timecode.parse(text, rate).toString();
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private void audio() {
        int expected = source.audio().size();
        int found = proxy.audio().size();
        if (expected != found) {
            checks.add(ProxyCheck.wrong(
                    "audio",
                    "The source has " + tracks(expected) + ", the proxy " + tracks(found)
                            + ": Resolve plays silence or the wrong track where they differ."));
            return;
        }
        int before = checks.size();
        for (int track = 0; track < expected; track++) {
            track(track, source.audio().get(track), proxy.audio().get(track));
        }
        if (checks.size() == before) {
            checks.add(ProxyCheck.right(
                    "audio",
                    expected == 0 ? "Neither has sound." : "Both have " + tracks(expected) + " of equal length."));
        }
    }

    private void track(int number, Sound expected, Sound found) {
        String which = "Audio track " + (number + 1);
        if (expected.track().channels() != found.track().channels()) {
            wrong(which + " has " + expected.track().channels() + " channels in the source and "
                    + found.track().channels() + " in the proxy: Resolve maps its channels wrongly.");
        }
        if (expected.track().sampleRate() != found.track().sampleRate()) {
            wrong(which + " has " + expected.track().sampleRate() + " samples a second in the source and "
                    + found.track().sampleRate() + " in the proxy: Resolve converts it, and a mix sounds different.");
        }
        long frame = frameMicros();
        if (Math.abs(expected.lengthMicros() - found.lengthMicros()) > frame) {
            wrong(which + " lasts " + seconds(expected.lengthMicros()) + " in the source and "
                    + seconds(found.lengthMicros()) + " in the proxy: Resolve plays silence or cuts it off.");
        }
        if (Math.abs(expected.startMicros() - found.startMicros()) > frame) {
            wrong(which + " starts " + seconds(expected.startMicros()) + " after the first frame of the source and "
                    + seconds(found.startMicros()) + " after that of the proxy: in Resolve it is out of sync.");
        }
    }

    private void wrong(String sentence) {
        checks.add(ProxyCheck.wrong("audio", sentence));
    }

    private long frameMicros() {
        Rational rate = source.info().video().frameRate();
        return rate.isPositive() ? rate.inverse().times(MICROS).scale(1) : MICROS.scale(1) / 24;
    }

    private static String tracks(int number) {
        return number == 1 ? "1 audio track" : number + " audio tracks";
    }

    private void name() {
        check(
                "name",
                source.baseName().equals(proxy.baseName()),
                "Both are called " + source.baseName() + ".",
                "The source is called " + source.baseName() + ", the proxy " + proxy.baseName()
                        + ": Resolve does not find a proxy of another name by itself.");
    }

    private void aspect() {
        PictureShape expected = source.info().video().shape();
        PictureShape found = proxy.info().video().shape();
        double proportion = aspect(found) / aspect(expected);
        double allowed = (double) ROUNDED_SAMPLES / Math.min(found.width(), found.height());
        check(
                "aspect",
                Math.abs(proportion - 1) <= allowed,
                "Both are shown at " + text(expected) + ".",
                "The source is shown at " + text(expected) + ", the proxy at " + text(found)
                        + ": Resolve shows it squeezed or with bars.");
    }

    private static double aspect(PictureShape shape) {
        Rational sample = shape.sampleAspect();
        return (double) shape.width() / shape.height() * (sample.isPositive() ? sample.approximate() : 1);
    }

    private static String text(PictureShape shape) {
        return String.format(Locale.ROOT, "%.3f:1", aspect(shape));
    }

    private void fields() {
        FieldOrder expected = source.info().video().shape().fields();
        FieldOrder found = proxy.info().video().shape().fields();
        check(
                "fields",
                expected == found,
                "Both are " + text(expected) + ".",
                "The source is " + text(expected) + ", the proxy " + text(found)
                        + ": Resolve takes its fields in the wrong order, and motion stutters.");
    }

    private static String text(FieldOrder fields) {
        return switch (fields) {
            case PROGRESSIVE -> "progressive";
            case TOP_FIRST -> "interlaced, top field first";
            case BOTTOM_FIRST -> "interlaced, bottom field first";
        };
    }

    private static String seconds(long micros) {
        return String.format(
                Locale.ROOT,
                "%s%d.%06d s",
                micros < 0 ? "-" : "",
                Math.abs(micros / 1_000_000),
                Math.abs(micros % 1_000_000));
    }

    private void check(String name, boolean ok, String right, String wrong) {
        checks.add(ok ? ProxyCheck.right(name, right) : ProxyCheck.wrong(name, wrong));
    }
}
