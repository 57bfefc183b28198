package dev.proxima.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Commands of the system that tests stand on. */
public final class Shell {

    private Shell() {}

    /** @return the exit status */
    public static int run(String... command) {
        return execute(List.of(command)).status();
    }

    /** @return what it printed; fails the test if the command fails */
    public static String require(String... command) {
        Result result = execute(List.of(command));
        if (result.status() != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + result.output());
        }
        return result.output();
    }

    private record Result(int status, String output) {}

    private static Result execute(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
