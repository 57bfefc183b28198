package dev.proxima.cluster;

import dev.proxima.settings.Manners;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Whether a node takes work now, and if not, why. Lives as long as the JVM: a node that was drained stays so when its
 * seed comes back, and is ready again when it is started anew.
 */
public final class Duty {

    /** What was asked of a node. */
    public enum Draining {
        NO,
        /** What runs is encoded to its end. */
        AFTER_SEGMENT,
        /** What runs is given back. */
        NOW
    }

    /**
     * @param reason a sentence
     * @param givesBack whether what runs is ended, for others to do
     */
    public record Rest(String reason, boolean givesBack) {}

    /** Quarters of the spare memory that must be free until work is taken again: it comes and goes with each segment. */
    private static final long RELIEVED_QUARTERS = 5;

    private final Manners manners;
    private final Function<Instant, Duration> idleFor;
    private final Supplier<OptionalLong> freeMemory;
    private volatile Draining draining = Draining.NO;
    private boolean memoryIsShort;

    /** @param idleFor for how long, at that time, nobody else has used the machine; asked only if that matters */
    public Duty(Manners manners, Function<Instant, Duration> idleFor, Supplier<OptionalLong> freeMemory) {
        this.manners = manners;
        this.idleFor = idleFor;
        this.freeMemory = freeMemory;
    }

    void drain(Draining wish) {
        draining = wish;
    }

    /** Why no new attempt may begin; empty when one may. */
    Optional<Rest> rest(Instant now, LocalTime clock) {
        if (draining != Draining.NO) {
            return Optional.of(
                    new Rest("It was drained: \"proxima node resume\" lets it work again.", draining == Draining.NOW));
        }
        if (manners.onlyWhenIdle() && idleFor.apply(now).compareTo(manners.idleAfter()) < 0) {
            return Optional.of(new Rest(
                    "Somebody uses it: it waits until nobody has for " + inWords(manners.idleAfter())
                            + " (proxima.only-when-idle).",
                    true));
        }
        if (!manners.hours().include(clock)) {
            return Optional.of(new Rest("It encodes at " + manners.hours() + " only (proxima.encode-hours).", false));
        }
        return lacksMemory()
                ? Optional.of(new Rest("It is short of memory (proxima.spare-memory).", false))
                : Optional.empty();
    }

    private boolean lacksMemory() {
        long spare = manners.spareMemory();
        long least = memoryIsShort ? spare / 4 * RELIEVED_QUARTERS : spare;
        OptionalLong free = spare == 0 ? OptionalLong.empty() : freeMemory.get();
        memoryIsShort = free.isPresent() && free.getAsLong() < least;
        return memoryIsShort;
    }

    private static String inWords(Duration time) {
        return time.toSeconds() < 120 ? time.toSeconds() + " s" : time.toMinutes() + " min";
    }
}
