package dev.proxima.machine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** For how long nobody has used keyboard or mouse, where the system tells. Blocks for some milliseconds. */
final class UserInput {

    private static final List<String> MAC = List.of("ioreg", "-c", "IOHIDSystem", "-d", "4");
    private static final Pattern MAC_NANOS = Pattern.compile("\"HIDIdleTime\" = (\\d+)");

    /** Linux desktops set this hint; it comes some minutes late. */
    private static final List<String> LOGIND =
            List.of("loginctl", "show-seat", "seat0", "--property=IdleHint", "--property=IdleSinceHint");

    private static final Pattern LOGIND_IDLE = Pattern.compile("IdleHint=(yes|no)\\s+IdleSinceHint=(\\d+)");

    private static final int ANSWERS_WITHIN_SECONDS = 5;

    private UserInput() {}

    static Optional<Duration> idleFor() {
        String system = System.getProperty("os.name");
        if (system.startsWith("Mac")) {
            return said(MAC).flatMap(UserInput::ofMac);
        }
        if (!system.startsWith("Linux")) {
            return Optional.empty();
        }
        Instant now = Instant.now();
        Optional<Duration> desktop = said(LOGIND).flatMap(text -> ofLogind(text, now));
        return terminals(Path.of("/dev/pts"), now)
                .map(terminal ->
                        desktop.filter(idle -> idle.compareTo(terminal) < 0).orElse(terminal))
                .or(() -> desktop);
    }

    static Optional<Duration> ofMac(String text) {
        Matcher nanos = MAC_NANOS.matcher(text);
        return nanos.find() ? Optional.of(Duration.ofNanos(Long.parseLong(nanos.group(1)))) : Optional.empty();
    }

    static Optional<Duration> ofLogind(String text, Instant now) {
        Matcher hint = LOGIND_IDLE.matcher(text);
        if (!hint.find()) {
            return Optional.empty();
        }
        Instant since = Instant.EPOCH.plusNanos(Long.parseLong(hint.group(2)) * 1000);
        return Optional.of(hint.group(1).equals("no") ? Duration.ZERO : Duration.between(since, now));
    }

    /** A terminal's file was last accessed when somebody typed, which is where w(1) has it from. */
    static Optional<Duration> terminals(Path folder, Instant now) {
        Optional<Instant> latest = Optional.empty();
        try (DirectoryStream<Path> terminals = Files.newDirectoryStream(folder, "[0-9]*")) {
            for (Path terminal : terminals) {
                Instant typed = ((FileTime) Files.getAttribute(terminal, "lastAccessTime")).toInstant();
                latest = latest.filter(typed::isBefore).or(() -> Optional.of(typed));
            }
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
        return latest.map(typed -> Duration.between(typed, now));
    }

    private static Optional<String> said(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            try (InputStream out = process.getInputStream()) {
                String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
                boolean ended = process.waitFor(ANSWERS_WITHIN_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
                return ended ? Optional.of(text) : Optional.empty();
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
