package dev.proxima.http;

import static akka.http.javadsl.model.HttpMethods.DELETE;
import static akka.http.javadsl.model.HttpMethods.GET;
import static akka.http.javadsl.model.HttpMethods.POST;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.Location;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import dev.proxima.api.JobRequest;
import dev.proxima.api.JobService;
import dev.proxima.api.JobService.Submission;
import dev.proxima.api.NodeView;
import dev.proxima.api.Submitted;
import dev.proxima.job.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Every route of a node. */
final class Routes extends AllDirectives {

    private static final String API = "/api/v1";
    private static final long BODY_LIMIT = 1 << 20;
    private static final long BODY_MILLIS = 10_000;

    private final JobService service;
    private final EventStream events;
    private final Optional<Route> management;
    private final Gate gate;
    private final Login login;
    private final byte[] openApi = resource("/openapi.yaml");

    /**
     * @param management the routes of Akka Management, with health checks and cluster members
     * @param bound the host that the node was told to serve at
     */
    Routes(JobService service, EventStream events, Optional<Route> management, Access access, String bound) {
        this.service = service;
        this.events = events;
        this.management = management;
        this.gate = new Gate(access, bound, Clock.systemUTC());
        this.login = new Login(access, gate, Clock.systemUTC());
    }

    List<Endpoint> endpoints() {
        return List.of(
                new Endpoint(POST, API + "/jobs", none -> submit()),
                new Endpoint(GET, API + "/jobs", none -> jobs()),
                new Endpoint(GET, API + "/jobs/{id}", this::job),
                new Endpoint(DELETE, API + "/jobs/{id}", this::cancel),
                new Endpoint(GET, API + "/nodes", none -> answer(service.nodes(), Answers::ok)),
                new Endpoint(POST, API + "/nodes/{id}/drain", this::drain),
                new Endpoint(POST, API + "/nodes/{id}/resume", id -> answer(service.resume(id), node(id))),
                new Endpoint(GET, API + "/presets", none -> answer(service.presets(), Answers::ok)),
                new Endpoint(GET, API + "/events", none -> complete(events.answer())),
                new Endpoint(GET, "/", none -> complete(Page.home())),
                new Endpoint(GET, "/openapi.yaml", none -> complete(openApi())),
                new Endpoint(GET, Gate.LOGIN, none -> complete(login.page())),
                new Endpoint(POST, Gate.LOGIN, none -> logIn()),
                new Endpoint(POST, "/logout", none -> complete(login.leave())));
    }

    Route route() {
        List<Route> routes = new ArrayList<>();
        endpoints().forEach(endpoint -> routes.add(endpoint.route()));
        management.ifPresent(route -> routes.add(mapResponse(ErrorAnswers::foreign, () -> route)));
        Route all = concat(reject(), routes.toArray(Route[]::new));
        Route limited = withSizeLimit(
                BODY_LIMIT,
                () -> handleExceptions(
                        ErrorAnswers.exceptions(this), () -> handleRejections(ErrorAnswers.rejections(), () -> all)));
        Route guarded = extractRequest(
                request -> gate.refusal(request).<Route>map(this::complete).orElse(limited));
        // A request timeout of Akka HTTP would answer in plain text.
        return mapResponse(
                SecurityHeaders::on,
                () -> withRequestTimeoutResponse(
                        request -> SecurityHeaders.on(Answers.noCoordinator()), () -> guarded));
    }

    /** Only JSON is taken: a web page of another origin cannot send that without asking first, and is never allowed. */
    private Route submit() {
        return extractRequestEntity(entity -> {
            if (!MediaTypes.APPLICATION_JSON.equals(entity.getContentType().mediaType())) {
                return complete(Answers.problem(
                        StatusCodes.UNSUPPORTED_MEDIA_TYPE, "The body must be sent as application/json."));
            }
            return extractMaterializer(materializer -> answer(
                    entity.toStrict(BODY_MILLIS, materializer).thenCompose(this::submitAll), Function.identity()));
        });
    }

    private Route logIn() {
        return extractRequest(request -> extractMaterializer(materializer -> answer(
                request.entity().toStrict(BODY_MILLIS, materializer),
                body -> login.enter(request, body.getData().utf8String()))));
    }

