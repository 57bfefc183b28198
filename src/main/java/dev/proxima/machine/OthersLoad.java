package dev.proxima.machine;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How many cores other programs use: what the whole machine uses, less this JVM and the processes that it started. */
final class OthersLoad {

    private final com.sun.management.OperatingSystemMXBean system =
            (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Map<Long, Duration> before = Map.of();
    private long at = System.nanoTime();

    /** Cores that others used since the last call; empty if the system does not tell. The first answer means little. */
    Optional<Double> cores() {
        Map<Long, Duration> now = ours();
        long nanos = Math.max(1, System.nanoTime() - at);
        Duration used = Duration.ZERO;
        for (Map.Entry<Long, Duration> process : now.entrySet()) {
            used = used.plus(process.getValue()).minus(before.getOrDefault(process.getKey(), Duration.ZERO));
        }
        before = now;
        at = System.nanoTime();
        double all = system.getCpuLoad() * system.getAvailableProcessors();
        return all < 0 ? Optional.empty() : Optional.of(Math.max(0, all - (double) used.toNanos() / nanos));
    }

    private static Map<Long, Duration> ours() {
        Map<Long, Duration> used = new HashMap<>();
        ProcessHandle self = ProcessHandle.current();
        Stream.concat(Stream.of(self), self.descendants())
                .forEach(process -> process.info().totalCpuDuration().ifPresent(time -> used.put(process.pid(), time)));
        return used;
    }
}
