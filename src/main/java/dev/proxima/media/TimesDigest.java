package dev.proxima.media;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Digest over the times of frames, each counted from the first in ticks of the source, so that a plan can say when the
 * frames of a segment are without listing them.
 */
public final class TimesDigest {

    private static final int BYTES = 8;

    private final MessageDigest digest;

    public TimesDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of frames that follow each other without a gap, in frames. */
    public static String counting(long frames) {
        TimesDigest digest = new TimesDigest();
        for (long frame = 0; frame < frames; frame++) {
            digest.add(frame);
        }
        return digest.hex();
    }

    public void add(long ticks) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(ticks).array());
    }

    /** 16 hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), BYTES));
    }
}
