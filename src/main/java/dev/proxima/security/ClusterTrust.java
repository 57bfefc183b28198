package dev.proxima.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** By what a client knows a node of its cluster when it answers: the authority, and none of those that browsers know. */
public final class ClusterTrust {

    private ClusterTrust() {}

    /** @param fingerprint of the authority, as {@link AccessToken#authorityOf} tells it */
    public static SSLContext of(String fingerprint) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {PinnedTrust.ofAnyNode(fingerprint)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS 1.3", e);
        }
    }

    /** The fingerprint of the authority whose seed, or one of whose helpers, has its data here. */
    public static Optional<String> known(SecurityFolder folder) {
        return Stream.of(folder.authority(), folder.joinedIdentity())
                .map(ClusterTrust::read)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> read(Path file) {
        try {
            Pem pem = Pem.parse(Files.readString(file));
            return Optional.of(
                    Keys.fingerprint(pem.chain().get(pem.chain().size() - 1).getPublicKey()));
        } catch (IOException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }
}
