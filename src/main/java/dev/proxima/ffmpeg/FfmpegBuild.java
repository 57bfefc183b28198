package dev.proxima.ffmpeg;

import java.nio.file.Path;
import java.util.Set;

/**
 * An FFmpeg that runs on this machine.
 *
 * @param ffmpeg the program as anybody can run it
 * @param ffprobe the program as anybody can run it
 * @param supervisor runs {@code ffmpeg} at low priority and ends it when the JVM that started it is gone; equal to
 *     {@code ffmpeg} where there is no shell
 * @param version equal on two nodes exactly if their FFmpeg was built from the same source in the same way
 * @param encoders FFmpeg's names of the encoders in this build
 * @param font a font file for burnt text, which comes with Proxima
 */
public record FfmpegBuild(Path ffmpeg, Path ffprobe, Path supervisor, String version, Set<String> encoders, Path font) {

    public FfmpegBuild {
        encoders = Set.copyOf(encoders);
    }
}
