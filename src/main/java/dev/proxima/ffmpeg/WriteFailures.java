package dev.proxima.ffmpeg;

import dev.proxima.job.Failure;
import java.io.IOException;
import java.nio.file.Path;

/** What went wrong when a file could not be written. */
final class WriteFailures {

    private static final String NO_SPACE = "No space left on device";
    private static final String QUOTA = "Disk quota exceeded";
    private static final String NO_SPACE_ON_WINDOWS = "There is not enough space on the disk";

    private WriteFailures() {}

    static boolean isNoSpace(String text) {
        return text.contains(NO_SPACE) || text.contains(QUOTA) || text.contains(NO_SPACE_ON_WINDOWS);
    }

    static Failure of(Path file, IOException e) {
        return isNoSpace(String.valueOf(e.getMessage()))
                ? new Failure.NoSpace(file.toString())
                : new Failure.OutputUnwritable(file.toString(), "writing it failed (" + e + ")");
    }
}
