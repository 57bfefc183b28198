package dev.proxima.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsableCoresTest {

    @TempDir
    Path directory;

    @Test
    void readsTheQuotaOfItsGroupByVersion2() throws IOException {
        mounted("cgroup2", "rw", "/");
        in("0::/nodes/one");
        write("groups/nodes/one/cpu.max", "50000 100000");
        write("groups/nodes/cpu.max", "max 100000");

        assertThat(cores().quota()).hasValue(0.5);
    }

    @Test
    void readsTheQuotaOfItsGroupByVersion1() throws IOException {
        mounted("cgroup", "rw,cpu,cpuacct", "/");
        in("7:memory:/elsewhere", "4:cpu,cpuacct:/nodes/one", "0::/");
        write("groups/nodes/one/cpu.cfs_quota_us", "6250");
        write("groups/nodes/one/cpu.cfs_period_us", "50000");
        write("groups/nodes/cpu.cfs_quota_us", "-1");

        assertThat(cores().quota()).hasValue(0.125);
    }

    @Test
    void hasNoMoreThanTheGroupsThatItIsIn() throws IOException {
        mounted("cgroup2", "rw", "/");
        in("0::/nodes/one");
        write("groups/nodes/one/cpu.max", "400000 100000");
        write("groups/nodes/cpu.max", "150000 100000");

        assertThat(cores().quota()).hasValue(1.5);
    }

    /** Of the machine's groups a container sees its own, as the topmost. */
    @Test
    void readsTheQuotaOfItsContainer() throws IOException {
        mounted("cgroup", "rw,cpu", "/docker/1f2e");
        in("4:cpu:/docker/1f2e");
        write("groups/cpu.cfs_quota_us", "200000");
        write("groups/cpu.cfs_period_us", "100000");

        assertThat(cores().quota()).hasValue(2.0);
    }

    @Test
    void seesAQuotaThatChanges() throws IOException {
        mounted("cgroup2", "rw", "/");
        in("0::/one");
        write("groups/one/cpu.max", "100000 100000");
        UsableCores cores = cores();
        assertThat(cores.quota()).hasValue(1.0);

        write("groups/one/cpu.max", "10000 100000");
        assertThat(cores.quota()).hasValue(0.1);
        assertThat(cores.now()).isCloseTo(0.08, within(1e-9));
    }

    @Test
    void countsWhatIsLeftByTheNodeItself() throws IOException {
        mounted("cgroup2", "rw", "/");
        in("0::/one");
        write("groups/one/cpu.max", "12500 100000");
        assertThat(cores().now()).isCloseTo(0.105, within(1e-9));

        write("groups/one/cpu.max", "1000 100000");
        assertThat(cores().now()).as("however little it is").isEqualTo(0.0025);
    }

    @Test
    void hasAllProcessorsWithoutAQuota() throws IOException {
        int processors = Runtime.getRuntime().availableProcessors();
        assertThat(cores().now()).as("no control groups").isEqualTo(processors);

        mounted("cgroup2", "rw", "/");
        in("0::/one");
        write("groups/one/cpu.max", "max 100000");
        assertThat(cores().now()).isEqualTo(processors);

        for (String unexpected : List.of("nonsense", "50000", "", "50000 often")) {
            write("groups/one/cpu.max", unexpected);
            assertThat(cores().now()).as(unexpected).isEqualTo(processors);
        }
        write("self/mountinfo", "32 31 -\n");
        assertThat(cores().now()).isEqualTo(processors);
    }

    @Test
    void knowsTheCoresOfThisMachine() {
        assertThat(new UsableCores().now())
                .isPositive()
                .isLessThanOrEqualTo(Runtime.getRuntime().availableProcessors());
    }

    private UsableCores cores() {
        return new UsableCores(directory.resolve("self"));
    }

    private void mounted(String type, String options, String root) throws IOException {
        write("self/mountinfo", """
                22 1 254:0 / / rw - ext4 /dev/root rw
                32 31 0:29 %s %s rw,relatime shared:9 - %s cgroup %s
                """.formatted(root, directory.resolve("groups"), type, options));
    }

    private void in(String... lines) throws IOException {
        write("self/cgroup", String.join("\n", lines) + "\n");
    }

    private void write(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
