package dev.proxima.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.Location;
import akka.http.javadsl.model.headers.RawHeader;
import dev.proxima.security.AccessToken;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;

/** How a person's browser comes in: a page that asks for the token, and a cookie that no script can read. */
final class Login {

    private static final String FIELD = "token=";

    private final Access access;
    private final Gate gate;
    private final Clock clock;

    Login(Access access, Gate gate, Clock clock) {
        this.access = access;
        this.gate = gate;
        this.clock = clock;
    }

    HttpResponse page() {
        if (access.token().isEmpty()) {
            return home();
        }
        return Page.login();
    }

    /** @param form as a browser sends it, {@code token=…} */
    HttpResponse enter(HttpRequest request, String form) {
        Optional<AccessToken> token = access.token();
        if (token.isEmpty()) {
            return home();
        }
        Optional<Gate.Refusal> refusal = gate.refusalOf(field(form), request);
        try {
            return refusal.isPresent()
                    ? refused(refusal.get(), request)
                    : home().addHeader(cookie(token.get().session(clock.instant()), AccessToken.SESSION.toSeconds()));
        } catch (IOException e) {
            return Answers.problem(
                    StatusCodes.SERVICE_UNAVAILABLE, "The token of this node cannot be read now: try again.");
        }
    }

    private static HttpResponse refused(Gate.Refusal refusal, HttpRequest request) {
        return Browsers.acceptsPage(request) ? Page.loginAgain(refusal.answer(), refusal.sentence()) : refusal.answer();
    }

    HttpResponse leave() {
        return home().addHeader(cookie("", 0));
    }

    private static RawHeader cookie(String value, long seconds) {
        return RawHeader.create(
                "Set-Cookie",
                Gate.COOKIE + '=' + value + "; Path=/; Max-Age=" + seconds + "; Secure; HttpOnly; SameSite=Strict");
    }

    private static HttpResponse home() {
        return HttpResponse.create().withStatus(StatusCodes.SEE_OTHER).addHeader(Location.create("/"));
    }

    private static String field(String form) {
        String encoded = Arrays.stream(form.split("&"))
                .filter(pair -> pair.startsWith(FIELD))
                .map(pair -> pair.substring(FIELD.length()))
                .findFirst()
                .orElse("");
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8).strip();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
