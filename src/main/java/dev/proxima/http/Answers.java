package dev.proxima.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import dev.proxima.api.FailureView;
import dev.proxima.api.Json;
import dev.proxima.api.Problem;
import dev.proxima.api.Submitted;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The two kinds of answers: a record as JSON, and a problem. */
final class Answers {

    private static final ContentType PROBLEM_JSON =
            ContentTypes.create(MediaTypes.customBinary("application", "problem+json", true));

    /** Seconds until a coordinator that restarts may answer again. */
    private static final String RETRY_AFTER = "5";

    private Answers() {}

    static HttpResponse json(StatusCode status, Object view) {
        return HttpResponse.create()
                .withStatus(status)
                .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, Json.write(view)));
    }

    static HttpResponse ok(Object view) {
        return json(StatusCodes.OK, view);
    }

    /** A problem of HTTP itself, named after the status, such as {@code method-not-allowed}. */
    static HttpResponse problem(StatusCode status, String sentence) {
        String kind = status.reason().toLowerCase(Locale.ROOT).replace(' ', '-');
        return problem(status, kind, sentence);
    }

    static HttpResponse problem(StatusCode status, String kind, String sentence) {
        return problem(status, kind, sentence, null);
    }

    static HttpResponse refused(FailureView failure) {
        return patiently(problem(statusOf(failure), failure.kind(), failure.message()));
    }

    /** Every job of a list was refused: the status and sentence of the first, and the reason of each. */
    static HttpResponse refused(List<Submitted.Refusal> refusals) {
        FailureView first = refusals.get(0).failure();
        return patiently(problem(statusOf(first), first.kind(), first.message(), refusals));
    }

    static HttpResponse noSuchJob(String id) {
        return problem(StatusCodes.NOT_FOUND, "job-not-found", "There is no job " + id + ".");
    }

    static HttpResponse noCoordinator() {
        return patiently(problem(
                StatusCodes.SERVICE_UNAVAILABLE,
                "no-coordinator",
                "No coordinator of the cluster answered: check that the seed runs, then try again."));
    }

    /** Whoever is told that something is not to be had now is told when to come again. */
    private static HttpResponse patiently(HttpResponse problem) {
        return problem.status().equals(StatusCodes.SERVICE_UNAVAILABLE)
                ? problem.addHeader(RawHeader.create("Retry-After", RETRY_AFTER))
                : problem;
    }

    private static HttpResponse problem(
            StatusCode status, String kind, String sentence, List<Submitted.Refusal> refusals) {
        Problem problem = new Problem("about:blank", status.reason(), status.intValue(), sentence, kind, refusals);
        byte[] body = Json.write(problem).getBytes(StandardCharsets.UTF_8);
        return HttpResponse.create().withStatus(status).withEntity(HttpEntities.create(PROBLEM_JSON, body));
    }

    private static StatusCode statusOf(FailureView failure) {
        return switch (failure.kind()) {
            case "outside-media-roots" -> StatusCodes.FORBIDDEN;
            case "output-exists", "source-changed" -> StatusCodes.CONFLICT;
            case "no-space" -> StatusCodes.INSUFFICIENT_STORAGE;
            case "queue-full" -> StatusCodes.SERVICE_UNAVAILABLE;
            case "source-missing", "source-unreadable", "output-unwritable", "unknown-preset", "invalid-request" ->
                StatusCodes.UNPROCESSABLE_CONTENT;
            default -> StatusCodes.INTERNAL_SERVER_ERROR;
        };
    }
}
