package dev.proxima.http;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.RemoteAddress;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.Authorization;
import akka.http.javadsl.model.headers.Cookie;
import akka.http.javadsl.model.headers.HttpCookiePair;
import akka.http.javadsl.model.headers.Location;
import akka.http.javadsl.model.headers.OAuth2BearerToken;
import akka.http.javadsl.model.headers.RawHeader;
import dev.proxima.security.WrongTries;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Optional;

/** Decides of each request, before anything of it is read, whether it comes in. */
final class Gate {

    static final String LOGIN = "/login";

    /** A name with this prefix is kept by browsers for one host alone, and taken over TLS alone. */
    static final String COOKIE = "__Host-proxima";

    private static final String SECOND = "1";

    private final Access access;
    private final String bound;
    private final RateLimit rate;
    private final WrongTries wrong = new WrongTries();
    private final Clock clock;

    /** @param bound the host that the node was told to serve at */
    Gate(Access access, String bound, Clock clock) {
        this.access = access;
        this.bound = bound;
        this.rate = new RateLimit(access.requestsPerSecond(), System::nanoTime);
        this.clock = clock;
    }

    /** The answer to a request that does not come in; empty if it does. */
    Optional<HttpResponse> refusal(HttpRequest request) {
        if (!rate.allows(from(request))) {
            return Optional.of(Answers.problem(
                            StatusCodes.TOO_MANY_REQUESTS, "Too many requests came from this address: wait a second.")
                    .addHeader(RawHeader.create("Retry-After", SECOND)));
        }
        if (access.token().isEmpty() && !Browsers.namesThisMachine(request, bound)) {
            return Optional.of(Answers.problem(
                    StatusCodes.MISDIRECTED_REQUEST,
                    "This node serves its own machine alone: ask for it as localhost or 127.0.0.1."));
        }
        if (Browsers.isCrossSite(request, access.scheme())) {
            return Optional.of(Answers.problem(
                    StatusCodes.FORBIDDEN, "cross-site", "The page of another site may not use this node."));
        }
        return access.token().isEmpty() || isLogin(request) ? Optional.empty() : unknown(request);
    }

    /** @param answer the sentence as programs are told it */
    record Refusal(String sentence, HttpResponse answer) {}

    /** Whether a token that somebody gave is right; a refusal if it is not, or if too many were wrong before. */
    Optional<Refusal> refusalOf(String token, HttpRequest request) {
        InetAddress from = from(request);
        if (wrong.mustWait(from.getHostAddress(), clock.instant())) {
            String tooMany = "Too many wrong tokens came from this address: wait a minute.";
            HttpResponse answer = Answers.problem(StatusCodes.TOO_MANY_REQUESTS, tooMany)
                    .addHeader(RawHeader.create("Retry-After", Long.toString(WrongTries.WAIT.toSeconds())));
            return Optional.of(new Refusal(tooMany, answer));
        }
        if (access.token().orElseThrow().isRight(token)) {
            return Optional.empty();
        }
        wrong.count(from.getHostAddress(), clock.instant());
        String isWrong = "The token is not that of this node: see what \"proxima seed\" prints there.";
        return Optional.of(new Refusal(isWrong, unauthorized(isWrong)));
    }

    private Optional<HttpResponse> unknown(HttpRequest request) {
        Optional<OAuth2BearerToken> bearer = request.getHeader(Authorization.class)
                .map(Authorization::credentials)
                .filter(OAuth2BearerToken.class::isInstance)
                .map(OAuth2BearerToken.class::cast);
        if (bearer.isPresent()) {
            return refusalOf(bearer.get().token(), request).map(Refusal::answer);
        }
        if (hasSession(request)) {
            return Browsers.changes(request) && !Browsers.isOwnPage(request, access.scheme())
                    ? Optional.of(Answers.problem(
                            StatusCodes.FORBIDDEN,
                            "cross-site",
                            "A browser must tell that the node's own page asks for a change."))
                    : Optional.empty();
        }
        return Optional.of(
                Browsers.wantsPage(request)
                        ? HttpResponse.create()
                                .withStatus(StatusCodes.SEE_OTHER)
                                .addHeader(Location.create(LOGIN))
                        : unauthorized("This node asks for its token: give it with --token, or as a bearer token."));
    }

    private boolean hasSession(HttpRequest request) {
        for (Cookie cookies : request.getHeaders(Cookie.class)) {
            for (HttpCookiePair cookie : cookies.getCookies()) {
                if (cookie.name().equals(COOKIE)
                        && access.token().orElseThrow().isSession(cookie.value(), clock.instant())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isLogin(HttpRequest request) {
        return request.getUri().path().equals(LOGIN);
    }

    private static HttpResponse unauthorized(String sentence) {
        return Answers.problem(StatusCodes.UNAUTHORIZED, sentence)
                .addHeader(RawHeader.create("WWW-Authenticate", "Bearer realm=\"proxima\""));
    }

    private static InetAddress from(HttpRequest request) {
        return request.getAttribute(AttributeKeys.remoteAddress)
                .flatMap(RemoteAddress::getAddress)
                .orElseGet(InetAddress::getLoopbackAddress);
    }
}
