package dev.proxima.security;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down who tries out tokens: after some wrong ones from an address, that address has to wait. A secret has 128 bits,
 * so this spares the node's time and log more than it protects the secret.
 */
public final class WrongTries {

    static final int ALLOWED = 10;
    public static final Duration WAIT = Duration.ofMinutes(1);

    /** Of the latest; whoever has more addresses than this to try from gains little by it. */
    private static final int REMEMBERED = 4_096;

    private final Map<String, Tries> byAddress = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Tries(int count, Instant until) {}

    public synchronized boolean mustWait(String address, Instant now) {
        Tries tries = byAddress.get(address);
        return tries != null && tries.count >= ALLOWED && now.isBefore(tries.until);
    }

    public synchronized void count(String address, Instant now) {
        Tries tries = byAddress.get(address);
        byAddress.put(
                address,
                tries == null || !now.isBefore(tries.until)
                        ? new Tries(1, now.plus(WAIT))
                        : new Tries(tries.count + 1, tries.until));
    }
}
