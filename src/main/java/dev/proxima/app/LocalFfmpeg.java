package dev.proxima.app;

import dev.proxima.ffmpeg.FfmpegBuild;
import dev.proxima.ffmpeg.FfmpegInstaller;
import dev.proxima.ffmpeg.ProcessLimits;
import dev.proxima.job.FailureException;
import dev.proxima.settings.Settings;
import dev.proxima.storage.MediaRoots;

/** FFmpeg on this machine, and where it may read and write, as the settings have both. */
final class LocalFfmpeg {

    private LocalFfmpeg() {}

    static FfmpegBuild install(Settings settings) throws FailureException {
        Settings.Limits limits = settings.limits();
        return FfmpegInstaller.install(
                settings.ffmpegInstallDir(),
                settings.ffmpegDir(),
                new ProcessLimits(limits.nice(), limits.memoryBytes(), limits.time()));
    }

    static MediaRoots roots(Settings settings) {
        return MediaRoots.of(settings.mediaRoots(), settings.presets().values(), "node " + settings.host());
    }
}
