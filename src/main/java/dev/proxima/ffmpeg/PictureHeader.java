package dev.proxima.ffmpeg;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Width and height of a still picture by its first bytes, so that thousands can be compared without decoding them. */
record PictureHeader(int width, int height) {

    private static final long PNG = 0x89504e470d0a1a0aL;
    private static final int EXR = 0x01312f76;
    private static final int DPX = 0x53445058;
    private static final int DPX_LITTLE = 0x58504453;
    private static final int TIFF_WIDTH = 256;
    private static final int TIFF_HEIGHT = 257;
    private static final int TIFF_SHORT = 3;

    /** Headers of EXR hold any number of attributes; the window is among the first ones in practice. */
    private static final int LONGEST_HEADER = 65_536;

    /**
     * @param extension in lower case; says what the file has to be
     * @return empty if it is no such picture
     */
    static Optional<PictureHeader> read(Path file, String extension) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            PictureHeader header = switch (extension) {
                case "png" -> png(at(channel, 0, 24));
                case "dpx" -> dpx(at(channel, 0, 780));
                case "exr" -> exr(at(channel, 0, LONGEST_HEADER));
                case "tif", "tiff" -> tiff(channel);
                case "jpg", "jpeg" -> jpeg(channel);
                default -> throw new IllegalArgumentException(extension);
            };
            return Optional.ofNullable(header).filter(found -> found.width > 0 && found.height > 0);
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static PictureHeader png(ByteBuffer bytes) {
        return bytes.getLong(0) == PNG ? new PictureHeader(bytes.getInt(16), bytes.getInt(20)) : null;
    }

    private static PictureHeader dpx(ByteBuffer bytes) {
        int magic = bytes.getInt(0);
        if (magic != DPX && magic != DPX_LITTLE) {
            return null;
        }
        bytes.order(magic == DPX ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        return new PictureHeader(bytes.getInt(772), bytes.getInt(776));
    }

    /** FFmpeg delivers the display window. Attributes are a name, a type, a length and so many bytes. */
    private static PictureHeader exr(ByteBuffer bytes) {
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.getInt() != EXR) {
            return null;
        }
        bytes.getInt();
        for (String name = text(bytes); !name.isEmpty(); name = text(bytes)) {
            text(bytes);
            int length = bytes.getInt();
            int start = bytes.position();
            if (name.equals("displayWindow")) {
                int left = bytes.getInt();
                int top = bytes.getInt();
                return new PictureHeader(bytes.getInt() - left + 1, bytes.getInt() - top + 1);
            }
            bytes.position(Math.addExact(start, Math.min(length, bytes.remaining())));
        }
        return null;
    }

    private static String text(ByteBuffer bytes) {
        StringBuilder text = new StringBuilder();
        for (byte letter = bytes.get(); letter != 0; letter = bytes.get()) {
            text.append((char) letter);
        }
        return text.toString();
    }

    /** The first directory, which may be anywhere in the file. */
    private static PictureHeader tiff(FileChannel channel) throws IOException {
        ByteBuffer start = at(channel, 0, 8);
        String order = StandardCharsets.US_ASCII.decode(start.slice(0, 2)).toString();
        start.order(order.equals("II") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        if (!(order.equals("II") || order.equals("MM")) || start.getShort(2) != 42) {
            return null;
        }
        long directory = Integer.toUnsignedLong(start.getInt(4));
        int entries = Short.toUnsignedInt(
                at(channel, directory, 2).order(start.order()).getShort());
        ByteBuffer bytes = at(channel, directory + 2, entries * 12).order(start.order());
        int width = 0;
        int height = 0;
        for (int entry = 0; entry < entries; entry++) {
            int tag = Short.toUnsignedInt(bytes.getShort(entry * 12));
            boolean isShort = bytes.getShort(entry * 12 + 2) == TIFF_SHORT;
            int value = isShort ? Short.toUnsignedInt(bytes.getShort(entry * 12 + 8)) : bytes.getInt(entry * 12 + 8);
            width = tag == TIFF_WIDTH ? value : width;
            height = tag == TIFF_HEIGHT ? value : height;
        }
        return new PictureHeader(width, height);
    }

    /** The frame header follows segments of any length, such as a preview. */
    private static PictureHeader jpeg(FileChannel channel) throws IOException {
        if (Short.toUnsignedInt(at(channel, 0, 2).getShort()) != 0xffd8) {
            return null;
        }
        long position = 2;
        while (true) {
            ByteBuffer bytes = at(channel, position, 9);
            int marker = Short.toUnsignedInt(bytes.getShort());
            // all frame headers but the tables and the reserved one that lie among them
            boolean frame = marker == 0xffc0 || (marker > 0xffc0 && marker <= 0xffcf && marker % 4 != 0);
            if (frame) {
                return new PictureHeader(
                        Short.toUnsignedInt(bytes.getShort(7)), Short.toUnsignedInt(bytes.getShort(5)));
            }
            if (marker < 0xff01 || marker == 0xffda) {
                return null;
            }
            position += marker == 0xffff ? 1 : 2 + Short.toUnsignedInt(bytes.getShort(2));
        }
    }

    /** Up to so many bytes; fewer at the end of the file. */
    private static ByteBuffer at(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        int read = 0;
        while (read >= 0 && bytes.hasRemaining()) {
            read = channel.read(bytes, position + bytes.position());
        }
        return bytes.flip();
    }
}
