package dev.proxima.security;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * Makes certificates and requests for them. The only class that uses Bouncy Castle, so that a node that has its
 * certificate does not load it.
 */
final class Certificates {

    private static final String SIGNATURE = "SHA256withECDSA";
    private static final int SERIAL_BITS = 127;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Certificates() {}

    /** From when until when a certificate holds. */
    record Validity(Instant from, Instant until) {}

    static X509Certificate ofAuthority(KeyPair keys, String name, Validity validity) {
        X500Principal subject = new X500Principal(name);
        try {
            X509v3CertificateBuilder builder = builder(subject, subject, keys.getPublic(), validity)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
            return signed(builder, keys.getPrivate());
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("the authority's certificate could not be made", e);
        }
    }

    /** @param names host names and addresses of the node, which serves and connects with the certificate */
    static X509Certificate ofNode(
            PrivateKey authorityKey,
            X509Certificate authority,
            PublicKey key,
            String subject,
            Collection<String> names,
            Validity validity) {
        GeneralName[] alternatives = names.stream()
                .map(name -> new GeneralName(Names.isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new);
        KeyPurposeId[] purposes = {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth};
        try {
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            X509v3CertificateBuilder builder = builder(
                            authority.getSubjectX500Principal(), new X500Principal(subject), key, validity)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes))
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            identifiers.createAuthorityKeyIdentifier(authority.getPublicKey()));
            return signed(builder, authorityKey);
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("a node's certificate could not be made", e);
        }
    }

    /** A request (PKCS #10, DER) for a certificate of a key; it shows that its sender has the private one. */
    static byte[] request(KeyPair keys) {
        try {
            return new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=proxima"), keys.getPublic())
                    .build(new JcaContentSignerBuilder(SIGNATURE).build(keys.getPrivate()))
                    .getEncoded();
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("a request for a certificate could not be made", e);
        }
    }

    /**
     * The key of a request. Nothing else in it counts.
     *
     * @throws GeneralSecurityException when it is no request, not signed with its own key, or its key is not of our kind
     */
    static PublicKey keyOf(byte[] request) throws GeneralSecurityException {
        try {
            JcaPKCS10CertificationRequest parsed = new JcaPKCS10CertificationRequest(request);
            PublicKey key = parsed.getPublicKey();
            boolean own = parsed.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key));
            if (!own || !Keys.isOurs(key)) {
                throw new GeneralSecurityException(
                        "the key of the request is not an EC key on P-256, or not its sender's");
            }
            return key;
        } catch (IOException | OperatorCreationException | PKCSException | RuntimeException e) {
            throw new GeneralSecurityException("not a request for a certificate", e);
        }
    }

    private static X509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal subject, PublicKey key, Validity validity) {
        BigInteger serial = new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS - 1);
        return new JcaX509v3CertificateBuilder(
                issuer, serial, Date.from(validity.from), Date.from(validity.until), subject, key);
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
            throws OperatorCreationException, GeneralSecurityException {
        ContentSigner signer = new JcaContentSignerBuilder(SIGNATURE).build(key);
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }
}
