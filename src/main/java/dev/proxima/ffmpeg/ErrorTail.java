package dev.proxima.ffmpeg;

import com.github.kokorin.jaffree.log.LogMessage;
import com.github.kokorin.jaffree.process.StdReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Keeps the last lines of standard error. Unlike Jaffree's own reader it logs nothing, as decoders are talkative. */
final class ErrorTail<T> implements StdReader<T> {

    /** FFmpeg 8 encodes what it has by then and ends with status 0; invalid data is damage and as good as an end. */
    private static final Pattern READ_ERROR =
            Pattern.compile("Error during demuxing: (?!Invalid data found|End of file)");

    private final Deque<String> lines = new ArrayDeque<>();
    private final Runnable onEnd;
    private boolean damage;
    private boolean readError;
    private String lost;

    ErrorTail(Runnable onEnd) {
        this.onEnd = onEnd;
    }

    @Override
    public T read(InputStream stderr) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stderr, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                keep(line);
            }
        } catch (IOException e) {
            breakOff(e);
        } finally {
            onEnd.run();
        }
        return null;
    }

    @Override
    public List<LogMessage> getErrorLogMessages() {
        return List.of();
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** Of all lines, not only of those that are kept. */
    synchronized boolean tellOfDamage() {
        return damage;
    }

    /** Of all lines: the input could not be read to its end. */
    synchronized boolean tellOfReadError() {
        return readError;
    }

    /** Why some lines were not read, among which may have been one that tells of damage. */
    synchronized Optional<String> lost() {
        return Optional.ofNullable(lost);
    }

    private synchronized void breakOff(IOException e) {
        lost = e.toString();
    }

    private synchronized void keep(String line) {
        damage |= Damage.isToldBy(line);
        readError |= READ_ERROR.matcher(line).find();
        lines.addLast(line);
        if (lines.size() > ExitReport.TAIL_LINES) {
            lines.removeFirst();
        }
    }
}
