package dev.proxima.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserInputTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @Test
    void readsWhatMacOsTells() {
        String text = "    | |   \"HIDIdleTime\" = 90000000000\n";
        assertThat(UserInput.ofMac(text)).contains(Duration.ofSeconds(90));
        assertThat(UserInput.ofMac("nothing")).isEmpty();
    }

    @Test
    void readsTheHintOfALinuxDesktop() {
        long since = NOW.minusSeconds(600).getEpochSecond() * 1_000_000;
        assertThat(UserInput.ofLogind("IdleHint=yes\nIdleSinceHint=" + since + "\n", NOW))
                .contains(Duration.ofMinutes(10));
        assertThat(UserInput.ofLogind("IdleHint=no\nIdleSinceHint=" + since + "\n", NOW))
                .contains(Duration.ZERO);
        assertThat(UserInput.ofLogind("", NOW)).isEmpty();
    }

    @Test
    void takesTheTerminalThatWasUsedLast(@TempDir Path terminals) throws Exception {
        assertThat(UserInput.terminals(terminals, NOW)).isEmpty();
        for (int terminal = 1; terminal <= 3; terminal++) {
            Path file = Files.createFile(terminals.resolve("" + terminal));
            Files.setAttribute(file, "lastAccessTime", FileTime.from(NOW.minusSeconds(10L * terminal)));
        }
        assertThat(UserInput.terminals(terminals, NOW)).contains(Duration.ofSeconds(10));
    }
}
