package dev.proxima.security;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.HexFormat;

/** The one kind of key that is used: EC on the curve P-256. */
final class Keys {

    static final String ALGORITHM = "EC";
    private static final String CURVE = "secp256r1";

    private Keys() {}

    static KeyPair make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(new ECGenParameterSpec(CURVE));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has the curve P-256", e);
        }
    }

    static boolean isOurs(PublicKey key) throws GeneralSecurityException {
        AlgorithmParameters p256 = AlgorithmParameters.getInstance(ALGORITHM);
        p256.init(new ECGenParameterSpec(CURVE));
        return key instanceof ECPublicKey ec
                && ec.getParams()
                        .getCurve()
                        .equals(p256.getParameterSpec(ECParameterSpec.class).getCurve());
    }

    /** In hexadecimal. */
    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** By which a public key is known: the SHA-256 of its SubjectPublicKeyInfo, as kubeadm pins an authority. */
    static String fingerprint(PublicKey key) {
        return sha256(key.getEncoded());
    }

    static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was decoded can be encoded", e);
        }
    }
}
