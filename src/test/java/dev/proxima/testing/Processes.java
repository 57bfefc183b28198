package dev.proxima.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds processes by what stands on their command line. The JDK itself leaves out lines longer than a page. */
public final class Processes {

    private Processes() {}

    /** Command lines of all running processes that hold {@code marker}, this JVM's own left out. */
    public static List<String> with(String marker) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .map(Processes::commandLine)
                .filter(line -> line.contains(marker))
                .toList();
    }

    public static String commandLine(ProcessHandle process) {
        Path file = Path.of("/proc", "" + process.pid(), "cmdline");
        try {
            return Files.isReadable(file)
                    ? Files.readString(file, StandardCharsets.ISO_8859_1).replace('\0', ' ')
                    : process.info().commandLine().orElse("");
        } catch (IOException | UncheckedIOException e) {
            return ""; // it has ended meanwhile
        }
    }
}
