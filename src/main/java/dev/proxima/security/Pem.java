package dev.proxima.security;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private key and the certificates that go with it, in the text form of RFC 7468. Both are in one file, so that a
 * rename renews them together.
 *
 * @param chain the certificate of the key first, that of the authority last
 */
record Pem(PrivateKey key, List<X509Certificate> chain) {

    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(64, new byte[] {'\n'});
    private static final String KEY = "PRIVATE KEY";
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    /** @throws GeneralSecurityException when the text is not what {@link #text()} writes */
    static Pem parse(String text) throws GeneralSecurityException {
        PrivateKey key = null;
        Matcher blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            if (blocks.group(1).equals(KEY)) {
                key = KeyFactory.getInstance(Keys.ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(der(blocks)));
            }
        }
        List<X509Certificate> chain = certificates(text);
        if (key == null || chain.isEmpty()) {
            throw new GeneralSecurityException("there is no private key with its certificate in it");
        }
        return new Pem(key, chain);
    }

    static List<X509Certificate> certificates(String text) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            if (blocks.group(1).equals(CERTIFICATE)) {
                certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der(blocks))));
            }
        }
        return List.copyOf(certificates);
    }

    String text() {
        return block(KEY, key.getEncoded()) + text(chain);
    }

    static String text(List<X509Certificate> certificates) {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            text.append(block(CERTIFICATE, Keys.encoded(certificate)));
        }
        return text.toString();
    }

    private static byte[] der(Matcher block) {
        return Base64.getMimeDecoder().decode(block.group(2).getBytes(StandardCharsets.US_ASCII));
    }

    private static String block(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n" + BASE64.encodeToString(der) + "\n-----END " + type + "-----\n";
    }
}