    private CompletionStage<HttpResponse> submitAll(HttpEntity.Strict body) {
        try {
            JobRequests requests = JobRequests.read(body.getData().toArrayUnsafe());
            return requests.isList()
                    ? submitList(requests.jobs())
                    : submitOne(requests.jobs().get(0));
        } catch (FailureException e) {
            return CompletableFuture.completedFuture(Answers.problem(
                    StatusCodes.BAD_REQUEST, "malformed-request", e.failure().message()));
        }
    }

    private CompletionStage<HttpResponse> submitOne(JobRequest request) {
        return service.submit(request).thenApply(submission -> {
            if (submission instanceof Submission.Accepted accepted) {
                HttpResponse answer =
                        Answers.json(StatusCodes.ACCEPTED, new Submitted(List.of(accepted.job()), List.of()));
                return answer.addHeader(
                        Location.create(API + "/jobs/" + accepted.job().id()));
            }
            return Answers.refused(((Submission.Refused) submission).failure());
        });
    }

    private CompletionStage<HttpResponse> submitList(List<JobRequest> requests) {
        Submitted result = new Submitted(new ArrayList<>(), new ArrayList<>());
        CompletionStage<Submitted> all = CompletableFuture.completedFuture(result);
        for (JobRequest request : requests) {
            all = all.thenCompose(soFar -> service.submit(request).thenApply(submission -> {
                if (submission instanceof Submission.Accepted accepted) {
                    soFar.jobs().add(accepted.job());
                } else if (submission instanceof Submission.Refused refused) {
                    soFar.refused().add(new Submitted.Refusal(request.source(), refused.failure()));
                }
                return soFar;
            }));
        }
        return all.thenApply(submitted -> submitted.jobs().isEmpty()
                ? Answers.refused(submitted.refused())
                : Answers.json(StatusCodes.ACCEPTED, submitted));
    }

    private Route jobs() {
        return parameterOptional(
                "limit",
                limit -> parameterOptional("before", before -> {
                    try {
                        JobPage page = JobPage.of(limit, before);
                        return answer(service.jobs(page.limit(), page.before()), Answers::ok);
                    } catch (FailureException e) {
                        return complete(Answers.problem(
                                StatusCodes.BAD_REQUEST,
                                "malformed-request",
                                e.failure().message()));
                    }
                }));
    }

    private Route job(String id) {
        return answer(service.job(id), found -> found.map(Answers::ok).orElseGet(() -> Answers.noSuchJob(id)));
    }

    private Route cancel(String id) {
        return answer(service.cancel(id), cancellation -> switch (cancellation) {
            case CANCELLED -> Answers.json(StatusCodes.ACCEPTED, new Cancelled(id));
            case ALREADY_FINISHED ->
                Answers.problem(StatusCodes.CONFLICT, "job-finished", "Job " + id + " has finished already.");
            case NOT_FOUND -> Answers.noSuchJob(id);
        });
    }

    private record Cancelled(String id) {}

    private Route drain(String id) {
        return parameterOptional(
                "now",
                now -> now.filter(word -> !Set.of("true", "false").contains(word))
                                .isPresent()
                        ? complete(Answers.problem(
                                StatusCodes.BAD_REQUEST,
                                "malformed-request",
                                "The parameter \"now\" is true or false."))
                        : answer(service.drain(id, now.filter("true"::equals).isPresent()), node(id)));
    }

    private static Function<Optional<NodeView>, HttpResponse> node(String id) {
        return found -> found.map(Answers::ok)
                .orElseGet(
                        () -> Answers.problem(StatusCodes.NOT_FOUND, "no-such-node", "There is no node " + id + "."));
    }

    private <T> Route answer(CompletionStage<T> stage, Function<T, HttpResponse> toResponse) {
        return completeWithFuture(stage.thenApply(toResponse));
    }

    private HttpResponse openApi() {
        return HttpResponse.create().withEntity(HttpEntities.create(ContentTypes.parse("application/yaml"), openApi));
    }

    private static byte[] resource(String name) {
        try (InputStream stream = Routes.class.getResourceAsStream(name)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(name + " is not in the program", e);
        }
    }
}
