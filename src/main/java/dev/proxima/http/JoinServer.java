package dev.proxima.http;

import akka.actor.ClassicActorSystemProvider;
import akka.http.javadsl.ConnectionContext;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.RemoteAddress;
import akka.http.javadsl.model.SslSessionInfo;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.PathMatcher0;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.settings.ServerSettings;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.proxima.api.Json;
import dev.proxima.security.Admission;
import dev.proxima.security.Issuer;
import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Where machines that join get their certificates: HTTPS with two routes, on a port of its own. It does nothing else. */
public final class JoinServer extends AllDirectives {

    private static final String[] PROTOCOLS = {"TLSv1.3"};
    private static final long BODY_LIMIT = 16 << 10;
    private static final long BODY_MILLIS = 5_000;
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    /** Anyone on the network can connect: few at once, and none for long. */
    private static final Config LIMITS = ConfigFactory.parseMap(Map.of(
            "akka.http.server.server-header", "proxima",
            "akka.http.server.parsing.error-handler", ErrorAnswers.Parsing.class.getName(),
            "akka.http.server.parsing.ssl-session-attribute", "on",
            "akka.http.server.remote-address-attribute", "on",
            "akka.http.server.idle-timeout", "10s",
            "akka.http.server.request-timeout", "10s",
            "akka.http.server.max-connections", 64));

    private final Issuer issuer;

    private JoinServer(Issuer issuer) {
        this.issuer = issuer;
    }

    /**
     * @param port 0 for any free one
     * @param context of the seed; asked for each connection, as the seed's certificate is renewed
     */
    public static CompletionStage<ServerBinding> start(
            ClassicActorSystemProvider system, String host, int port, Supplier<SSLContext> context, Issuer issuer) {
        return Http.get(system)
                .newServerAt(host, port)
                .withSettings(ServerSettings.create(
                        LIMITS.withFallback(system.classicSystem().settings().config())))
                .enableHttps(ConnectionContext.httpsServer(() -> engine(context.get())))
                .bind(new JoinServer(issuer).route())
                .thenApply(binding -> binding.addToCoordinatedShutdown(FAREWELL, system));
    }

    /** A certificate is asked for and not demanded: who joins has none. One that is shown must be good. */
    private static SSLEngine engine(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(PROTOCOLS);
        engine.setWantClientAuth(true);
        return engine;
    }

    private Route route() {
        Route all = concat(
                path(segments(Admission.JOIN_PATH), () -> post(() -> handle(this::join))),
                path(segments(Admission.RENEW_PATH), () -> post(() -> handle(this::renew))));
        return withSizeLimit(
                BODY_LIMIT,
                () -> handleExceptions(
                        ErrorAnswers.exceptions(this), () -> handleRejections(ErrorAnswers.rejections(), () -> all)));
    }

    private static PathMatcher0 segments(String path) {
        String[] names = path.substring(1).split("/", -1);
        return PathMatchers.segment(names[0]).slash(names[1]);
    }

    private interface Desk {
        Admission.Answer ask(Admission.Request body, HttpRequest request);
    }

    private Route handle(Desk desk) {
        return extractRequest(request -> {
            if (!MediaTypes.APPLICATION_JSON.equals(
                    request.entity().getContentType().mediaType())) {
                return complete(Answers.problem(
                        StatusCodes.UNSUPPORTED_MEDIA_TYPE, "The body must be sent as application/json."));
            }
            return extractMaterializer(materializer -> completeWithFuture(request.entity()
                    .toStrict(BODY_MILLIS, materializer)
                    .thenApply(body -> answer(desk, body, request))));
        });
    }

    private static HttpResponse answer(Desk desk, HttpEntity.Strict body, HttpRequest request) {
        Admission.Request asked;
        try {
            asked = Json.REQUESTS.readValue(body.getData().toArrayUnsafe(), Admission.Request.class);
        } catch (IOException e) {
            return Answers.problem(StatusCodes.BAD_REQUEST, "malformed-request", "The body is not what a node sends.");
        }
        if (asked == null) {
            return Answers.problem(StatusCodes.BAD_REQUEST, "malformed-request", "The body is empty.");
        }
        Admission.Answer answer = desk.ask(asked, request);
        if (answer instanceof Admission.Answer.Granted granted) {
            return Answers.ok(granted.issued());
        }
        Admission.Answer.Refused refused = (Admission.Answer.Refused) answer;
        return Answers.problem(StatusCodes.get(refused.status()), refused.kind(), refused.sentence());
    }

    private Admission.Answer join(Admission.Request body, HttpRequest request) {
        return issuer.join(body, from(request));
    }

    private Admission.Answer renew(Admission.Request body, HttpRequest request) {
        return issuer.renew(body, shownBy(request), from(request));
    }

    private static InetAddress from(HttpRequest request) {
        return request.getAttribute(AttributeKeys.remoteAddress)
                .flatMap(RemoteAddress::getAddress)
                .orElseThrow();
    }

    /** The certificate of the connection; the handshake has failed already if it was not good. */
    private static Optional<X509Certificate> shownBy(HttpRequest request) {
        Optional<SslSessionInfo> session = request.getAttribute(AttributeKeys.sslSession);
        try {
            return session.isEmpty()
                    ? Optional.empty()
                    : Optional.of((X509Certificate) session.get().getSession().getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }
}
