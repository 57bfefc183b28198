package dev.proxima.ffmpeg;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The pictures of a clip, {@value #WIDTH}x{@value #HEIGHT} in full-range gray: 2.3 kB a frame, in a file. */
final class SmallPictures implements AutoCloseable {

    static final int WIDTH = 64;
    static final int HEIGHT = 36;
    static final int BYTES = WIDTH * HEIGHT;

    private final FileChannel channel;
    private final int frames;

    private SmallPictures(FileChannel channel, int frames) {
        this.channel = channel;
        this.frames = frames;
    }

    static SmallPictures open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return new SmallPictures(channel, Math.toIntExact(channel.size() / BYTES));
    }

    int frames() {
        return frames;
    }

    byte[] read(int frame) throws IOException {
        ByteBuffer picture = ByteBuffer.allocate(BYTES);
        while (picture.hasRemaining()) {
            if (channel.read(picture, (long) frame * BYTES + picture.position()) < 0) {
                throw new EOFException("frame " + frame);
            }
        }
        return picture.array();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
