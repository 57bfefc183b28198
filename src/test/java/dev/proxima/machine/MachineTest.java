package dev.proxima.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What can be asked of this very machine. */
class MachineTest {

    @Test
    void readsTheMemoryThatLinuxCallsAvailable() {
        assertThat(FreeMemory.available(List.of("MemFree: 5 kB", "MemAvailable:   23705 kB")))
                .hasValue(23705 * 1024);
        assertThat(FreeMemory.available(List.of())).isEmpty();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux and Windows tell")
    void hasSomeMemory() {
        assertThat(FreeMemory.bytes().orElseThrow()).isPositive();
    }

    /** What this JVM itself does is not what others do. */
    @Test
    void doesNotCountItsOwnWork() {
        OthersLoad others = new OthersLoad();
        others.cores();
        double cores = others.cores().orElse(0.0);
        assertThat(cores).isBetween(0.0, (double) Runtime.getRuntime().availableProcessors());
    }

    @Test
    @EnabledOnOs(
            value = {OS.LINUX, OS.MAC},
            disabledReason = "there is no cat")
    void holdsTheMachineAwakeUntilItIsLetGo() {
        WakeLock lock = new WakeLock(Optional.of(List.of("cat")));
        lock.hold(true);
        lock.hold(true);
        assertThat(lock.isHeld()).isTrue();
        lock.hold(false);
        assertThat(lock.isHeld()).isFalse();
        lock.hold(true);
        assertThat(lock.isHeld()).isTrue();
        lock.close();
        assertThat(lock.isHeld()).isFalse();
    }

    @Test
    @EnabledOnOs(
            value = {OS.LINUX, OS.MAC},
            disabledReason = "there is no false")
    void doesNotAskAgainWhereNobodyKeepsTheMachineAwake() {
        WakeLock lock = new WakeLock(Optional.of(List.of("false")));
        lock.hold(true);
        await().until(() -> !lock.isHeld());
        lock.hold(true);
        lock.hold(true);
        assertThat(lock.isHeld()).isFalse();
        WakeLock none = new WakeLock(Optional.of(List.of("/there/is/no/such/program")));
        none.hold(true);
        assertThat(none.isHeld()).isFalse();
    }

    @Test
    void asksEachSystemInItsOwnWay() {
        assertThat(WakeLock.command("Mac OS X", 7).orElseThrow()).containsExactly("caffeinate", "-i", "-w", "7");
        assertThat(WakeLock.command("Linux", 7).orElseThrow())
                .startsWith("systemd-inhibit")
                .endsWith("cat");
        assertThat(WakeLock.command("Windows 11", 7).orElseThrow()).startsWith("powershell");
        assertThat(WakeLock.command("Plan 9", 7)).isEmpty();
    }
}
