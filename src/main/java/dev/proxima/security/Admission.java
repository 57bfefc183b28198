package dev.proxima.security;

import java.util.List;

/** What is said between a machine that joins and the seed, as JSON. */
public final class Admission {

    /** Where to ask with a token, and where with a certificate. */
    public static final String JOIN_PATH = "/v1/join";

    public static final String RENEW_PATH = "/v1/renew";

    private Admission() {}

    /**
     * @param token id and secret of a token; null in a renewal, where the certificate of the connection counts
     * @param request PKCS #10, in base64
     * @param names host names and addresses by which other nodes will know this one
     */
    public record Request(Token token, String request, List<String> names) {}

    public record Token(String id, String secret) {

        /** Without the secret, for logs. */
        @Override
        public String toString() {
            return "token " + id;
        }
    }

    /** @param certificates that of the node and that of the authority, in PEM */
    public record Issued(String certificates) {}

    /** Whether a certificate is given out. */
    public sealed interface Answer {

        record Granted(Issued issued) implements Answer {}

        /**
         * @param status of HTTP
         * @param sentence for the person who tries to join
         */
        record Refused(int status, String kind, String sentence) implements Answer {}
    }
}
