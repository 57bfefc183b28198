package dev.proxima.ffmpeg;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.media.BurnIn;
import dev.proxima.media.PictureSettings;
import dev.proxima.media.Preset;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that a preset needs on the machine that encodes. */
public final class PresetFiles {

    private PresetFiles() {}

    /**
     * The preset with a font, if it burns in anything.
     *
     * @throws FailureException {@link Failure.InvalidRequest} if its font or LUT is not on this machine
     */
    public static Preset present(Preset preset, FfmpegBuild build) throws FailureException {
        PictureSettings picture = preset.picture();
        if (picture.lut().isPresent()) {
            require(preset, "LUT", "lut", picture.lut().get());
        }
        BurnIn burnIn = picture.burnIn();
        if (burnIn.isNothing()) {
            return preset;
        }
        String font = burnIn.font().orElse(build.font().toString());
        require(preset, "font", "burn-in.font", font);
        return preset.withPicture(picture.withBurnIn(burnIn.withFont(font)));
    }

    private static void require(Preset preset, String what, String setting, String file) throws FailureException {
        if (!Files.isReadable(Path.of(file)) || Files.isDirectory(Path.of(file))) {
            throw new FailureException(new Failure.InvalidRequest("The " + what + " of preset \"" + preset.name()
                    + "\" is not on this machine: all nodes need " + file + " (setting " + setting + ")."));
        }
    }
}
