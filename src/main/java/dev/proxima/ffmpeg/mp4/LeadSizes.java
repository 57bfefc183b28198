package dev.proxima.ffmpeg.mp4;

/** The sizes of a track's first frames. */
final class LeadSizes {

    private final long[] upTo = new long[64];
    private int count;

    /** Takes the next frame of the track. */
    void add(long bytes) {
        if (count < upTo.length) {
            upTo[count] = (count == 0 ? 0 : upTo[count - 1]) + bytes;
            count++;
        }
    }

    /** Of so many frames, or of all if there are fewer. */
    long of(int frames) {
        return count == 0 ? 0 : upTo[Math.min(frames, count) - 1];
    }
}
