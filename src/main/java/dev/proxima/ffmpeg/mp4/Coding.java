package dev.proxima.ffmpeg.mp4;

import dev.proxima.ffmpeg.mp4.Boxes.Box;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * How the samples of an H.264 or H.265 track are divided into NAL units: ISO/IEC 14496-15, 5.3.3 and 8.3.3.
 *
 * @param lengthBytes how many bytes before each unit say how long it is
 */
record Coding(Kind kind, int lengthBytes) {

    enum Kind {
        H264,
        H265
    }

    /** What a visual sample entry starts with, before its boxes: ISO/IEC 14496-12, 12.1.3. */
    private static final int VISUAL_ENTRY = 78;

    /** Empty for other codecs. */
    static Optional<Coding> of(Box sampleEntry) throws Doubt {
        ByteBuffer content = sampleEntry.content();
        if (content.limit() < VISUAL_ENTRY) {
            return Optional.empty();
        }
        Boxes inner = Boxes.in(content.slice(VISUAL_ENTRY, content.limit() - VISUAL_ENTRY));
        Optional<Box> h264 = inner.optional("avcC");
        Optional<Box> h265 = inner.optional("hvcC");
        if (h264.isPresent() == h265.isPresent()) {
            return Optional.empty();
        }
        return h264.isPresent()
                ? Optional.of(new Coding(Kind.H264, lengthBytes(h264.get(), 4)))
                : Optional.of(new Coding(Kind.H265, lengthBytes(h265.get(), 21)));
    }

    private static int lengthBytes(Box configuration, int at) throws Doubt {
        Doubt.unless(configuration.content().limit() > at, "a decoder's configuration is not whole");
        return (configuration.content().get(at) & 3) + 1;
    }
}
