package dev.proxima.security;

import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/** TLS of those who should not get in: it shows what it has whether the other end asked for it or not. */
public final class Intruder {

    private Intruder() {}

    /** Knows the cluster's authority and has no certificate. */
    public static SSLContext withNothing(NodeIdentity cluster) throws Exception {
        return context(new KeyManager[0], cluster);
    }

    /** Shows the certificate of one cluster to another. */
    public static SSLContext with(NodeIdentity shown, NodeIdentity cluster) throws Exception {
        return context(new KeyManager[] {new Shown(Pem.parse(Files.readString(shown.file())))}, cluster);
    }

    /** Shows a certificate of the right cluster whose time is over. */
    public static SSLContext withExpired(Path seedData, NodeIdentity cluster) throws Exception {
        KeyPair keys = Keys.make();
        List<X509Certificate> chain = CertificateAuthority.open(SecurityFolder.in(seedData))
                .issue(keys.getPublic(), CertificateAuthority.Role.NODE, List.of("127.0.0.1"), Duration.ofSeconds(-1));
        return context(new KeyManager[] {new Shown(new Pem(keys.getPrivate(), chain))}, cluster);
    }

    /** Shows a certificate that it signed itself, with the names of the cluster's own. */
    public static SSLContext withSelfMade(NodeIdentity cluster) throws Exception {
        KeyPair keys = Keys.make();
        X509Certificate own = Certificates.ofNode(
                keys.getPrivate(),
                cluster.authority(),
                keys.getPublic(),
                CertificateAuthority.Role.SEED.subject(),
                List.of("127.0.0.1"),
                new Certificates.Validity(cluster.expires().minus(Duration.ofDays(100)), cluster.expires()));
        return context(
                new KeyManager[] {new Shown(new Pem(keys.getPrivate(), List.of(own, cluster.authority())))}, cluster);
    }

    private static SSLContext context(KeyManager[] shown, NodeIdentity cluster) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, new char[0]);
        trusted.setCertificateEntry("cluster", cluster.authority());
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(shown, factory.getTrustManagers(), null);
        return context;
    }

    private static final class Shown extends X509ExtendedKeyManager {

        private final Pem pem;

        Shown(Pem pem) {
            this.pem = pem;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[] {"shown"};
        }

        @Override
        public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
            return "shown";
        }

        @Override
        public String chooseEngineClientAlias(String[] keyType, Principal[] issuers, SSLEngine engine) {
            return "shown";
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return pem.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return pem.key();
        }
    }
}
