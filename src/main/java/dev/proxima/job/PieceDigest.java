package dev.proxima.job;

/**
 * What a node measured of a finished piece of work, and what the stitched file is checked against.
 *
 * @param packets number of packets in the file
 * @param bytes size of the file
 * @param hash digest over the size and content hash of every packet, in order
 * @param delay frames by which the first packet is to be decoded before it is shown; 0 where none refers to a later one
 * @param header hash of what a decoder must know before the first packet; empty if nothing
 */
public record PieceDigest(long packets, long bytes, String hash, int delay, String header) {

    /** Pieces of journals that knew no header are not compared by it. */
    public PieceDigest {
        header = header == null ? "" : header;
    }

    /** Of a piece whose packets are in the order in which they are shown. */
    public PieceDigest(long packets, long bytes, String hash) {
        this(packets, bytes, hash, 0, "");
    }
}
