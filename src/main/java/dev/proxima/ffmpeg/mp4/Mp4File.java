package dev.proxima.ffmpeg.mp4;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The outermost boxes of a file, one after the other; media is stepped over. */
final class Mp4File implements Closeable {

    /** A day of fragments of half a second, with their media and their index. */
    private static final int MOST_BOXES = 600_000;

    private static final int SMALL_HEADER = 8;
    private static final int HEADER = 16;

    private final FileChannel channel;
    private final long size;
    private long position;
    private int boxes;

    private Mp4File(FileChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
    }

    /** A box from the byte {@code start} of the file up to, but not including, {@code end}. */
    record Outer(String type, long start, long contentStart, long end) {}

    static Mp4File open(Path source) throws IOException {
        FileChannel channel = FileChannel.open(source, StandardOpenOption.READ);
        try {
            return new Mp4File(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    long size() {
        return size;
    }

    /** To be asked before any box is read. */
    boolean endsWithinABox() throws IOException, Doubt {
        for (Optional<Outer> box = header(); box.isPresent(); box = header()) {
            if (box.get().end() > size) {
                return true;
            }
            position = box.get().end();
        }
        return false;
    }

    /** Empty at the end of the file. */
    Optional<Outer> next() throws IOException, Doubt {
        Optional<Outer> box = header();
        if (box.isPresent()) {
            Doubt.unless(box.get().end() <= size, "the box " + box.get().type() + " is not whole");
            position = box.get().end();
        }
        return box;
    }

    private Optional<Outer> header() throws IOException, Doubt {
        // some writers leave a few bytes at the end
        if (size - position < SMALL_HEADER) {
            return Optional.empty();
        }
        Doubt.unless(++boxes <= MOST_BOXES, "there are too many boxes");
        ByteBuffer header = read(position, (int) Math.min(HEADER, size - position));
        long length = Integer.toUnsignedLong(header.getInt());
        String type = Boxes.type(header);
        long content = position + SMALL_HEADER;
        if (length == 1) {
            length = header.getLong();
            content += 8;
        } else if (length == 0) {
            length = size - position;
        }
        Doubt.unless(
                length >= content - position && length <= Long.MAX_VALUE - position,
                "a box is smaller than its header");
        return Optional.of(new Outer(type, position, content, position + length));
    }

    ByteBuffer content(Outer box) throws IOException, Doubt {
        long length = box.end() - box.contentStart();
        Doubt.unless(length <= Limits.tableBytes(), "the box " + box.type() + " is too large");
        return read(box.contentStart(), (int) length);
    }

    private ByteBuffer read(long from, int length) throws IOException, Doubt {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            Doubt.unless(channel.read(bytes, from + bytes.position()) > 0, "the file became shorter");
        }
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
