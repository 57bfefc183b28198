package dev.proxima.security;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Trusts the seed of one cluster and nobody else: the chain must end in the authority with the fingerprint, and say of its
 * owner that it is the seed, which a helper's does not. The host name does not count, as people reach a seed by many.
 */
final class PinnedTrust extends X509ExtendedTrustManager {

    private final String fingerprint;
    private final boolean seedOnly;

    /** What answered shows another authority's certificate, or is a helper. */
    static final class OtherMachine extends CertificateException {

        private static final long serialVersionUID = 1L;

        OtherMachine(String message) {
            super(message);
        }
    }

    PinnedTrust(String fingerprint) {
        this(fingerprint, true);
    }

    private PinnedTrust(String fingerprint, boolean seedOnly) {
        this.fingerprint = fingerprint;
        this.seedOnly = seedOnly;
    }

    /** Trusts helpers as well, for those who ask them and give them nothing. */
    static PinnedTrust ofAnyNode(String fingerprint) {
        return new PinnedTrust(fingerprint, false);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        X509Certificate authority = chain[chain.length - 1];
        if (!Keys.fingerprint(authority.getPublicKey()).equals(fingerprint)) {
            throw new OtherMachine("the authority is another one");
        }
        trusting(authority).checkServerTrusted(chain, authType);
        if (seedOnly && !CertificateAuthority.Role.SEED.isOf(chain[0])) {
            throw new OtherMachine("it is not the seed");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("no client is expected");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    /** The JDK's own checks: signatures, validity, and that the certificate is for a server. */
    private static X509TrustManager trusting(X509Certificate authority) {
        try {
            KeyStore anchors = KeyStore.getInstance("PKCS12");
            anchors.load(null, new char[0]);
            anchors.setCertificateEntry("cluster", authority);
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(anchors);
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every JDK keeps certificates", e);
        }
    }
}
