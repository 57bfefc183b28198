package dev.proxima.security;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By what a node shows that it belongs to its cluster: a private key, its certificate, and the authority that signed it.
 * They are in one file, which a renewal replaces while the node runs; each new connection uses what is in it then.
 */
public final class NodeIdentity {

    private static final Logger LOG = LoggerFactory.getLogger(NodeIdentity.class);

    /** The stores are in memory only. */
    private static final char[] NO_PASSWORD = new char[0];

    private final Path file;
    private volatile State state;

    /** What was read, and of which version of the file. */
    private record State(FileTime version, Pem pem, SSLContext context) {

        X509Certificate certificate() {
            return pem.chain().get(0);
        }

        X509Certificate authority() {
            return pem.chain().get(pem.chain().size() - 1);
        }
    }

    /** @throws FailureException when the file cannot be read, or is something else */
    public static NodeIdentity at(Path file) throws FailureException {
        try {
            return new NodeIdentity(file, read(file));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw unusable(file, e);
        }
    }

    static NodeIdentity write(Path file, Pem pem) throws FailureException {
        try {
            PrivateFiles.write(file, pem.text());
        } catch (IOException e) {
            throw Unwritable.of(file, e);
        }
        return at(file);
    }

    private NodeIdentity(Path file, State state) {
        this.file = file;
        this.state = state;
    }

    /**
     * For both ends of connections: it shows this node's certificate, and trusts those that the cluster's authority
     * signed. After a renewal this is another one: ask for each connection.
     */
    public SSLContext serverContext() {
        return current().context;
    }

    public Instant expires() {
        return current().certificate().getNotAfter().toInstant();
    }

    boolean isValidAt(Instant now) {
        X509Certificate certificate = current().certificate();
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && now.isBefore(certificate.getNotAfter().toInstant());
    }

    /** From issue to end. */
    Duration lifetime() {
        X509Certificate certificate = current().certificate();
        return Duration.between(
                certificate.getNotBefore().toInstant().plus(CertificateAuthority.BACKDATED),
                certificate.getNotAfter().toInstant());
    }

    /** From when on it should be renewed: the last third of its time. */
    Instant renewFrom() {
        return expires().minus(lifetime().dividedBy(3));
    }

    /** The names and addresses for which the certificate is. */
    Set<String> names() {
        return names(current().certificate());
    }

    /** In the order in which the certificate has them. */
    static Set<String> names(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? Set.of()
                    : names.stream()
                            .map(name -> String.valueOf(name.get(1)))
                            .collect(Collectors.toCollection(LinkedHashSet::new));
        } catch (CertificateParsingException e) {
            return Set.of();
        }
    }

    X509Certificate authority() {
        return current().authority();
    }

    boolean isOf(String authorityFingerprint) {
        return Keys.fingerprint(authority().getPublicKey()).equals(authorityFingerprint);
    }

    /** What shows this node's certificate to a server. */
    KeyManager[] keyManagers() throws FailureException {
        try {
            return keyManagers(current().pem);
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(file, e);
        }
    }

    public Path file() {
        return file;
    }

    /** A file that cannot be read any more leaves the node with what it knows. */
    private State current() {
        State known = state;
        try {
            if (!Files.getLastModifiedTime(file).equals(known.version)) {
                known = read(file);
                state = known;
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            LOG.warn("The identity in {} could not be read again: {}", file, e.toString());
        }
        return known;
    }

    private static State read(Path file) throws IOException, GeneralSecurityException {
        FileTime version = Files.getLastModifiedTime(file);
        Pem pem = Pem.parse(Files.readString(file));
        return new State(version, pem, context(pem));
    }

    private static SSLContext context(Pem pem) throws IOException, GeneralSecurityException {
        KeyStore authorities = emptyStore();
        authorities.setCertificateEntry("cluster", pem.chain().get(pem.chain().size() - 1));
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(authorities);

        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keyManagers(pem), trusted.getTrustManagers(), null);
        return context;
    }

    private static KeyManager[] keyManagers(Pem pem) throws IOException, GeneralSecurityException {
        KeyStore keys = emptyStore();
        keys.setKeyEntry("node", pem.key(), NO_PASSWORD, pem.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static FailureException unusable(Path file, Exception e) {
        return new FailureException(
                new Failure.InvalidRequest("The identity of this node in " + file + " cannot be used (" + e.getMessage()
                        + "): remove that file, then start the node again."),
                e);
    }
}
