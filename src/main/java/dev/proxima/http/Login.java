package dev.proxima.http;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.Location;
import akka.http.javadsl.model.headers.RawHeader;
import dev.proxima.security.AccessToken;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** How a person's browser comes in: a page that asks for the token, and a cookie that no script can read. */
final class Login {

    private static final String FIELD = "token=";

    private static final String STYLE = "body{font:16px system-ui,sans-serif;max-width:26rem;margin:20vh auto;"
            + "padding:0 1rem}input,button{font:inherit;width:100%;box-sizing:border-box;padding:.5rem;margin-top:.5rem}";

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Proxima</title>
            <style>STYLE</style>
            <form method="post" action="/login">
            <label for="token">The token of this node, as proxima seed printed it</label>
            <input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
            <button>Log in</button>
            </form>
            """.replace("STYLE", STYLE);

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
        return HttpResponse.create()
                .addHeader(SecurityHeaders.policy("'sha256-" + digest(STYLE) + "'"))
                .addHeader(RawHeader.create("Cache-Control", "no-store"))
                .withEntity(HttpEntities.create(ContentTypes.TEXT_HTML_UTF8, PAGE));
    }

    /** @param form as a browser sends it, {@code token=…} */
    HttpResponse enter(HttpRequest request, String form) {
        Optional<AccessToken> token = access.token();
        if (token.isEmpty()) {
            return home();
        }
        Optional<HttpResponse> refusal = gate.refusalOf(field(form), request);
        try {
            return refusal.isPresent()
                    ? refusal.get()
                    : home().addHeader(cookie(token.get().session(clock.instant()), AccessToken.SESSION.toSeconds()));
        } catch (IOException e) {
            return Answers.problem(
                    StatusCodes.SERVICE_UNAVAILABLE, "The token of this node cannot be read now: try again.");
        }
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

    private static String digest(String text) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(sum);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
