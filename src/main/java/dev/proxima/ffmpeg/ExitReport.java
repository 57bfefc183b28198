package dev.proxima.ffmpeg;

import java.util.List;
import java.util.Optional;

/**
 * How an FFmpeg process ended.
 *
 * @param exitCode the exit status, or the negative number of the signal that ended it
 * @param stderrTail the last error lines, at most {@value #TAIL_LINES}
 * @param stalled the process was ended by us as it made no progress
 * @param overdue the process was ended by us as it took longer than any may
 * @param enough the process was ended by us as it had done all that is wanted of it
 * @param tellsOfDamage something could not be decoded, see {@link Damage#isToldBy}
 * @param tellsOfReadError the input could not be read to its end, whatever the exit status
 * @param lost why some of what it told was not read, whatever the exit status: the rest is not to be relied on
 */
public record ExitReport(
        int exitCode,
        List<String> stderrTail,
        boolean stalled,
        boolean overdue,
        boolean enough,
        boolean tellsOfDamage,
        boolean tellsOfReadError,
        Optional<String> lost) {

    static final int TAIL_LINES = 20;

    public ExitReport {
        stderrTail = List.copyOf(stderrTail);
    }

    public boolean succeeded() {
        return exitCode == 0 || enough;
    }

    public String detail() {
        return String.join("\n", stderrTail);
    }
}
