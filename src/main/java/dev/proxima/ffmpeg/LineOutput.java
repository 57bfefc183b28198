package dev.proxima.ffmpeg;

import com.github.kokorin.jaffree.log.LogMessage;
import com.github.kokorin.jaffree.process.StdReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Standard output of a run, read line by line as it comes. {@code result} is for Jaffree, which wants one. */
final class LineOutput<T> implements StdReader<T> {

    private final Consumer<String> lines;
    private final Runnable onEnd;
    private final T result;

    LineOutput(Consumer<String> lines, Runnable onEnd, T result) {
        this.lines = lines;
        this.onEnd = onEnd;
        this.result = result;
    }

    @Override
    public T read(InputStream stdout) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stdout, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.accept(line);
            }
        } catch (IOException e) {
            // the process has ended, which its exit tells
        } finally {
            onEnd.run();
        }
        return result;
    }

    @Override
    public List<LogMessage> getErrorLogMessages() {
        return List.of();
    }
}
