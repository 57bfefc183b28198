package dev.proxima.job;

/**
 * What a node measured of a finished piece of work, and what the stitched file is checked against.
 *
 * @param packets number of packets in the file
 * @param bytes size of the file
 * @param hash digest over the size and content hash of every packet, in order
 * @param delay frames by which the first packet is to be decoded before it is shown; 0 where none refers to a later one
 */
public record PieceDigest(long packets, long bytes, String hash, int delay) {

    /** Of a piece whose packets are in the order in which they are shown. */
    public PieceDigest(long packets, long bytes, String hash) {
        this(packets, bytes, hash, 0);
    }
}
