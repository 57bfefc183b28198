package dev.proxima.ffmpeg.mp4;

/** How much of the heap tables may take, whatever a file claims. What is larger is scanned. */
final class Limits {

    /** 46 hours at 60 frames a second. */
    private static final int MOST_SAMPLES = 10_000_000;

    /** A sample takes up to 44 bytes here (twice that while an array grows) and as much again in the frame index. */
    private static final int HEAP_PER_SAMPLE = 160;

    private static final int HEAP_SHARE = 8;

    private Limits() {}

    static int samples() {
        return (int) Math.min(MOST_SAMPLES, Runtime.getRuntime().maxMemory() / HEAP_PER_SAMPLE);
    }

    static int tableBytes() {
        return (int) Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }
}
