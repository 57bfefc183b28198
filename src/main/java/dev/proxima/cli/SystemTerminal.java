package dev.proxima.cli;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** The terminal that this process was started in. */
public final class SystemTerminal {

    /** Set by the launcher: the file descriptors that are terminals, such as {@code 2} or {@code 12}. */
    public static final String TTY_PROPERTY = "proxima.tty";

    private static final Terminal.Screen USUAL = new Terminal.Screen(24, 80);
    private static final Duration SIZE_IS_FRESH = Duration.ofSeconds(2);

    private Terminal.Screen size = USUAL;
    private Instant measured = Instant.MIN;

    private SystemTerminal() {}

    public static Terminal open() {
        SystemTerminal terminal = new SystemTerminal();
        Charset charset = charset();
        return new Terminal(
                writer(System.out, charset),
                writer(System.err, charset),
                terminal.screenOf(1),
                terminal.screenOf(2),
                charset.newEncoder().canEncode('█'));
    }

    private static PrintWriter writer(PrintStream stream, Charset charset) {
        return new PrintWriter(stream, true, charset);
    }

    /** What the platform's terminal shows; before Java 18 that was not told by a documented property. */
    private static Charset charset() {
        for (String property : new String[] {"stdout.encoding", "sun.stdout.encoding", "native.encoding"}) {
            String name = System.getProperty(property);
            if (name != null && Charset.isSupported(name)) {
                return Charset.forName(name);
            }
        }
        return StandardCharsets.UTF_8;
    }

    private Supplier<Optional<Terminal.Screen>> screenOf(int descriptor) {
        return isTerminal(descriptor) ? () -> Optional.of(size()) : Optional::empty;
    }

    private static boolean isTerminal(int descriptor) {
        String told = System.getProperty(TTY_PROPERTY);
        if (told != null) {
            return told.contains(Integer.toString(descriptor));
        }
        Path link = Path.of("/proc/self/fd/" + descriptor);
        try {
            if (Files.isSymbolicLink(link)) {
                String target = Files.readSymbolicLink(link).toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
            }
        } catch (IOException e) {
            return false;
        }
        return consoleIsTerminal();
    }

    /** Up to Java 21 there is a console only on a terminal; later there always is one, which tells. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean consoleIsTerminal() {
        Console console = System.console();
        if (console == null || Runtime.version().feature() < 22) {
            return console != null;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    private synchronized Terminal.Screen size() {
        Instant now = Instant.now();
        if (measured.plus(SIZE_IS_FRESH).isBefore(now)) {
            size = measure();
            measured = now;
        }
        return size;
    }

    private static Terminal.Screen measure() {
        Path tty = Path.of("/dev/tty");
        if (!Files.isReadable(tty)) {
            return USUAL;
        }
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(tty.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String[] numbers = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ", 2);
            int rows = Integer.parseInt(numbers[0]);
            int columns = Integer.parseInt(numbers[1]);
            return rows > 3 && columns > 20 ? new Terminal.Screen(rows, columns) : USUAL;
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return USUAL;
        }
    }
}
