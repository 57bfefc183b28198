package dev.proxima.job;

/**
 * How a node comes to the first frame of a segment.
 *
 * @param fartherBack decoding starts farther back than the plan has it, at last at the start of the clip
 * @param head digest of the segment's first pictures as the segment before it found them, see {@link PieceDigest}; empty
 *     if nobody knows
 */
public record Approach(boolean fartherBack, String head) {

    public static final Approach AS_PLANNED = new Approach(false, "");
}
