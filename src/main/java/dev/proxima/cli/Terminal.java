package dev.proxima.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where a command writes.
 *
 * @param out results only
 * @param err what a person follows
 * @param outScreen the size of the screen that {@code out} is shown on, empty when it goes elsewhere
 * @param errScreen the same of {@code err}
 * @param unicode whether block characters can be shown
 */
public record Terminal(
        PrintWriter out,
        PrintWriter err,
        Supplier<Optional<Screen>> outScreen,
        Supplier<Optional<Screen>> errScreen,
        boolean unicode) {

    public record Screen(int rows, int columns) {}

    /** For output that goes to a file or a pipe. */
    public static Terminal plain(PrintWriter out, PrintWriter err) {
        return new Terminal(out, err, Optional::empty, Optional::empty, true);
    }

    void result(String line) {
        out.println(line);
        out.flush();
    }

    void tell(String line) {
        err.println(line);
        err.flush();
    }

    void fail(String sentence) {
        tell("error: " + sentence.strip().replaceAll("\\s*\\R\\s*", " "));
    }
}
