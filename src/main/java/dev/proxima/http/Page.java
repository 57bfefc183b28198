package dev.proxima.http;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** What a person sees who opens the node in a browser. */
final class Page {

    private static final String STYLE = "body{font:16px system-ui,sans-serif;max-width:26rem;margin:20vh auto;"
            + "padding:0 1rem}input,button{font:inherit;width:100%;box-sizing:border-box;padding:.5rem;margin-top:.5rem}";

    private static final String FRAME = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Proxima</title>
            <style>STYLE</style>
            """.replace("STYLE", STYLE);

    private static final String HOME = """
            <h1>Proxima is up</h1>
            <p><a href="/api/v1/jobs">Jobs</a>, <a href="/api/v1/nodes">nodes</a> and <a href="/api/v1/presets">presets</a>
            as JSON; <a href="/openapi.yaml">what else can be asked</a>.</p>
            <p>In a terminal: proxima status --watch</p>
            """;

    private static final String LOGIN = """
            <form method="post" action="/login">
            <label for="token">The token of this node, as proxima seed printed it</label>
            <input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
            <button>Log in</button>
            </form>
            """;

    private static final List<HttpHeader> HEADERS = List.of(
            SecurityHeaders.policy("'sha256-" + digest(STYLE) + "'"), RawHeader.create("Cache-Control", "no-store"));

    private Page() {}

    static HttpResponse home() {
        return with(HOME, HttpResponse.create());
    }

    static HttpResponse login() {
        return with(LOGIN, HttpResponse.create());
    }

    /** @param sentence why a login was refused, which is for programs in {@code refusal} */
    static HttpResponse loginAgain(HttpResponse refusal, String sentence) {
        return with("<p role=\"alert\">" + sentence + "</p>\n" + LOGIN, refusal);
    }

    private static HttpResponse with(String body, HttpResponse response) {
        return response.addHeaders(HEADERS).withEntity(HttpEntities.create(ContentTypes.TEXT_HTML_UTF8, FRAME + body));
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
