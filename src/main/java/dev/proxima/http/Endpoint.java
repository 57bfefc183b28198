package dev.proxima.http;

import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.server.Directives;
import akka.http.javadsl.server.PathMatcher0;
import akka.http.javadsl.server.PathMatcher1;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import java.util.function.Function;

/**
 * One method on one path.
 *
 * @param path as in OpenAPI, with at most one {@code {parameter}}
 * @param handler takes the parameter's value, or an empty text when the path has none
 */
record Endpoint(HttpMethod method, String path, Function<String, Route> handler) {

    Route route() {
        if (path.equals("/")) {
            return Directives.pathSingleSlash(() -> ofMethod(""));
        }
        PathMatcher0 before = null;
        PathMatcher1<String> from = null;
        for (String part : path.substring(1).split("/", -1)) {
            if (part.startsWith("{")) {
                from = before.slash(PathMatchers.segment());
            } else if (from != null) {
                from = from.slash(part);
            } else {
                before = before == null ? PathMatchers.segment(part) : before.slash(part);
            }
        }
        return from == null ? Directives.path(before, () -> ofMethod("")) : Directives.path(from, this::ofMethod);
    }

    private Route ofMethod(String parameter) {
        return Directives.method(method, () -> handler.apply(parameter));
    }
}
