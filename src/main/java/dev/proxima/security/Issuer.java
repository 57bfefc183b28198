package dev.proxima.security;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The seed's desk: gives certificates to who has a token, and new ones to who has a certificate. */
public final class Issuer {

    private static final Logger LOG = LoggerFactory.getLogger(Issuer.class);
    private static final int MOST_NAMES = 8;

    private final CertificateAuthority authority;
    private final TokenStore tokens;
    private final String ownHost;
    private final Duration lifetime;
    private final WrongTries wrongTries = new WrongTries();

    /**
     * @param ownHost the seed's, which no other machine gets a certificate for
     * @param lifetime of the certificates that it gives out
     */
    public Issuer(CertificateAuthority authority, TokenStore tokens, String ownHost, Duration lifetime) {
        this.authority = authority;
        this.tokens = tokens;
        this.ownHost = Names.plain(ownHost);
        this.lifetime = lifetime;
    }

    /** @param from the address that the request came from */
    public Admission.Answer join(Admission.Request request, InetAddress from) {
        Instant now = Instant.now();
        String address = from.getHostAddress();
        if (wrongTries.mustWait(address, now)) {
            return new Admission.Answer.Refused(
                    429,
                    "too-many-tries",
                    "Too many wrong tokens came from " + address + ": wait a minute, then try again.");
        }
        String id = request.token() == null ? null : request.token().id();
        String secret = request.token() == null ? null : request.token().secret();
        TokenStore.Verdict verdict = tokens.check(id, String.valueOf(secret));
        if (verdict != TokenStore.Verdict.GOOD) {
            if (verdict == TokenStore.Verdict.UNKNOWN) {
                wrongTries.count(address, now);
            }
            LOG.warn("Refused a certificate to {}: its token {} is {}", address, printable(id), verdict);
            return refusal(verdict, id);
        }
        return issue(request, from, "token " + id);
    }

    /** @param presented the certificate of the connection, which was verified; empty if it had none */
    public Admission.Answer renew(Admission.Request request, Optional<X509Certificate> presented, InetAddress from) {
        if (presented.isEmpty()) {
            return new Admission.Answer.Refused(
                    401, "no-certificate", "A certificate is renewed over a connection that shows the present one.");
        }
        return issue(
                request,
                from,
                "certificate " + presented.get().getSerialNumber().toString(16));
    }

    private Admission.Answer issue(Admission.Request request, InetAddress from, String by) {
        List<String> names = request.names() == null
                ? List.of()
                : request.names().stream().map(Names::plain).distinct().toList();
        if (names.isEmpty() || names.size() > MOST_NAMES || !names.stream().allMatch(Names::isName)) {
            return malformed("A certificate is for 1 to " + MOST_NAMES + " host names or addresses.");
        }
        if (names.contains(ownHost) && !isThisMachine(from)) {
            return new Admission.Answer.Refused(
                    403, "name-taken", ownHost + " is the address of the seed: give that of this machine with --host.");
        }
        PublicKey key;
        try {
            key = Certificates.keyOf(Base64.getDecoder().decode(String.valueOf(request.request())));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return malformed("What was sent is no request for a certificate: " + e.getMessage() + ".");
        }
        List<X509Certificate> chain = authority.issue(key, CertificateAuthority.Role.NODE, names, lifetime);
        LOG.info("Gave a certificate for {} to {}, by {}", names, from.getHostAddress(), by);
        return new Admission.Answer.Granted(new Admission.Issued(Pem.text(chain)));
    }

    private Admission.Answer.Refused refusal(TokenStore.Verdict verdict, String id) {
        String what = switch (verdict) {
            case EXPIRED -> "The token expired" + expiry(id);
            case REVOKED -> "The token was revoked on the seed";
            default -> "The seed does not know this token";
        };
        return new Admission.Answer.Refused(
                403,
                "token-" + verdict.name().toLowerCase(Locale.ROOT),
                what + ": make another with \"proxima token create\" on the seed's machine.");
    }

    private String expiry(String id) {
        return tokens.find(id)
                .map(entry -> " at " + Instant.parse(entry.expires()).truncatedTo(ChronoUnit.MINUTES))
                .orElse("");
    }

    private static Admission.Answer.Refused malformed(String sentence) {
        return new Admission.Answer.Refused(400, "malformed-request", sentence);
    }

    private static boolean isThisMachine(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    /** It comes from anyone: nothing of it may break a line of the log. */
    private static String printable(String id) {
        return id != null && id.matches("[0-9a-f]{1,16}") ? id : "none";
    }
}
