package dev.proxima.job;

/**
 * What a node measured of a finished piece of work, and what the stitched file is checked against.
 *
 * @param packets number of packets in the file
 * @param bytes size of the file
 * @param hash digest over the size and content hash of every packet, in order
 */
public record PieceDigest(long packets, long bytes, String hash) {}
