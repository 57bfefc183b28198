package dev.proxima.security;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * What a person carries from the seed to a machine that joins. In text it is {@code px-} and 79 letters: version, port,
 * id, secret, fingerprint and a checksum that finds a letter lost on the way, in base64url.
 *
 * @param port where the seed gives certificates out
 * @param id by which the seed finds it, 8 hexadecimal digits
 * @param secret 32 hexadecimal digits; the seed itself knows only its hash
 * @param fingerprint of the cluster's authority: no other machine can pose as the seed
 */
public record JoinToken(int port, String id, String secret, String fingerprint) {

    private static final String PREFIX = "px-";
    private static final byte VERSION = 1;
    private static final int ID_BYTES = 4;
    private static final int SECRET_BYTES = 16;
    private static final int FINGERPRINT_BYTES = 32;
    private static final int CHECKED_BYTES = 1 + Short.BYTES + ID_BYTES + SECRET_BYTES + FINGERPRINT_BYTES;
    private static final HexFormat HEX = HexFormat.of();

    /** @throws FailureException when the text is not a whole token */
    public static JoinToken parse(String text) throws FailureException {
        String bare = text.strip();
        if (!bare.startsWith(PREFIX)) {
            throw refusal("This is no token of Proxima; it starts with " + PREFIX);
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(bare.substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            throw refusal("The token has a character that none has");
        }
        if (bytes.length != CHECKED_BYTES + Integer.BYTES
                || ByteBuffer.wrap(bytes, CHECKED_BYTES, Integer.BYTES).getInt() != checksum(bytes)) {
            throw refusal("The token is not whole, or has a wrong letter");
        }
        ByteBuffer fields = ByteBuffer.wrap(bytes);
        if (fields.get() != VERSION) {
            throw refusal("The token is of another version of Proxima than this one");
        }
        return new JoinToken(
                Short.toUnsignedInt(fields.getShort()),
                hex(fields, ID_BYTES),
                hex(fields, SECRET_BYTES),
                hex(fields, FINGERPRINT_BYTES));
    }

    static String randomId(SecureRandom random) {
        return random(random, ID_BYTES);
    }

    static String randomSecret(SecureRandom random) {
        return random(random, SECRET_BYTES);
    }

    public String text() {
        ByteBuffer bytes = ByteBuffer.allocate(CHECKED_BYTES + Integer.BYTES)
                .put(VERSION)
                .putShort((short) port)
                .put(HEX.parseHex(id))
                .put(HEX.parseHex(secret))
                .put(HEX.parseHex(fingerprint));
        bytes.putInt(checksum(bytes.array()));
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** Without the secret, for logs. */
    @Override
    public String toString() {
        return "token " + id;
    }

    private static String random(SecureRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return HEX.formatHex(bytes);
    }

    private static String hex(ByteBuffer from, int length) {
        byte[] bytes = new byte[length];
        from.get(bytes);
        return HEX.formatHex(bytes);
    }

    private static int checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, CHECKED_BYTES);
        return (int) crc.getValue();
    }

    private static FailureException refusal(String what) {
        return new FailureException(new Failure.InvalidRequest(
                what + ": copy the whole line that \"proxima seed\" or \"proxima token create\" printed."));
    }
}
