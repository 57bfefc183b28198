package dev.proxima.schedule;

import java.util.OptionalInt;

/**
 * A free slot for a piece of a job.
 *
 * @param frames about the length of the piece that is meant
 * @param evenIfItFailedThere there is no other node for a piece that failed on this one
 * @param again the running piece that is to be begun a second time; empty for one that waits
 */
public record Choice(String job, String node, long frames, boolean evenIfItFailedThere, OptionalInt again) {}
