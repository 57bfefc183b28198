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

    /** Empty at the end of the file. */
    Optional<Outer> next() throws IOException, Doubt {
        if (position == size) {
            return Optional.empty();
        }
        Doubt.unless(++boxes <= MOST_BOXES, "there are too many boxes");
        Doubt.unless(size - position >= 8, "there is a part of a box at the end");
        ByteBuffer header = read(position, (int) Math.min(HEADER, size - position));
        long length = Integer.toUnsignedLong(header.getInt());
        String type = Boxes.type(header);
        long content = position + 8;
        if (length == 1) {
            length = header.getLong();
            content += 8;
        } else if (length == 0) {
            length = size - position;
        }
        Doubt.unless(length >= content - position && length <= size - position, "the box " + type + " is not whole");
        Outer box = new Outer(type, position, content, position + length);
        position += length;
        return Optional.of(box);
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
