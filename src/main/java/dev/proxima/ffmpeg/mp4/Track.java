package dev.proxima.ffmpeg.mp4;

import dev.proxima.ffmpeg.mp4.Boxes.Box;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What the movie box says of one track: ISO/IEC 14496-12, 8.3 and 8.4.
 *
 * @param enabled FFmpeg takes it for one of those that are played by default
 * @param timescale ticks a second
 * @param edits empty if the track is shown as it is
 * @param tables the sample table box
 */
record Track(long id, boolean enabled, String handler, long timescale, Optional<EditList> edits, Boxes tables) {

    private static final long DEFAULT_PIXELS = 5_000_000;

    static Track read(Box trak, long movieTimescale) throws Doubt {
        Boxes inner = trak.inner();
        Box header = inner.one("tkhd");
        long id = Integer.toUnsignedLong(header.afterVersion().getInt(header.version() == 1 ? 16 : 8));
        Boxes media = inner.one("mdia").inner();
        Box mediaHeader = media.one("mdhd");
        long timescale = Integer.toUnsignedLong(mediaHeader.afterVersion().getInt(mediaHeader.version() == 1 ? 16 : 8));
        Doubt.unless(timescale > 0 && timescale <= Integer.MAX_VALUE, "a track has no time scale");
        ByteBuffer handler = media.one("hdlr").afterVersion().position(4).slice();
        Boxes information = media.one("minf").inner();
        Boxes tables = information.one("stbl").inner();
        Optional<Box> edits = inner.optional("edts");
        Optional<Box> list = edits.isPresent() ? edits.get().inner().optional("elst") : Optional.empty();
        String kind = Boxes.type(handler);
        // those of other tracks may be as they like
        Optional<EditList> read = list.isPresent() && kind.equals("vide")
                ? Optional.of(EditList.read(list.get(), movieTimescale, timescale))
                : Optional.empty();
        return new Track(id, (header.flags() & 1) == 1, kind, timescale, read, tables);
    }

    /** FFmpeg stops to apply edits from the first track on that has no sample in the movie box. */
    boolean hasSamplesInMovie() throws Doubt {
        Optional<Box> stts = tables.optional("stts");
        return stts.isPresent() && stts.get().afterVersion().getInt() != 0;
    }

    /** Of the first description. */
    Optional<Coding> coding() throws Doubt {
        Optional<Box> entry = firstDescription();
        return entry.isPresent() ? Coding.of(entry.get()) : Optional.empty();
    }

    private Optional<Box> firstDescription() throws Doubt {
        ByteBuffer entries = tables.one("stsd").afterVersion().position(4).slice();
        return Boxes.in(entries).list().stream().findFirst();
    }

    /**
     * FFmpeg's rule (map_auto_video), by the size that the description gives (12.1.3.2). Whether it comes to the same
     * shows in the identifier of the track that it chooses in the end.
     */
    long preference() throws Doubt {
        Optional<Box> entry = firstDescription();
        Doubt.unless(entry.isPresent(), "samples have no description");
        long width = Short.toUnsignedLong(entry.get().content().getShort(24));
        long height = Short.toUnsignedLong(entry.get().content().getShort(26));
        return width * height + (enabled ? DEFAULT_PIXELS : 0);
    }

    /** All samples are in this file (8.7.2), in the clear and of one kind (8.5.2). */
    void requireOrdinary(Box trak) throws Doubt {
        Box description = tables.one("stsd");
        ByteBuffer entries = description.afterVersion();
        Doubt.unless(entries.getInt() == 1, "samples have several descriptions");
        Box entry = firstDescription().orElseThrow(() -> new Doubt("samples have no description"));
        Doubt.unless(!entry.type().equals("encv"), "samples are encrypted");
        int reference = Short.toUnsignedInt(entry.content().getShort(6));
        Boxes information = trak.inner().one("mdia").inner().one("minf").inner();
        ByteBuffer references = information.one("dinf").inner().one("dref").afterVersion();
        references.getInt();
        Boxes targets = Boxes.in(references.slice());
        Doubt.unless(reference >= 1 && reference <= targets.list().size(), "samples are nowhere");
        Doubt.unless((targets.list().get(reference - 1).flags() & 1) == 1, "samples are in another file");
    }
}
