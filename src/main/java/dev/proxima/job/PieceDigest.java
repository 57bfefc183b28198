package dev.proxima.job;

/**
 * What a node measured of a finished piece of work, and what the stitched file is checked against.
 *
 * @param packets number of packets in the file
 * @param bytes size of the file
 * @param hash digest over the size and content hash of every packet, in order
 * @param delay frames by which the first packet is to be decoded before it is shown; 0 where none refers to a later one
 * @param header hash of what a decoder must know before the first packet; empty if nothing
 * @param head digest over the first pictures of a segment as they came out of the decoder; may be empty
 * @param tail the same over as many pictures that follow the segment, which are the first of the next one; a segment whose
 *     first pictures are others was decoded from wrong references
 * @param surplus whether the file has more packets, which do not belong to the piece, as it got shorter in the making
 */
public record PieceDigest(
        long packets, long bytes, String hash, int delay, String header, String head, String tail, boolean surplus) {

    /** Pieces of journals that knew no header or seams are not compared by them. */
    public PieceDigest {
        header = header == null ? "" : header;
        head = head == null ? "" : head;
        tail = tail == null ? "" : tail;
    }

    /** Of a piece that has its file for itself. */
    public PieceDigest(long packets, long bytes, String hash, int delay, String header, String head, String tail) {
        this(packets, bytes, hash, delay, header, head, tail, false);
    }

    /** Of a piece without neighbours, whose packets are in the order in which they are shown. */
    public PieceDigest(long packets, long bytes, String hash) {
        this(packets, bytes, hash, 0, "", "", "");
    }

    public PieceDigest withSeams(String newHead, String newTail) {
        return new PieceDigest(packets, bytes, hash, delay, header, newHead, newTail, surplus);
    }
}
