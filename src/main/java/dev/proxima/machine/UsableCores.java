package dev.proxima.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Cores that are left to what this JVM starts. In a container or another control group of Linux that may be a fraction of
 * one, which the JVM itself rounds up, and it may change at any time.
 */
public final class UsableCores {

    private static final String QUOTA_OF_VERSION_1 = "cpu.cfs_quota_us";
    private static final String PERIOD_OF_VERSION_1 = "cpu.cfs_period_us";
    private static final String QUOTA_OF_VERSION_2 = "cpu.max";

    /**
     * What a node takes itself, to hear and tell that all is well: 2% of a core of a slow machine. Beside whole cores that is
     * nothing; of an eighth of one it is a sixth.
     */
    private static final double OWN = 0.02;

    /** However little its group may have. */
    private static final double LEAST_LEFT = 0.25;

    private final Path membership;
    private final Optional<Mount> mount;

    /** Where a hierarchy of groups is to be seen, from which of its groups on. */
    private record Mount(Path place, String root, boolean second) {}

    public UsableCores() {
        this(Path.of("/proc/self"));
    }

    /** @param process its folder in {@code /proc} */
    UsableCores(Path process) {
        membership = process.resolve("cgroup");
        mount = mount(process.resolve("mountinfo"));
    }

    /** Above 0. */
    public double now() {
        int processors = Runtime.getRuntime().availableProcessors();
        OptionalDouble quota = quota();
        return quota.isPresent() ? Math.min(leftOf(quota.getAsDouble()), processors) : processors;
    }

    private static double leftOf(double quota) {
        return Math.max(quota - OWN, quota * LEAST_LEFT);
    }

    /** In cores; the least of the group's and of those that it is in. Empty where there is none, or no such group. */
    OptionalDouble quota() {
        double least = Double.POSITIVE_INFINITY;
        try {
            for (Path group = group().orElse(null); group != null; group = above(group)) {
                least = Math.min(least, quotaOf(group));
            }
        } catch (IOException | RuntimeException e) {
            // of another form than was expected: the node works all the same
            return OptionalDouble.empty();
        }
        return Double.isInfinite(least) ? OptionalDouble.empty() : OptionalDouble.of(least);
    }

    private Optional<Path> group() throws IOException {
        if (mount.isEmpty()) {
            return Optional.empty();
        }
        Mount groups = mount.get();
        for (String line : Files.readAllLines(membership)) {
            // such as 4:cpu,cpuacct:/docker/1f2e, or 0::/docker/1f2e by version 2
            String[] fields = line.split(":", 3);
            boolean same = groups.second()
                    ? fields[1].isEmpty()
                    : List.of(fields[1].split(",")).contains("cpu");
            if (same) {
                String path = fields[2].startsWith(groups.root())
                        ? fields[2].substring(groups.root().length())
                        : "";
                return Optional.of(groups.place().resolve(path.replaceFirst("^/+", "")));
            }
        }
        return Optional.empty();
    }

    private Path above(Path group) {
        Path above = group.getParent();
        return mount.filter(groups -> above.startsWith(groups.place())).isPresent() ? above : null;
    }

    /** Infinite where the group has none. */
    private static double quotaOf(Path group) throws IOException {
        Path second = group.resolve(QUOTA_OF_VERSION_2);
        if (Files.exists(second)) {
            // such as "50000 100000", or "max 100000"
            String[] fields = Files.readString(second).strip().split(" ");
            return fields[0].equals("max")
                    ? Double.POSITIVE_INFINITY
                    : Double.parseDouble(fields[0]) / Double.parseDouble(fields[1]);
        }
        Path first = group.resolve(QUOTA_OF_VERSION_1);
        if (!Files.exists(first)) {
            return Double.POSITIVE_INFINITY;
        }
        double micros = Double.parseDouble(Files.readString(first).strip());
        return micros <= 0
                ? Double.POSITIVE_INFINITY
                : micros
                        / Double.parseDouble(Files.readString(group.resolve(PERIOD_OF_VERSION_1))
                                .strip());
    }

    /** Where both versions are, the processor is divided by the first if that has the controller. */
    private static Optional<Mount> mount(Path mountinfo) {
        Optional<Mount> second = Optional.empty();
        try {
            for (String line : Files.exists(mountinfo) ? Files.readAllLines(mountinfo) : List.<String>of()) {
                // 32 31 0:29 /root /place rw,relatime … - cgroup source rw,cpu
                String[] sides = line.split(" - ", 2);
                String[] left = sides[0].split(" ");
                String[] right = sides[1].split(" ");
                String root = left[3].equals("/") ? "" : left[3];
                if (right[0].equals("cgroup") && List.of(right[2].split(",")).contains("cpu")) {
                    return Optional.of(new Mount(Path.of(left[4]), root, false));
                }
                if (right[0].equals("cgroup2")) {
                    second = Optional.of(new Mount(Path.of(left[4]), root, true));
                }
            }
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
        return second;
    }
}
