package dev.proxima.ffmpeg;

import com.github.kokorin.jaffree.log.LogMessage;
import com.github.kokorin.jaffree.process.StdReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Standard output of a run, read line by line as it comes. Jaffree closes it where the thread that reads it begins more
 * than 100 ms after the process has ended, which an exit status of 0 says nothing of: who counts lines has to ask
 * {@link #lost}.
 */
final class LineOutput<T> implements StdReader<T> {

    private final Consumer<String> lines;
    private final Runnable onEnd;
    private final T result;
    private volatile String lost;

    /** @param result is for Jaffree, which wants one */
    LineOutput(Consumer<String> lines, Runnable onEnd, T result) {
        this.lines = lines;
        this.onEnd = onEnd;
        this.result = result;
    }

    @Override
    public T read(InputStream stdout) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stdout, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                take(line);
            }
        } catch (IOException e) {
            lost = e.toString();
        } finally {
            onEnd.run();
        }
        return result;
    }

    /** Why some lines were not read or not understood; to be asked for at the end. */
    Optional<String> lost() {
        return Optional.ofNullable(lost);
    }

    /** Reads on after a line that cannot be taken, as FFmpeg would wait for ever otherwise. */
    private void take(String line) {
        if (lost == null) {
            try {
                lines.accept(line);
            } catch (RuntimeException e) {
                lost = e + " at \"" + line + "\"";
            }
        }
    }

    @Override
    public List<LogMessage> getErrorLogMessages() {
        return List.of();
    }
}
