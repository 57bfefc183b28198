package dev.proxima.ffmpeg;

import java.util.List;
import java.util.regex.Pattern;

/**
 * How an FFmpeg process ended.
 *
 * @param exitCode the exit status, or the negative number of the signal that ended it
 * @param stderrTail the last error lines, at most {@value #TAIL_LINES}
 * @param stalled the process was ended by us as it made no progress
 * @param overdue the process was ended by us as it took longer than any may
 */
public record ExitReport(int exitCode, List<String> stderrTail, boolean stalled, boolean overdue) {

    static final int TAIL_LINES = 20;

    /** Of data that is no picture; what decoders say of references that a seek left out is not among it. */
    private static final Pattern DAMAGE = Pattern.compile("error while decoding MB|Invalid data found when processing");

    public ExitReport {
        stderrTail = List.copyOf(stderrTail);
    }

    public boolean succeeded() {
        return exitCode == 0;
    }

    /** Something could not be decoded, and was made up from what was decoded before it. */
    boolean tellsOfDamage() {
        return stderrTail.stream().anyMatch(line -> DAMAGE.matcher(line).find());
    }

    public String detail() {
        return String.join("\n", stderrTail);
    }
}
