package dev.proxima.settings;

/**
 * How much of a machine its encodes may use.
 *
 * @param slots FFmpeg processes at once, at least 1
 * @param threads of each decoder, filter and encoder of one process, at least 1; {@code slots * threads} fit the cores.
 *     As decoding, filtering and encoding overlap, a process that is alone uses nearly twice as many cores.
 */
public record Capacity(int slots, int threads) {

    /** Cores up to which one FFmpeg process grew faster in proportion. */
    private static final int CORES_PER_SLOT = 4;

    /** So that one process starts, ends and is verified while another encodes. */
    private static final int FEWEST_SLOTS = 2;

    /**
     * @param cores of the machine
     * @param light whether somebody works on the machine: half of the slots where there are many, three quarters of the cores
     * @param slots as wished for; 0 to choose
     * @param threads as wished for; 0 to choose
     */
    static Capacity of(int cores, boolean light, int slots, int threads) {
        int fewest = Math.min(FEWEST_SLOTS, cores);
        int all = Math.max(fewest, (cores + CORES_PER_SLOT - 1) / CORES_PER_SLOT);
        int chosen = slots > 0 ? slots : light ? Math.max(fewest, all / 2) : all;
        int share = light ? (cores * 3 + 3) / 4 : cores;
        return new Capacity(chosen, threads > 0 ? threads : Math.max(1, share / chosen));
    }
}
