package dev.proxima.ffmpeg;

import com.github.kokorin.jaffree.ffprobe.FFprobeResult;
import com.github.kokorin.jaffree.log.LogMessage;
import com.github.kokorin.jaffree.process.StdReader;
import java.io.InputStream;
import java.util.List;

/** Standard error of an ffprobe run. */
final class ErrorLines implements StdReader<FFprobeResult> {

    private final ErrorTail tail = new ErrorTail(() -> {});

    @Override
    public FFprobeResult read(InputStream stderr) {
        tail.read(stderr);
        return null;
    }

    @Override
    public List<LogMessage> getErrorLogMessages() {
        return List.of();
    }

    String text() {
        return String.join("\n", tail.lines());
    }

    /** A clause for a failure, by what FFmpeg is known to say. */
    String reason() {
        String text = text();
        if (text.contains("moov atom not found")) {
            return "it is incomplete: its index is missing, as if the recording or copying broke off";
        }
        if (text.contains("Invalid data found")) {
            return "it is not a video file, or is damaged at its start";
        }
        if (text.contains("Permission denied")) {
            return "its permissions do not let Proxima read it";
        }
        return "FFmpeg cannot open it";
    }
}
