package dev.proxima.ffmpeg.mp4;

/**
 * The times at which the samples of the movie box are presented, as FFmpeg lays the edit list over them
 * (mov_fix_index): it starts at the last key frame that is not later than the edit, lets decoding times run on from the
 * first sample that is shown, moves all such that the first is shown at the end of the empty edits, and stops at the
 * second key frame after the edit's end. Samples outside of the edit are decoded, but not presented, and left out here.
 */
final class EditedTimes {

    private final Samples samples;
    private final EditList edit;
    private final PacketTimes times;
    private boolean keySeenAfterEnd;
    private long lastDts;

    private EditedTimes(Samples samples, EditList edit, PacketTimes times) {
        this.samples = samples;
        this.edit = edit;
        this.times = times;
    }

    /**
     * Without edits, or where FFmpeg only takes the start from them.
     *
     * @param offset what presentation times are less than composition times
     * @return the last decoding time
     */
    static long moved(Samples samples, long offset, PacketTimes times) throws Doubt {
        for (int sample = 0; sample < samples.count(); sample++) {
            long pts = Math.subtractExact(samples.composition(sample), offset);
            times.add(pts, samples.isKey(sample), samples.place(sample));
        }
        return samples.decoding(samples.count() - 1) - samples.shift() - offset;
    }

    /** @return the last decoding time */
    static long edited(Samples samples, EditList edit, PacketTimes times) throws Doubt {
        Doubt.unless(edit.duration() > 0, "an edit has no duration");
        return new EditedTimes(samples, edit, times).run();
    }

    private long run() throws Doubt {
        int from = times.count();
        long dts = edit.emptyTime() - samples.shift();
        long least = -1;
        boolean begun = false;
        for (int sample = start(); sample < samples.count(); sample++) {
            if (isShown(sample)) {
                begun = true;
                long pts = Math.addExact(dts, samples.shift() + samples.offset(sample));
                times.add(pts, samples.isKey(sample), samples.place(sample));
                // FFmpeg's own mark for "none yet" is any negative number
                least = least < 0 ? pts : Math.min(least, pts);
            }
            lastDts = dts;
            dts = begun ? Math.addExact(dts, duration(sample)) : dts;
            if (ends(sample)) {
                break;
            }
        }
        Doubt.unless(begun, "the edit shows nothing");
        long excess = least - edit.emptyTime();
        if (excess > 0) {
            times.shift(from, -excess);
            lastDts -= excess;
        }
        return lastDts;
    }

    private int start() {
        int sample = samples.count() - 1;
        while (sample > 0
                && !(samples.isKey(sample)
                        && samples.decoding(sample) <= edit.mediaTime()
                        && samples.composition(sample) <= edit.mediaTime())) {
            sample--;
        }
        return sample;
    }

    private boolean isShown(int sample) {
        long time = samples.composition(sample);
        return time >= edit.mediaTime() && time - edit.mediaTime() < edit.duration();
    }

    private boolean ends(int sample) {
        boolean after = samples.composition(sample) + duration(sample) - edit.mediaTime() >= edit.duration();
        if (!after || !samples.isKey(sample)) {
            return false;
        }
        // pictures that follow the first one in decoding order may precede it in presentation
        boolean second = keySeenAfterEnd;
        keySeenAfterEnd = true;
        return second;
    }

    private long duration(int sample) {
        return sample + 1 < samples.count() ? samples.decoding(sample + 1) - samples.decoding(sample) : edit.duration();
    }
}
