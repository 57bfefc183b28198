package dev.proxima.ffmpeg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The outcome of a program that answers at once, such as {@code ffmpeg -version}. Output is of both streams. */
record QuickRun(int exitCode, String output) {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String BUSY = "Text file busy";
    private static final int BUSY_LOOKS = 50;
    private static final Duration BUSY_PAUSE = Duration.ofMillis(20);

    static QuickRun of(Path program, List<String> arguments) throws IOException {
        return of(program, arguments, LIMIT);
    }

    /** @param limit of the time from the end of its output to its own */
    static QuickRun of(Path program, List<String> arguments, Duration limit) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        Process process = start(new ProcessBuilder(command).redirectErrorStream(true));
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(program + " does not end");
            }
            return new QuickRun(process.exitValue(), output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while running " + program, e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            process.destroyForcibly();
        }
    }

    /**
     * A program that was written a moment ago is "busy" while a process holds it open for writing that another thread
     * started meanwhile: a child has all files of its parent until it becomes a program of its own.
     */
    private static Process start(ProcessBuilder builder) throws IOException {
        for (int again = 0; again < BUSY_LOOKS; again++) {
            try {
                return builder.start();
            } catch (IOException e) {
                if (!e.getMessage().contains(BUSY)) {
                    throw e;
                }
                LockSupport.parkNanos(BUSY_PAUSE.toNanos());
            }
        }
        return builder.start();
    }

    String lastLine() {
        return output.lines()
                .reduce((first, second) -> second)
                .orElse("it said nothing")
                .strip();
    }
}
