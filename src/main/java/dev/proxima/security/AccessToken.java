package dev.proxima.security;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What programs and people show to use a node's HTTP from another machine. It is one line in a file that only its owner
 * can read; who writes another line there changes it at once, and ends all sessions that began with the old one.
 */
public final class AccessToken {

    /** How long a browser stays logged in. */
    public static final Duration SESSION = Duration.ofDays(7);

    private static final int SHORTEST = 16;
    private static final int BYTES = 24;

    /** The token as it is printed: what is secret, and the authority of the cluster that it is for. */
    private static final Pattern WITH_AUTHORITY = Pattern.compile("(.+)\\.([0-9a-f]{64})");

    private final Path file;

    /**
     * The token of a node, or a new one.
     *
     * @throws FailureException when its file cannot be written, or what is in it is too short to be a secret
     */
    public static AccessToken open(SecurityFolder folder) throws FailureException {
        AccessToken token = new AccessToken(folder.accessToken());
        try {
            if (Files.notExists(token.file)) {
                byte[] secret = new byte[BYTES];
                new SecureRandom().nextBytes(secret);
                PrivateFiles.write(
                        token.file, Base64.getUrlEncoder().withoutPadding().encodeToString(secret) + "\n");
            }
            if (token.secret().length() < SHORTEST) {
                throw new FailureException(new Failure.InvalidRequest("The token in " + token.file
                        + " is too short: it must have at least " + SHORTEST
                        + " characters; delete that file to get a new one."));
            }
            return token;
        } catch (IOException e) {
            throw Unwritable.of(token.file, e);
        }
    }

    /** The token of a node whose files this user can read, for a client on the same machine. */
    public static Optional<String> stored(SecurityFolder folder) {
        try {
            return Optional.of(Files.readString(folder.accessToken()).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What of a given token is secret. */
    public static String secretOf(String given) {
        Matcher both = WITH_AUTHORITY.matcher(given.strip());
        return both.matches() ? both.group(1) : given.strip();
    }

    /** The fingerprint of the authority that a given token is for. */
    public static Optional<String> authorityOf(String given) {
        Matcher both = WITH_AUTHORITY.matcher(given.strip());
        return both.matches() ? Optional.of(both.group(2)) : Optional.empty();
    }

    private AccessToken(Path file) {
        this.file = file;
    }

    /** For other machines: with the authority, so that they know the node when it answers. */
    public String printed(NodeIdentity identity) throws FailureException {
        try {
            return secret() + '.' + Keys.fingerprint(identity.authority().getPublicKey());
        } catch (IOException e) {
            throw new FailureException(
                    new Failure.InvalidRequest("The token in " + file + " cannot be read: make it readable for whoever "
                            + "starts the node, or delete that file to get a new one."),
                    e);
        }
    }

    /** Takes as long for every wrong token. */
    public boolean isRight(String given) {
        try {
            return equal(secret(), secretOf(given));
        } catch (IOException e) {
            return false;
        }
    }

    /** What a browser shows from now on instead of the token. */
    public String session(Instant now) throws IOException {
        String until = Long.toString(now.plus(SESSION).getEpochSecond());
        return until + '.' + signature(until);
    }

    public boolean isSession(String given, Instant now) {
        int dot = given.indexOf('.');
        try {
            String until = given.substring(0, Math.max(0, dot));
            return equal(signature(until), given.substring(dot + 1))
                    && now.isBefore(Instant.ofEpochSecond(Long.parseLong(until)));
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }

    private String signature(String until) throws IOException {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(("session " + until).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private String secret() throws IOException {
        return secretOf(Files.readString(file));
    }

    /** By their digests, which have one length. */
    private static boolean equal(String right, String given) {
        return MessageDigest.isEqual(digest(right), digest(given));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
