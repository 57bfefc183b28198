package dev.proxima.schedule;

import dev.proxima.job.Priority;
import java.util.List;
import java.util.Set;

/**
 * What a job has for nodes to do.
 *
 * @param submittedAt milliseconds since the epoch
 * @param frames of the whole clip, by which short clips are told from long ones
 * @param build only nodes with this FFmpeg build may work on the job
 * @param waiting pieces that no node works on, those that go first and then the longest first
 * @param running pieces that are worked on, and that one more node may work on
 * @param shunned nodes that the job is not given to as long as there are others
 */
public record Demand(
        String job,
        Priority priority,
        long submittedAt,
        long frames,
        WorkClass kind,
        String build,
        List<Lot> waiting,
        List<Running> running,
        Set<String> shunned) {

    /**
     * Pieces of about the same length.
     *
     * @param frames in each of them
     * @param avoid nodes that failed at them, which get them only if there is no other
     * @param first whether they are to begin before longer ones of their job
     * @param splits whether a node may take only the end of one of them
     */
    public record Lot(long frames, int count, Set<String> avoid, boolean first, boolean splits) {

        public Lot {
            avoid = avoid == null ? Set.of() : Set.copyOf(avoid);
        }

        /** Of pieces that stay whole. */
        public Lot(long frames, int count, Set<String> avoid) {
            this(frames, count, avoid, false, false);
        }

        /** What is left when a node took one of several. */
        public Lot lessOne() {
            return new Lot(frames, count - 1, avoid, first, splits);
        }
    }

    /**
     * @param nodes that work on it
     * @param until when the first of them is expected to be done, on the clock by which machines are said to be busy
     * @param splits frames from its start at which what is behind them may be taken off it, in order; at one that the only node
     *     which works on it has passed by {@link #BEYOND} frames, the piece is done at once
     * @param framesPerSecond that this node makes, above 0 if there are splits
     * @param mayRepeat whether it was seen at work, so that it may be called slow and be begun a second time
     */
    public record Running(
            int piece,
            long frames,
            Set<String> nodes,
            long until,
            List<Long> splits,
            double framesPerSecond,
            boolean mayRepeat) {

        /**
         * Frames that FFmpeg makes behind a split until all before it are sure to be written, and the pictures hashed that the next
         * piece is compared with, which are decoded some frames before others are encoded.
         */
        public static final int BEYOND = 4;

        /** One that stays whole. */
        public Running(int piece, long frames, Set<String> nodes, long until) {
            this(piece, frames, nodes, until, List.of(), 0, true);
        }
    }

    /** Whether the same nodes may work on both, and take as long for a frame. */
    boolean needsTheSameAs(Demand other) {
        return kind.equals(other.kind) && build.equals(other.build) && shunned.equals(other.shunned);
    }

    public int pieces() {
        int pieces = 0;
        for (Lot lot : waiting) {
            pieces += lot.count();
        }
        return pieces;
    }
}
