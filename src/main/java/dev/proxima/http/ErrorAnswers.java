package dev.proxima.http;

import akka.event.LoggingAdapter;
import akka.http.ParsingErrorHandler;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.ExceptionHandler;
import akka.http.javadsl.server.RejectionHandler;
import akka.http.scaladsl.model.EntityStreamSizeException;
import akka.http.scaladsl.model.ErrorInfo;
import akka.http.scaladsl.model.IllegalRequestException;
import akka.http.scaladsl.settings.ServerSettings;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a problem answer of everything that goes wrong before, in and around a route. */
final class ErrorAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);

    private ErrorAnswers() {}

    /** Akka HTTP's own statuses, sentences and headers (such as {@code Allow}) in our form. */
    static RejectionHandler rejections() {
        return RejectionHandler.defaultHandler().mapRejectionResponse(ErrorAnswers::inOurForm);
    }

    /** Of routes that answer errors themselves; what is not an error passes. */
    static HttpResponse foreign(HttpResponse response) {
        return response.status().isFailure() ? inOurForm(response) : response;
    }

    static ExceptionHandler exceptions(akka.http.javadsl.server.AllDirectives directives) {
        return ExceptionHandler.newBuilder()
                .matchAny(thrown -> directives.complete(answerTo(thrown)))
                .build();
    }

    private static HttpResponse inOurForm(HttpResponse response) {
        String sentence = response.entity() instanceof HttpEntity.Strict strict
                ? strict.getData().utf8String()
                : response.status().defaultMessage();
        HttpResponse problem = Answers.problem(response.status(), oneLine(sentence));
        return response.withEntity(problem.entity());
    }

    private static HttpResponse answerTo(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof TimeoutException) {
            return Answers.noCoordinator();
        }
        if (cause instanceof EntityStreamSizeException) {
            return Answers.problem(StatusCodes.CONTENT_TOO_LARGE, "The body is too large: at most 1 MB is taken.");
        }
        if (cause instanceof IllegalRequestException illegal) {
            return Answers.problem(illegal.status(), oneLine(illegal.info().formatPretty()));
        }
        LOG.error("A request failed", cause);
        return Answers.problem(
                StatusCodes.INTERNAL_SERVER_ERROR, "The node met an unexpected error; its log tells more.");
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    /** Answers what is too broken to become a request at all. Akka HTTP creates it by its name. */
    public static final class Parsing extends ParsingErrorHandler {

        @Override
        public HttpResponse handle(
                akka.http.scaladsl.model.StatusCode status,
                ErrorInfo info,
                LoggingAdapter log,
                ServerSettings settings) {
            // Akka answers an unknown method by 501 and an unknown version by 505; to us 5xx is what the node does
            // wrong
            StatusCode ours = ((StatusCode) status).intValue() < 500 ? (StatusCode) status : StatusCodes.BAD_REQUEST;
            return SecurityHeaders.on(Answers.problem(ours, oneLine(info.summary())));
        }
    }
}
