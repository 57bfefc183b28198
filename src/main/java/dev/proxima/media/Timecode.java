package dev.proxima.media;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A SMPTE 12M timecode: the label of the frame with number {@code frame} of a day. Drop-frame leaves out labels at full
 * minutes, but for every tenth, so that it keeps up with the clock at 30000/1001 and its multiples.
 *
 * @param frame frames since 00:00:00:00, 0 to one day
 * @param base labels a second: the frame rate, rounded
 */
public record Timecode(long frame, int base, boolean dropFrame) {

    private static final Pattern FORM = Pattern.compile("(\\d\\d):(\\d\\d):(\\d\\d)([:;.])(\\d{2,3})");
    private static final Rational DROP_FRAME_RATE = new Rational(30000, 1001);

    /**
     * Reads {@code 01:00:00:00}, or {@code 01:00:00;00} for drop-frame.
     *
     * @throws IllegalArgumentException with a clause for the user, if it is no timecode at this rate
     */
    public static Timecode parse(String text, Rational frameRate) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("it must look like 01:00:00:00, or 01:00:00;00 for drop-frame");
        }
        int base = base(frameRate);
        boolean drop = !parts.group(4).equals(":");
        long hours = Long.parseLong(parts.group(1));
        long minutes = Long.parseLong(parts.group(2));
        long seconds = Long.parseLong(parts.group(3));
        long frames = Long.parseLong(parts.group(5));
        if (hours > 23 || minutes > 59 || seconds > 59) {
            throw new IllegalArgumentException("there is no such time of day");
        }
        if (frames >= base) {
            throw new IllegalArgumentException(
                    "a second has the frames 00 to " + (base - 1) + " at " + frameRate + " fps");
        }
        if (drop && !allowsDropFrame(frameRate)) {
            throw new IllegalArgumentException(
                    "drop-frame is for 30000/1001 fps and its multiples, not for " + frameRate);
        }
        int dropped = drop ? base / 15 : 0;
        if (seconds == 0 && minutes % 10 != 0 && frames < dropped) {
            throw new IllegalArgumentException("drop-frame leaves out this label");
        }
        long total = ((hours * 60 + minutes) * 60 + seconds) * base + frames;
        long fullMinutes = hours * 60 + minutes;
        return new Timecode(total - dropped * (fullMinutes - fullMinutes / 10), base, drop);
    }

    /** The label of a frame so many later; after one day it begins anew. */
    public Timecode plus(long frames) {
        return new Timecode(Math.floorMod(frame + frames, framesADay()), base, dropFrame);
    }

    private static int base(Rational frameRate) {
        return Math.toIntExact(Math.max(1, frameRate.scale(1)));
    }

    private static boolean allowsDropFrame(Rational frameRate) {
        Rational multiple = frameRate.times(DROP_FRAME_RATE.inverse());
        return multiple.denominator() == 1 && multiple.isPositive();
    }

    private long framesADay() {
        long minutes = 24 * 60;
        return minutes * 60 * base - dropped() * (minutes - minutes / 10);
    }

    private int dropped() {
        return dropFrame ? base / 15 : 0;
    }

    @Override
    public String toString() {
        long label = frame;
        if (dropFrame) {
            long perMinute = 60L * base - dropped();
            long perTenMinutes = 10 * perMinute + dropped();
            long tens = frame / perTenMinutes;
            long rest = frame % perTenMinutes;
            long minutes = rest < 60L * base ? 0 : 1 + (rest - 60L * base) / perMinute;
            label += dropped() * (9 * tens + minutes);
        }
        long seconds = label / base;
        String digits = base > 100 ? "%03d" : "%02d";
        return "%02d:%02d:%02d%s".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60, dropFrame ? ";" : ":")
                + digits.formatted(label % base);
    }
}
