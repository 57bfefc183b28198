package dev.proxima.ffmpeg.mp4;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Boxes written by hand. Numbers are 32 bits wide. */
final class Mp4Bytes {

    private Mp4Bytes() {}

    static byte[] box(String type, byte[]... contents) {
        byte[] content = join(contents);
        return join(ints(8 + content.length), letters(type), content);
    }

    /** With a size of 64 bits. */
    static byte[] largeBox(String type, byte[]... contents) {
        byte[] content = join(contents);
        return join(ints(1), letters(type), ints(0, 16 + content.length), content);
    }

    static byte[] ints(int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length);
        for (int number : numbers) {
            bytes.putInt(number);
        }
        return bytes.array();
    }

    static byte[] letters(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    /** A movie of one video track, 25 ticks a second, of which the sample tables are given. */
    static byte[] movie(byte[] editList, byte[]... tables) {
        return box("moov", box("mvhd", ints(0, 0, 0, 1000, 0)), track(7, 0, 0, editList, tables));
    }

    /**
     * A video track, 25 ticks a second.
     *
     * @param flags of its header: 1 if it is enabled
     * @param size of its pictures, width and height in 16 bits each
     */
    static byte[] track(int id, int flags, int size, byte[] editList, byte[]... tables) {
        byte[] description = box("stsd", ints(0, 1), box("jpeg", ints(0, 1, 0, 0, 0, 0, size), new byte[50]));
        byte[] references = box("dinf", box("dref", ints(0, 1), box("url ", ints(1))));
        byte[] information = box("minf", references, box("stbl", description, join(tables)));
        byte[] media = box(
                "mdia",
                box("mdhd", ints(0, 0, 0, 25, 0, 0)),
                box("hdlr", ints(0, 0), letters("vide"), new byte[12]),
                information);
        return box("trak", box("tkhd", ints(flags, 0, 0, id, 0)), editList, media);
    }
}
