package dev.proxima.ffmpeg.mp4;

import java.nio.ByteBuffer;

/**
 * Where a track begins: ISO/IEC 14496-12, 8.6.6; QuickTime File Format, "Edit Atoms". Only a list of empty edits before
 * one that shows the media at its own speed is read.
 *
 * @param empties how many empty edits there are
 * @param emptyTime their duration, in the track's time scale
 * @param mediaTime the first time of the media that is shown, in the track's time scale
 * @param duration for how long it is shown, in the track's time scale
 */
record EditList(int empties, long emptyTime, long mediaTime, long duration) {

    private static final int NORMAL_RATE = 0x10000;
    private static final int MOST = 1000;

    static EditList read(Boxes.Box elst, long movieTimescale, long timescale) throws Doubt {
        ByteBuffer at = elst.afterVersion();
        boolean wide = elst.version() == 1;
        Doubt.unless(movieTimescale > 0 && elst.version() <= 1, "the edit list is of an unknown kind");
        int count = at.getInt();
        int entry = wide ? 20 : 12;
        Doubt.unless(count > 0 && count <= MOST && at.remaining() == count * entry, "the edit list is uneven");
        long emptyTime = 0;
        for (int edit = 0; edit < count; edit++) {
            long duration = wide ? at.getLong() : Integer.toUnsignedLong(at.getInt());
            long mediaTime = wide ? at.getLong() : at.getInt();
            long scaled = rescale(duration, timescale, movieTimescale);
            Doubt.unless(at.getInt() == NORMAL_RATE, "an edit is not of normal speed");
            boolean last = edit == count - 1;
            Doubt.unless(last ? mediaTime >= 0 : mediaTime == -1, "there are several edits");
            if (last) {
                return new EditList(count - 1, emptyTime, mediaTime, scaled);
            }
            emptyTime = Math.addExact(emptyTime, scaled);
        }
        throw new Doubt("the edit list is uneven");
    }

    /** FFmpeg's av_rescale: to the nearest, halves up. */
    private static long rescale(long value, long to, long from) throws Doubt {
        Doubt.unless(value >= 0, "an edit has a negative duration");
        return Math.addExact(Math.multiplyExact(value, to), from / 2) / from;
    }
}
