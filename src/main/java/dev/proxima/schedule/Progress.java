package dev.proxima.schedule;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How an attempt gets on, by what its node tells of it.
 *
 * <p>Milliseconds are of any clock that only goes forward.
 */
public final class Progress {

    /** Reports come every second and FFmpeg tells of its frames twice in one; a rate over less time is noise. */
    private static final long STRETCH_MILLIS = 2_000;

    /** A rate that was watched for so long counts for 63%, and what is expected of the node for the rest. */
    private static final double BELIEVED_AFTER_MILLIS = 5_000;

    /** News that is older says that the node is slower than it was, and the slower the older it is. */
    private static final long FRESH_MILLIS = 5_000;

    /** With all its frames made, FFmpeg ends its file, and some files are read back. */
    private static final long QUICK_MILLIS = 3_000;

    private final long begun;
    private long frames;
    private long since;
    private long told;
    private long grown;
    private double framesPerSecond;
    private long watchedMillis;
    private boolean moves;
    private OptionalLong startMillis = OptionalLong.empty();

    public Progress(long now) {
        begun = now;
        since = now;
        grown = now;
    }

    /**
     * A rate that was seen, and for how long.
     *
     * @param first whether it is the first of the attempt, so that {@link #startMillis} is known from now on
     */
    public record Seen(double framesPerSecond, long millis, boolean first) {}

    /**
     * Notes how many frames are done; returns the rate since the last time that there was one, if it is time for one.
     *
     * @param all that it has to do; it may go on behind an end that a split made, but that is no progress
     */
    public Optional<Seen> at(long now, long framesDone, long all) {
        grown = framesDone > told && told < all ? now : grown;
        told = framesDone;
        if (!moves) {
            // what comes before the first frame is the start and the seek
            moves = framesDone > 0;
            since = now;
            frames = framesDone;
            return Optional.empty();
        }
        long millis = now - since;
        if (millis < STRETCH_MILLIS) {
            return Optional.empty();
        }
        if (framesDone < frames) {
            moves = false;
            framesPerSecond = 0;
            watchedMillis = 0;
            return Optional.empty();
        }
        double rate = (framesDone - frames) * 1000.0 / millis;
        boolean first = startMillis.isEmpty() && rate > 0;
        if (first) {
            startMillis = OptionalLong.of(Math.max(0, since - begun - Math.round(frames * 1000 / rate)));
        }
        framesPerSecond = framesPerSecond == 0 ? rate : (framesPerSecond + rate) / 2;
        watchedMillis += millis;
        since = now;
        frames = framesDone;
        return Optional.of(new Seen(rate, millis, first));
    }

    /** Whether it is known how fast it is. */
    public boolean hasRate() {
        return framesPerSecond > 0;
    }

    /** Until it began with its first frame, as far as can be told from when it had made some; empty before it shows a rate. */
    public OptionalLong startMillis() {
        return startMillis;
    }

    public long millis(long now) {
        return now - begun;
    }

    /**
     * When it will have done {@code all} frames.
     *
     * @param expected frames a second, which it is thought to make as long as it has shown no rate for long
     * @param start milliseconds that it is thought to take until its first frame
     */
    public long end(long now, long all, double expected, double start) {
        if (told >= all) {
            // to end is quick; what takes its time to is as likely to take as long again
            return now + Math.max(0, now - grown - QUICK_MILLIS);
        }
        if (framesPerSecond > 0) {
            return Math.max(now, since + Math.round((all - frames) * 1000 / framesPerSecond(now, expected)));
        }
        double untilFrame = moves ? since - begun : start;
        long usual = Math.round(untilFrame + (all - frames) * 1000 / expected);
        // what is overdue is as likely to take half as long again as to end at once
        return Math.max(begun + usual, now + (now - begun) / 2);
    }

    /**
     * What it is thought to make from now on.
     *
     * @param expected as for {@link #end}
     */
    public double framesPerSecond(long now, double expected) {
        if (framesPerSecond == 0) {
            return expected;
        }
        double doubt = Math.exp(-watchedMillis / BELIEVED_AFTER_MILLIS);
        double rate = doubt * expected + (1 - doubt) * framesPerSecond;
        return rate * FRESH_MILLIS / Math.max(FRESH_MILLIS, now - since);
    }

    /**
     * Frames that it is thought to have done by now: at least those that were told, and no others before it has shown a rate.
     *
     * @param expected as for {@link #end}
     */
    public long framesDone(long now, double expected) {
        return framesPerSecond == 0
                ? told
                : Math.max(told, frames + Math.round((now - since) * framesPerSecond(now, expected) / 1000));
    }
}
