package dev.proxima.machine;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the machine from falling asleep while it encodes, by a process that the system offers for that. It ends when its
 * input does, so it is gone when this JVM is, in whatever way. A machine that offers none may fall asleep.
 */
public final class WakeLock implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WakeLock.class);

    private final Optional<List<String>> command;
    private Process holder;
    private boolean useless;

    public WakeLock() {
        this(command(System.getProperty("os.name"), ProcessHandle.current().pid()));
    }

    WakeLock(Optional<List<String>> command) {
        this.command = command;
    }

    /** Holds the machine awake, or lets go of it. Cheap to be called again and again. */
    public synchronized void hold(boolean encoding) {
        if (!encoding) {
            close();
        } else if (holder == null && !useless) {
            begin();
        } else if (holder != null && !holder.isAlive()) {
            // as in a container, where there is nobody to ask
            useless = true;
            holder = null;
            log.info("This machine cannot be kept from falling asleep while it encodes");
        }
    }

    synchronized boolean isHeld() {
        return holder != null && holder.isAlive();
    }

    private void begin() {
        try {
            if (command.isPresent()) {
                holder = new ProcessBuilder(command.get())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
            }
        } catch (IOException e) {
            useless = true;
            log.info("This machine cannot be kept from falling asleep while it encodes: {}", e.getMessage());
        }
    }

    static Optional<List<String>> command(String system, long pid) {
        if (system.startsWith("Mac")) {
            return Optional.of(List.of("caffeinate", "-i", "-w", Long.toString(pid)));
        }
        if (system.startsWith("Linux")) {
            // cat ends when this JVM closes the other end of its input
            return Optional.of(
                    List.of("systemd-inhibit", "--what=sleep:idle", "--who=Proxima", "--why=Encoding proxies", "cat"));
        }
        return system.startsWith("Windows") ? Optional.of(windows()) : Optional.empty();
    }

    /** ES_CONTINUOUS | ES_SYSTEM_REQUIRED for as long as this thread lives. Not tried yet. */
    private static List<String> windows() {
        String state = "[void](Add-Type -PassThru -Name P -MemberDefinition '[DllImport(\"kernel32.dll\")] "
                + "public static extern uint SetThreadExecutionState(uint f);')::SetThreadExecutionState(2147483649)";
        return List.of("powershell", "-NoProfile", "-Command", state + "; [void][Console]::In.ReadLine()");
    }

    @Override
    public synchronized void close() {
        if (holder != null) {
            holder.destroy();
            holder = null;
        }
    }
}
