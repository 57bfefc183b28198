package dev.proxima.http;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.ArrayList;
import java.util.List;

/** What every answer tells a browser: pages are the node's own, and nobody else's page shows, runs or reads them. */
final class SecurityHeaders {

    private static final String POLICY = "Content-Security-Policy";

    private static final List<HttpHeader> HEADERS = List.of(
            RawHeader.create("X-Content-Type-Options", "nosniff"),
            RawHeader.create("X-Frame-Options", "DENY"),
            RawHeader.create("Referrer-Policy", "no-referrer"),
            RawHeader.create("Cross-Origin-Resource-Policy", "same-origin"),
            RawHeader.create("Cross-Origin-Opener-Policy", "same-origin"));

    private SecurityHeaders() {}

    static HttpResponse on(HttpResponse response) {
        List<HttpHeader> all = new ArrayList<>(HEADERS);
        if (response.getHeader(POLICY).isEmpty()) {
            all.add(policy("'self'"));
        }
        return response.addHeaders(all);
    }

    /** @param styles where style sheets come from; scripts, pictures and requests are of the node itself */
    static HttpHeader policy(String styles) {
        return RawHeader.create(
                POLICY,
                "default-src 'none'; script-src 'self'; style-src " + styles
                        + "; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
                        + "base-uri 'none'; frame-ancestors 'none'");
    }
}
