package dev.proxima.security;

import dev.proxima.api.Json;
import dev.proxima.job.FailureException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The tokens of a seed, each a file of its own that tells the hash of its secret. The seed reads them at every try, so
 * that one which was made or revoked beside it counts at once.
 */
public final class TokenStore {

    /** For how long an expired token is remembered, to be told that it expired. */
    private static final Duration KEPT = Duration.ofDays(7);

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;

    /**
     * @param hash SHA-256 of the secret
     * @param created ISO-8601, as is {@code expires}
     */
    public record Entry(String id, String hash, String created, String expires, boolean revoked) {

        public boolean isExpiredAt(Instant now) {
            return !now.isBefore(Instant.parse(expires));
        }
    }

    /** What a secret is worth. */
    public enum Verdict {
        GOOD,
        UNKNOWN,
        EXPIRED,
        REVOKED
    }

    public TokenStore(SecurityFolder folder) {
        this.folder = folder.tokens();
    }

    /**
     * @param port where the seed gives certificates out
     * @param fingerprint of its authority
     */
    JoinToken create(Duration lifetime, int port, String fingerprint) throws FailureException {
        sweep();
        JoinToken token = new JoinToken(port, JoinToken.randomId(RANDOM), JoinToken.randomSecret(RANDOM), fingerprint);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        save(new Entry(
                token.id(),
                hash(token.secret()),
                now.toString(),
                now.plus(lifetime).toString(),
                false));
        return token;
    }

    /** The newest first. */
    public List<Entry> list() throws FailureException {
        List<Entry> entries = new ArrayList<>();
        for (Path file : files()) {
            find(file.getFileName().toString()).ifPresent(entries::add);
        }
        entries.sort(Comparator.comparing(Entry::created).reversed());
        return entries;
    }

    /** @return false if there is no such token */
    public boolean revoke(String id) throws FailureException {
        Optional<Entry> known = find(id);
        if (known.isPresent()) {
            Entry entry = known.get();
            save(new Entry(entry.id(), entry.hash(), entry.created(), entry.expires(), true));
        }
        return known.isPresent();
    }

    /** Only who has the secret learns more than that it is not known. */
    Verdict check(String id, String secret) {
        Optional<Entry> known = find(id);
        byte[] expected = known.map(Entry::hash).orElse(hash("")).getBytes(StandardCharsets.US_ASCII);
        boolean right = MessageDigest.isEqual(expected, hash(secret).getBytes(StandardCharsets.US_ASCII));
        if (known.isEmpty() || !right) {
            return Verdict.UNKNOWN;
        }
        if (known.get().revoked()) {
            return Verdict.REVOKED;
        }
        return known.get().isExpiredAt(Instant.now()) ? Verdict.EXPIRED : Verdict.GOOD;
    }

    Optional<Entry> find(String id) {
        if (id == null || !ID.matcher(id).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(Files.readString(folder.resolve(id)), Entry.class));
        } catch (IOException e) {
            // not there, or a file that is none of ours
            return Optional.empty();
        }
    }

    private void sweep() throws FailureException {
        for (Path file : files()) {
            Optional<Entry> entry = find(file.getFileName().toString());
            if (entry.isPresent() && entry.get().isExpiredAt(Instant.now().minus(KEPT))) {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw Unwritable.of(file, e);
                }
            }
        }
    }

    private List<Path> files() throws FailureException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw Unwritable.of(folder, e);
        }
    }

    private void save(Entry entry) throws FailureException {
        Path file = folder.resolve(entry.id());
        try {
            PrivateFiles.makeDirectory(folder.getParent());
            PrivateFiles.write(file, Json.write(entry));
        } catch (IOException e) {
            throw Unwritable.of(file, e);
        }
    }

    private static String hash(String secret) {
        return Keys.sha256(secret.getBytes(StandardCharsets.UTF_8));
    }
}
