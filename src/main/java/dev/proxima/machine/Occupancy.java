package dev.proxima.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Since when nobody else has used the machine. Looks every some seconds on a thread of its own, and only if asked to. */
public final class Occupancy implements AutoCloseable {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    /** Cores that a desktop with nobody at it uses are fewer; a render or a game uses more. */
    private static final double BUSY_CORES = 0.5;

    private final Supplier<Optional<Duration>> input;
    private final Supplier<Optional<Double>> load;
    private volatile Instant lastUsed;
    private Thread thread;

    /** Looks at this machine. It counts as used until it was looked at for long enough. */
    public static Occupancy watch() {
        OthersLoad others = new OthersLoad();
        Occupancy watching = new Occupancy(UserInput::idleFor, others::cores, Instant.now());
        watching.thread = new Thread(watching::run, "proxima-occupancy");
        watching.thread.setDaemon(true);
        watching.thread.start();
        return watching;
    }

    Occupancy(Supplier<Optional<Duration>> input, Supplier<Optional<Double>> load, Instant lastUsed) {
        this.input = input;
        this.load = load;
        this.lastUsed = lastUsed;
    }

    /** For how long nobody else has used the machine. */
    public Duration idleFor(Instant now) {
        return Duration.between(lastUsed, now);
    }

    /** Where the system tells nothing of keyboards, the load alone decides. */
    void look(Instant now) {
        boolean busy = load.get().filter(cores -> cores > BUSY_CORES).isPresent();
        Instant typed = input.get().map(now::minus).orElse(Instant.MIN);
        Instant used = busy ? now : typed;
        if (used.isAfter(lastUsed)) {
            lastUsed = used;
        }
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(LOOK_EVERY.toMillis());
                look(Instant.now());
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
