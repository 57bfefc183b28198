package dev.proxima.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * So many requests a second of one address, and as many more at once after a pause. All addresses of one IPv6 network
 * count as one, as a machine there has 2^64.
 */
final class RateLimit {

    private static final double NANOS = 1e9;

    /** Of the latest; one that is forgotten begins anew. */
    private static final int REMEMBERED = 4_096;

    private static final int NETWORK_BYTES = 8;

    private final int perSecond;
    private final LongSupplier clock;
    private final Map<InetAddress, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Bucket> eldest) {
            return size() > REMEMBERED;
        }
    };

    private static final class Bucket {
        private double left;
        private long at;
    }

    /**
     * @param perSecond 0 for any number
     * @param clock nanoseconds
     */
    RateLimit(int perSecond, LongSupplier clock) {
        this.perSecond = perSecond;
        this.clock = clock;
    }

    /** Counts a request; false if it is one too many. */
    synchronized boolean allows(InetAddress from) {
        if (perSecond == 0) {
            return true;
        }
        long now = clock.getAsLong();
        double most = 2.0 * perSecond;
        Bucket bucket = buckets.computeIfAbsent(network(from), unknown -> {
            Bucket full = new Bucket();
            full.left = most;
            full.at = now;
            return full;
        });
        bucket.left = Math.min(most, bucket.left + (now - bucket.at) / NANOS * perSecond);
        bucket.at = now;
        if (bucket.left < 1) {
            return false;
        }
        bucket.left--;
        return true;
    }

    private static InetAddress network(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }
}
