package dev.proxima.machine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** Memory that a new process could have without anything being swapped out. */
public final class FreeMemory {

    private static final Path LINUX = Path.of("/proc/meminfo");

    private FreeMemory() {}

    /** In bytes; empty where the system does not tell: macOS counts its file cache as used. */
    public static OptionalLong bytes() {
        try {
            if (Files.exists(LINUX)) {
                return available(Files.readAllLines(LINUX));
            }
        } catch (IOException e) {
            return OptionalLong.empty();
        }
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        return windows
                        && ManagementFactory.getOperatingSystemMXBean()
                                instanceof com.sun.management.OperatingSystemMXBean system
                ? OptionalLong.of(system.getFreeMemorySize())
                : OptionalLong.empty();
    }

    /** @param meminfo lines such as {@code MemAvailable:   23705 kB} */
    static OptionalLong available(List<String> meminfo) {
        return meminfo.stream()
                .filter(line -> line.startsWith("MemAvailable:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst();
    }
}
