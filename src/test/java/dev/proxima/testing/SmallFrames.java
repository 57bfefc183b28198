package dev.proxima.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All frames of a stream, small and grey, to see which of two files' frames are the same. */
public final class SmallFrames {

    private static final int WIDTH = 80;
    private static final int HEIGHT = 44;

    /** Frames up to so far away are looked at: no mistake is larger. */
    private static final int NEARBY = 60;

    private final List<byte[]> frames;

    private SmallFrames(List<byte[]> frames) {
        this.frames = frames;
    }

    /** @param stream FFmpeg's index of the video */
    public static SmallFrames of(Path file, int stream) {
        try {
            Path raw = Files.createTempFile("frames", ".gray");
            try {
                TestFfmpeg.ffmpeg(List.of(
                        "-nostdin",
                        "-y",
                        "-i",
                        file.toString(),
                        "-map",
                        "0:" + stream,
                        "-vf",
                        "scale=" + WIDTH + ":" + HEIGHT,
                        "-fps_mode",
                        "passthrough",
                        "-pix_fmt",
                        "gray",
                        "-f",
                        "rawvideo",
                        raw.toString()));
                return new SmallFrames(split(Files.readAllBytes(raw)));
            } finally {
                Files.delete(raw);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<byte[]> split(byte[] all) {
        List<byte[]> frames = new ArrayList<>();
        for (int start = 0; start < all.length; start += WIDTH * HEIGHT) {
            frames.add(Arrays.copyOfRange(all, start, start + WIDTH * HEIGHT));
        }
        return frames;
    }

    /**
     * Numbers of frames that look more like another frame of {@code source} than like their own.
     *
     * @param share of the distance of a frame's own source frame, below which another one counts as nearer
     */
    List<Integer> strayFrom(SmallFrames source, double share) {
        List<Integer> stray = new ArrayList<>();
        for (int frame = 0; frame < Math.max(frames.size(), source.frames.size()); frame++) {
            if (frame >= frames.size()
                    || frame >= source.frames.size()
                    || isNearerToAnother(frames.get(frame), source.frames, frame, share)) {
                stray.add(frame);
            }
        }
        return stray;
    }

    private static boolean isNearerToAnother(byte[] frame, List<byte[]> source, int own, double share) {
        double limit = distance(frame, source.get(own)) * share;
        for (int other = Math.max(0, own - NEARBY); other < Math.min(source.size(), own + NEARBY); other++) {
            if (other != own && distance(frame, source.get(other)) < limit) {
                return true;
            }
        }
        return false;
    }

    private static long distance(byte[] one, byte[] other) {
        long sum = 0;
        for (int i = 0; i < one.length; i++) {
            int difference = Byte.toUnsignedInt(one[i]) - Byte.toUnsignedInt(other[i]);
            sum += (long) difference * difference;
        }
        return sum;
    }
}
