package dev.proxima.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Small clips made of FFmpeg's test pattern: 320x180, some seconds long, so that a test takes no longer than it must.
 * Audio tracks have other sample rates and lengths than the video, as clips do.
 */
public final class Lavfi {

    /** Open groups of 24 pictures with B-frames, as cameras and x264 users make them. */
    public static final List<String> H264_OPEN = List.of(
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-g",
            "24",
            "-pix_fmt",
            "yuv420p",
            "-x264-params",
            "open-gop=1:bframes=3:b-adapt=0:keyint=24:scenecut=0");

    public static final List<String> H264_CLOSED =
            List.of("-c:v", "libx264", "-preset", "ultrafast", "-g", "30", "-bf", "2", "-pix_fmt", "yuv420p");

    /** Key frames are CRA pictures, whose leading pictures cannot be decoded after a seek. */
    public static final List<String> H265_OPEN = List.of(
            "-c:v",
            "libx265",
            "-preset",
            "ultrafast",
            "-pix_fmt",
            "yuv420p",
            "-tag:v",
            "hvc1",
            "-x265-params",
            "open-gop=1:keyint=24:min-keyint=24:bframes=4:log-level=none");

    public static final List<String> PRORES = List.of("-c:v", "prores", "-profile:v", "1");
    public static final List<String> MJPEG = List.of("-c:v", "mjpeg", "-q:v", "5", "-pix_fmt", "yuvj420p");

    private final List<String> inputs = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private int streams;

    private Lavfi() {}

    public static Lavfi video(String rate, int seconds, List<String> encoder) {
        Lavfi clip = new Lavfi();
        clip.input("0", "testsrc2=s=320x180:r=" + rate + ":d=" + seconds);
        clip.options.addAll(encoder);
        return clip;
    }

    public static Lavfi audioOnly() {
        return new Lavfi().audio("sine=440:d=1", "eng");
    }

    /** Delays everything after the first stream by so many seconds, and so the first against it if negative. */
    public Lavfi audioLater(String seconds, String sine, String language) {
        input(seconds, sine);
        return language(language);
    }

    /** Another video track. */
    public Lavfi beside(String pattern) {
        input("0", pattern);
        return this;
    }

    public Lavfi audio(String sine, String language) {
        return audioLater("0", sine, language);
    }

    public Lavfi option(String... words) {
        options.addAll(List.of(words));
        return this;
    }

    /** Starts the video so much later than the rest. */
    public Lavfi startingAt(String seconds) {
        inputs.addAll(0, List.of("-itsoffset", seconds));
        return this;
    }

    public Path write(Path file) {
        List<String> command = new ArrayList<>(List.of("-nostdin", "-y"));
        command.addAll(inputs);
        for (int stream = 0; stream < streams; stream++) {
            command.addAll(List.of("-map", "" + stream));
        }
        command.addAll(options);
        command.add(file.toString());
        TestFfmpeg.ffmpeg(command);
        return file;
    }

    /** A stream that has no tables as often as it takes to be long: all of it has to be read to find its frames. */
    public static Path repeat(Path stream, int copies, Path target) throws IOException {
        byte[] bytes = Files.readAllBytes(stream);
        try (OutputStream file = Files.newOutputStream(target)) {
            for (int copy = 0; copy < copies; copy++) {
                file.write(bytes);
            }
        }
        return target;
    }

    private void input(String offset, String source) {
        if (!offset.equals("0")) {
            inputs.addAll(List.of("-itsoffset", offset));
        }
        inputs.addAll(List.of("-f", "lavfi", "-i", source));
        streams++;
    }

    private Lavfi language(String language) {
        int track = (int) options.stream()
                .filter(word -> word.startsWith("-metadata:s:a:"))
                .count();
        return option("-metadata:s:a:" + track, "language=" + language);
    }
}
