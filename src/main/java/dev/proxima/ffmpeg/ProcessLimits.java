package dev.proxima.ffmpeg;

import java.time.Duration;

/**
 * What one FFmpeg process may take of its machine. A clip may come from anywhere, and be made to keep a decoder busy.
 *
 * @param nice how far it steps back behind everything else that wants the processors, 0 (not at all) to 19
 * @param memoryBytes address space, 0 for any amount; the kernel holds it where it can, which macOS and Windows do not
 * @param time from its start to its end
 */
public record ProcessLimits(int nice, long memoryBytes, Duration time) {

    /** An 8K clip that 64 threads decode and encode to ProRes takes 15.4 GiB of address space. */
    public static final ProcessLimits USUAL = new ProcessLimits(10, 32L << 30, Duration.ofHours(24));

    /** Those of ffprobe: people wait for it, and it hardly works. */
    ProcessLimits ofProbe() {
        return new ProcessLimits(0, memoryBytes, time);
    }

    long memoryKibibytes() {
        return memoryBytes >> 10;
    }

    /** A name for files that depend on these limits. */
    String id() {
        return "n" + nice + "-m" + memoryKibibytes() + "-t" + time.toSeconds();
    }
}
