package dev.proxima.schedule;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A free slot for a piece of a job.
 *
 * @param frames about the length of what the node is to make
 * @param evenIfItFailedThere there is no other node for a piece that failed on this one
 * @param again the running piece that is to be begun a second time; empty for one that waits
 * @param keep frames that the piece keeps, from its start, whether it runs or waits: the node takes what is behind them, and nothing
 *     is done twice; empty to begin all of it
 */
public record Choice(
        String job, String node, long frames, boolean evenIfItFailedThere, OptionalInt again, OptionalLong keep) {

    /** Of a whole piece. */
    public Choice(String job, String node, long frames, boolean evenIfItFailedThere, OptionalInt again) {
        this(job, node, frames, evenIfItFailedThere, again, OptionalLong.empty());
    }
}
