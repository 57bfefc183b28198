package dev.proxima.http;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Slows down who tries out tokens: after some wrong ones from an address, that address has to wait. */
final class WrongTokens {

    static final String WAIT_SECONDS = "60";

    private static final Duration WAIT = Duration.ofSeconds(Long.parseLong(WAIT_SECONDS));
    private static final int ALLOWED = 10;
    private static final int REMEMBERED = 4_096;

    private final Clock clock;
    private final Map<InetAddress, Tries> tries = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Tries> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Tries(int count, Instant until) {}

    WrongTokens(Clock clock) {
        this.clock = clock;
    }

    synchronized boolean mustWait(InetAddress from) {
        Tries known = tries.get(from);
        return known != null && known.count >= ALLOWED && clock.instant().isBefore(known.until);
    }

    synchronized void count(InetAddress from) {
        Instant now = clock.instant();
        Tries known = tries.get(from);
        boolean fresh = known == null || !now.isBefore(known.until);
        tries.put(from, fresh ? new Tries(1, now.plus(WAIT)) : new Tries(known.count + 1, known.until));
    }
}
