package dev.proxima.ffmpeg;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * An FFmpeg that runs on this machine.
 *
 * @param ffmpeg the program as anybody can run it
 * @param ffprobe the program as anybody can run it
 * @param supervisor runs {@code ffmpeg} within {@code limits} and ends it when the JVM that started it is gone; equal
 *     to {@code ffmpeg} where there is no shell
 * @param probe the same of {@code ffprobe}
 * @param version equal on two nodes exactly if their FFmpeg was built from the same source in the same way
 * @param encoders FFmpeg's names of the encoders in this build
 * @param font a font file for burnt text, which comes with Proxima
 */
public record FfmpegBuild(
        Path ffmpeg,
        Path ffprobe,
        Path supervisor,
        Path probe,
        ProcessLimits limits,
        String version,
        Set<String> encoders,
        Path font) {

    public FfmpegBuild {
        encoders = Set.copyOf(encoders);
    }

    /** Programs that are run as they are. */
    FfmpegBuild(Path ffmpeg, Path ffprobe, String version, Set<String> encoders, Path font) {
        this(ffmpeg, ffprobe, ffmpeg, ffprobe, ProcessLimits.USUAL, version, encoders, font);
    }

    /** @param scripts a folder for the scripts that hold the limits */
    FfmpegBuild within(ProcessLimits held, Path scripts) throws IOException {
        return new FfmpegBuild(
                ffmpeg,
                ffprobe,
                LaunchScripts.supervisor(scripts, ffmpeg, held, false),
                LaunchScripts.supervisor(scripts, ffprobe, held.ofProbe(), true),
                held,
                version,
                encoders,
                font);
    }

    /** The same programs, of which only the time is limited. */
    FfmpegBuild within(ProcessLimits held) {
        return new FfmpegBuild(ffmpeg, ffprobe, supervisor, probe, held, version, encoders, font);
    }
}
