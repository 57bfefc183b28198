package dev.proxima.security;

import dev.proxima.api.Json;
import dev.proxima.api.Problem;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

/** Asks a seed for a certificate. The private key is made here and stays here. */
final class SeedClient {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(15);

    private final Door door;
    private final String fingerprint;
    private final HttpClient http;

    /**
     * @param fingerprint of the authority that the seed must have
     * @param shown what this machine shows of itself; none when it has no certificate yet
     */
    SeedClient(Door door, String fingerprint, KeyManager[] shown) {
        this.door = door;
        this.fingerprint = fingerprint;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .proxy(HttpClient.Builder.NO_PROXY)
                .sslContext(context(fingerprint, shown))
                .build();
    }

    Pem join(JoinToken token, List<String> names) throws FailureException, SeedAway, InterruptedException {
        return ask(Admission.JOIN_PATH, new Admission.Token(token.id(), token.secret()), names);
    }

    Pem renew(List<String> names) throws FailureException, SeedAway, InterruptedException {
        return ask(Admission.RENEW_PATH, null, names);
    }

    private Pem ask(String path, Admission.Token token, List<String> names)
            throws FailureException, SeedAway, InterruptedException {
        KeyPair keys = Keys.make();
        String request = Base64.getEncoder().encodeToString(Certificates.request(keys));
        HttpResponse<String> answer = send(path, Json.write(new Admission.Request(token, request, names)));
        if (answer.statusCode() != 200) {
            throw refused(answer);
        }
        try {
            List<X509Certificate> chain = Pem.certificates(
                    Json.read(answer.body(), Admission.Issued.class).certificates());
            check(chain, keys);
            return new Pem(keys.getPrivate(), chain);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw notASeed(e);
        }
    }

    private HttpResponse<String> send(String path, String body)
            throws FailureException, SeedAway, InterruptedException {
        String host = door.host().contains(":") ? '[' + door.host() + ']' : door.host();
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://" + host + ':' + door.joinPort() + path))
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (SSLException e) {
            throw explained(e);
        } catch (IOException e) {
            throw new SeedAway(where() + " does not answer", e);
        }
    }

    private FailureException explained(SSLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof PinnedTrust.OtherMachine) {
                return failure(
                        "Another machine answers at " + where() + ": it is not the seed that the token or certificate "
                                + "of this machine is for. Check the address, or type the line that \"proxima seed\" prints there now.",
                        e);
            }
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
                return clocksDiffer(e);
            }
        }
        return notASeed(e);
    }

    private FailureException clocksDiffer(Throwable cause) {
        return failure(
                "The clocks of this machine, which says " + Instant.now().truncatedTo(ChronoUnit.MINUTES)
                        + ", and of the seed at " + door.host() + " differ too much: set them, then try again.",
                cause);
    }

    private FailureException refused(HttpResponse<String> answer) {
        try {
            String sentence = Json.read(answer.body(), Problem.class).detail();
            return failure(
                    sentence == null ? "The seed refused with status " + answer.statusCode() + "." : sentence, null);
        } catch (IOException e) {
            return notASeed(e);
        }
    }

    private FailureException notASeed(Throwable cause) {
        return failure("What answers at " + where() + " is not a seed of Proxima: check the address.", cause);
    }

    private void check(List<X509Certificate> chain, KeyPair keys) throws GeneralSecurityException, FailureException {
        X509Certificate authority = chain.get(chain.size() - 1);
        chain.get(0).verify(authority.getPublicKey());
        if (!Keys.fingerprint(authority.getPublicKey()).equals(fingerprint)
                || !chain.get(0).getPublicKey().equals(keys.getPublic())) {
            throw new GeneralSecurityException("the certificate is for another key or of another authority");
        }
        try {
            chain.get(0).checkValidity();
        } catch (CertificateExpiredException | CertificateNotYetValidException e) {
            throw clocksDiffer(e);
        }
    }

    private String where() {
        return door.host() + " port " + door.joinPort();
    }

    private static FailureException failure(String sentence, Throwable cause) {
        return new FailureException(new Failure.InvalidRequest(sentence), cause);
    }

    private static SSLContext context(String fingerprint, KeyManager[] shown) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(shown, new TrustManager[] {new PinnedTrust(fingerprint)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS 1.3", e);
        }
    }
}
