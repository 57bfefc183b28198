package dev.proxima.media;

import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * Where every presented frame of a clip is: its presentation timestamp in the stream's time base, in presentation
 * order, and which frames are random access points. Held in memory only while a job is planned.
 */
public final class FrameIndex {

    private final long[] pts;
    private final int[] keyFrames;
    private final LongPredicate cleanAccess;

    /**
     * @param pts strictly increasing timestamps, one a frame
     * @param keyFrames increasing frame numbers of the random access points
     */
    public FrameIndex(long[] pts, int[] keyFrames) {
        this(pts.clone(), keyFrames.clone(), time -> false);
        for (int frame = 1; frame < pts.length; frame++) {
            if (pts[frame] <= pts[frame - 1]) {
                throw new IllegalArgumentException("frame " + frame + " is not later than the one before it");
            }
        }
    }

    private FrameIndex(long[] pts, int[] keyFrames, LongPredicate cleanAccess) {
        this.pts = pts;
        this.keyFrames = keyFrames;
        this.cleanAccess = cleanAccess;
    }

    /** @param test whether all that is shown from the key frame of a timestamp on can be decoded from it alone */
    public FrameIndex withCleanAccess(LongPredicate test) {
        return new FrameIndex(pts, keyFrames, test);
    }

    /** Whether all that is shown from {@code keyFrame} on can be decoded from it alone; false if that is not known. */
    public boolean isCleanAccess(int keyFrame) {
        return cleanAccess.test(pts[keyFrame]);
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
