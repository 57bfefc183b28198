package dev.proxima.security;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.security.auth.x500.X500Principal;

/** Signs the certificates of a cluster's nodes. The seed makes it on its first start; its key never leaves the seed. */
public final class CertificateAuthority {

    /** How far behind a node's clock may be. */
    static final Duration BACKDATED = Duration.ofHours(1);

    private static final Duration LIFETIME = Duration.ofDays(3650);
    private static final String SUBJECT = "CN=proxima, OU=";

    /** What a certificate says of its node. */
    enum Role {
        /** Gives certificates out, and is the only one that may: those who join look for it. */
        SEED,
        NODE;

        String subject() {
            return SUBJECT + name().toLowerCase(Locale.ROOT);
        }

        boolean isOf(X509Certificate certificate) {
            return new X500Principal(subject()).equals(certificate.getSubjectX500Principal());
        }
    }

    private final PrivateKey key;
    private final X509Certificate certificate;

    /**
     * Reads the authority of this machine, or makes it if there is none.
     *
     * @throws FailureException when its file cannot be read or written
     */
    public static CertificateAuthority open(SecurityFolder folder) throws FailureException {
        Path file = folder.authority();
        try {
            if (!Files.exists(file)) {
                makeOnce(file);
            }
            Pem pem = Pem.parse(Files.readString(file));
            return new CertificateAuthority(pem.key(), pem.chain().get(0));
        } catch (IOException e) {
            throw Unwritable.of(file, e);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new FailureException(
                    new Failure.InvalidRequest(
                            "The cluster's authority in " + file + " cannot be used (" + e.getMessage()
                                    + "): restore it from a copy, or remove it; then all nodes must join again."),
                    e);
        }
    }

    /** Of two seeds that start at once in one directory, the second finds what the first made. */
    private static synchronized void makeOnce(Path file) throws IOException {
        PrivateFiles.makeDirectory(file.getParent());
        try (FileChannel channel = FileChannel.open(
                        file.resolveSibling(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!Files.exists(file)) {
                KeyPair keys = Keys.make();
                Instant now = Instant.now();
                String name = Keys.fingerprint(keys.getPublic()).substring(0, 8);
                X509Certificate own = Certificates.ofAuthority(
                        keys,
                        "CN=Proxima cluster " + name,
                        new Certificates.Validity(now.minus(BACKDATED), now.plus(LIFETIME)));
                PrivateFiles.write(file, new Pem(keys.getPrivate(), List.of(own)).text());
            }
        }
    }

    private CertificateAuthority(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /** By which those who join know that it is this one. */
    String fingerprint() {
        return Keys.fingerprint(certificate.getPublicKey());
    }

    /** The certificate of a key, and that of the authority. */
    List<X509Certificate> issue(PublicKey of, Role role, Collection<String> names, Duration lifetime) {
        Instant now = Instant.now();
        return List.of(
                Certificates.ofNode(
                        key,
                        certificate,
                        of,
                        role.subject(),
                        names,
                        new Certificates.Validity(now.minus(BACKDATED), now.plus(lifetime))),
                certificate);
    }
}
