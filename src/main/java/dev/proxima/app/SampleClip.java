package dev.proxima.app;

import dev.proxima.ffmpeg.FfmpegBuild;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes footage out of nothing: a test picture that moves and a tone, as a camera would record them. */
final class SampleClip {

    private SampleClip() {}

    /** A clip with open groups of pictures, two audio tracks and start timecode 01:00:00:00. */
    static void make(FfmpegBuild build, Path clip, int width, int height, String rate, int seconds)
            throws FailureException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(build.ffmpeg().toString(), "-nostdin", "-v", "error", "-y"));
        command.addAll(List.of("-f", "lavfi", "-i", "testsrc2=size=%dx%d:rate=%s".formatted(width, height, rate)));
        command.addAll(List.of("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000"));
        command.addAll(List.of("-f", "lavfi", "-i", "sine=frequency=880:sample_rate=48000"));
        command.addAll(List.of("-t", Integer.toString(seconds), "-map", "0", "-map", "1", "-map", "2"));
        command.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-g", "48"));
        command.addAll(List.of("-x264-params", "open-gop=1", "-pix_fmt", "yuv420p", "-c:a", "aac"));
        command.addAll(List.of("-timecode", "01:00:00:00", clip.toString()));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            if (exit != 0) {
                throw new FailureException(new Failure.FfmpegFailed("making the sample clip " + clip, exit, said));
            }
        } catch (IOException e) {
            throw new FailureException(new Failure.Internal("FFmpeg could not be started: " + e.getMessage(), ""), e);
        }
    }
}
