package dev.proxima.security;

import dev.proxima.job.FailureException;
import java.nio.file.Files;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The seed's own certificate, which it signs itself. */
public final class SeedIdentity {

    /** A client on the seed's machine may call it so. */
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", Names.plain("::1"));

    private final SecurityFolder folder;
    private final CertificateAuthority authority;
    private final Set<String> names;
    private final Duration lifetime;

    /** @param host by which other nodes know the seed */
    public SeedIdentity(SecurityFolder folder, CertificateAuthority authority, String host, Duration lifetime) {
        this.folder = folder;
        this.authority = authority;
        this.names = new LinkedHashSet<>(List.of(Names.plain(host)));
        this.names.addAll(LOOPBACK);
        this.lifetime = lifetime;
    }

    /** What there is, if it holds for this host and is not about to expire, or else a new one. */
    public NodeIdentity open() throws FailureException {
        if (Files.exists(folder.seedIdentity())) {
            NodeIdentity known = NodeIdentity.at(folder.seedIdentity());
            if (known.names().containsAll(names)
                    && known.isOf(authority.fingerprint())
                    && known.isValidAt(Instant.now())
                    && Instant.now().isBefore(known.renewFrom())) {
                return known;
            }
        }
        KeyPair keys = Keys.make();
        return NodeIdentity.write(
                folder.seedIdentity(),
                new Pem(
                        keys.getPrivate(),
                        authority.issue(keys.getPublic(), CertificateAuthority.Role.SEED, names, lifetime)));
    }
}
