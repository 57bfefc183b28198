package dev.proxima.media;

/**
 * What tells a source apart from a changed one without reading it: its size and its time of last change. Of a sequence of
 * pictures, the sum of sizes and the latest change.
 *
 * @param pictures digest over number, size and time of last change of each picture of a sequence; empty of one file
 */
public record SourceStamp(long sizeBytes, long modifiedMillis, String pictures) {

    /** Journals that knew no sequences held clips of one file. */
    public SourceStamp {
        pictures = pictures == null ? "" : pictures;
    }

    /** Of a clip that is one file. */
    public SourceStamp(long sizeBytes, long modifiedMillis) {
        this(sizeBytes, modifiedMillis, "");
    }
}
