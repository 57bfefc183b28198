package dev.proxima.media;

import java.util.Arrays;

/**
 * Where every presented frame of a clip is: its presentation timestamp in the stream's time base, in presentation
 * order, and which frames are random access points. Held in memory only while a job is planned.
 */
public final class FrameIndex {

    private final long[] pts;
    private final int[] keyFrames;

    /**
     * @param pts strictly increasing timestamps, one a frame
     * @param keyFrames increasing frame numbers of the random access points
     */
    public FrameIndex(long[] pts, int[] keyFrames) {
        for (int frame = 1; frame < pts.length; frame++) {
            if (pts[frame] <= pts[frame - 1]) {
                throw new IllegalArgumentException("frame " + frame + " is not later than the one before it");
            }
        }
        this.pts = pts.clone();
        this.keyFrames = keyFrames.clone();
    }

    public int frames() {
        return pts.length;
    }

    /** How many random access points there are. */
    public int keyFrames() {
        return keyFrames.length;
    }

    public long pts(long frame) {
        return pts[Math.toIntExact(frame)];
    }

    /** The last key frame that is not later than {@code frame}, or -1. */
    public int keyFrameAtOrBefore(long frame) {
        int found = Arrays.binarySearch(keyFrames, Math.toIntExact(frame));
        int position = found >= 0 ? found : -found - 2;
        return position < 0 ? -1 : keyFrames[position];
    }

    /** The first key frame that is not earlier than {@code frame}, or -1. */
    public int keyFrameAtOrAfter(long frame) {
        int found = Arrays.binarySearch(keyFrames, Math.toIntExact(frame));
        int position = found >= 0 ? found : -found - 1;
        return position >= keyFrames.length ? -1 : keyFrames[position];
    }
}
