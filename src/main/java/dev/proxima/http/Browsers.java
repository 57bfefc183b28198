package dev.proxima.http;

import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.headers.Host;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps pages of others from using the node through the browser of somebody who may. The browser tells where a request
 * comes from; a program that is no browser does not, and needs no such protection.
 */
final class Browsers {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?");
    private static final Set<HttpMethod> HARMLESS = Set.of(HttpMethods.GET, HttpMethods.HEAD, HttpMethods.OPTIONS);
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private Browsers() {}

    /**
     * Whether a request names this machine. A page whose own name was made to lead here (DNS rebinding) names itself.
     *
     * @param bound the host that the node was told to serve at
     */
    static boolean namesThisMachine(HttpRequest request, String bound) {
        return request.getHeader(Host.class)
                .map(host -> host.host().address().toLowerCase(Locale.ROOT))
                .filter(host -> LOOPBACK.matcher(host).matches() || host.equalsIgnoreCase(bound))
                .isPresent();
    }

    /** Whether the page of another site asks; opening the node's page by a link is no such thing. */
    static boolean isCrossSite(HttpRequest request, String scheme) {
        Optional<String> site = value(request, "Sec-Fetch-Site");
        boolean foreign = site.filter(told -> told.equals("cross-site") || told.equals("same-site"))
                .isPresent();
        boolean opened = request.method().equals(HttpMethods.GET)
                && value(request, "Sec-Fetch-Mode").filter("navigate"::equals).isPresent();
        if (foreign && !opened) {
            return true;
        }
        return changes(request)
                && value(request, "Origin")
                        .filter(origin -> !isOwn(origin, request, scheme))
                        .isPresent();
    }

    /** Whether the browser says that the node's own page asks. */
    static boolean isOwnPage(HttpRequest request, String scheme) {
        return value(request, "Sec-Fetch-Site").filter("same-origin"::equals).isPresent()
                || value(request, "Origin")
                        .filter(origin -> isOwn(origin, request, scheme))
                        .isPresent();
    }

    static boolean changes(HttpRequest request) {
        return !HARMLESS.contains(request.method());
    }

    static boolean wantsPage(HttpRequest request) {
        return request.method().equals(HttpMethods.GET) && acceptsPage(request);
    }

    static boolean acceptsPage(HttpRequest request) {
        return value(request, "Accept")
                .filter(types -> types.contains("text/html"))
                .isPresent();
    }

    private static boolean isOwn(String origin, HttpRequest request, String scheme) {
        Optional<Host> host = request.getHeader(Host.class);
        try {
            URI from = new URI(origin);
            return host.isPresent()
                    && scheme.equalsIgnoreCase(from.getScheme())
                    && from.getHost() != null
                    && bare(from.getHost())
                            .equalsIgnoreCase(bare(host.get().host().address()))
                    && port(from.getPort(), scheme) == port(host.get().port(), scheme);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** An IPv6 address without its brackets. */
    private static String bare(String host) {
        return host.replaceAll("[\\[\\]]", "");
    }

    private static int port(int given, String scheme) {
        return given > 0 ? given : scheme.equals("https") ? HTTPS : HTTP;
    }

    private static Optional<String> value(HttpRequest request, String header) {
        return request.getHeader(header).map(found -> found.value().strip());
    }
}
