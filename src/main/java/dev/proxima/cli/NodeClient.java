package dev.proxima.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.proxima.api.FailureView;
import dev.proxima.api.JobList;
import dev.proxima.api.JobRequest;
import dev.proxima.api.JobService.Cancellation;
import dev.proxima.api.JobService.Submission;
import dev.proxima.api.JobService.Subscription;
import dev.proxima.api.JobView;
import dev.proxima.api.Json;
import dev.proxima.api.LiveEvent;
import dev.proxima.api.NodeView;
import dev.proxima.api.PresetView;
import dev.proxima.api.Problem;
import dev.proxima.api.Submitted;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/** The desk of a node that is reached over HTTP. */
final class NodeClient implements JobDesk {

    private static final String API = "api/v1/";
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** Longer than the node itself waits for a coordinator, so that its own explanation arrives. */
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /** Of a node that says when to come back. */
    private static final int MOST_TRIES = 20;

    private static final int LONGEST_WAIT_SECONDS = 5;

    private final URI node;
    private final Credentials credentials;
    private final HttpClient http;

    /** @param node such as {@code http://127.0.0.1:8980/} */
    NodeClient(URI node, Credentials credentials) {
        this.node = node;
        this.credentials = credentials;
        // Nodes are on the local network, where the proxy that the system may have set does not lead.
        this.http = credentials
                .on(HttpClient.newBuilder())
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .proxy(HttpClient.Builder.NO_PROXY)
                .build();
    }

    @Override
    public Submission submit(JobRequest request) throws CommandFailed, InterruptedException {
        HttpResponse<String> answer = send(request("jobs")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.write(request))));
        if (answer.statusCode() == 202) {
            return new Submission.Accepted(read(answer, Submitted.class).jobs().get(0));
        }
        Problem problem = problem(answer);
        if (answer.statusCode() == 503 && !problem.kind().equals("queue-full")) {
            throw new NodeSilent(problem.detail(), null);
        }
        return new Submission.Refused(new FailureView(problem.kind(), problem.detail(), ""));
    }

    @Override
    public List<JobView> jobs() throws CommandFailed, InterruptedException {
        Deque<List<JobView>> pages = new ArrayDeque<>();
        JobList page = get("jobs?limit=" + JobList.MAX_LIMIT, JobList.class);
        pages.push(page.jobs());
        while (page.next() != null) {
            page = get("jobs?limit=" + JobList.MAX_LIMIT + "&before=" + encoded(page.next()), JobList.class);
            pages.push(page.jobs());
        }
        return pages.stream().flatMap(List::stream).toList();
    }

    @Override
    public Optional<JobView> job(String id) throws CommandFailed, InterruptedException {
        HttpResponse<String> answer = send(request("jobs/" + encoded(id)));
        return answer.statusCode() == 404 ? Optional.empty() : Optional.of(read(succeeded(answer), JobView.class));
    }

    /** The job with this id, or the only one whose id starts so. */
    JobView jobStartingWith(String start) throws CommandFailed, InterruptedException {
        Optional<JobView> exact = job(start);
        if (exact.isPresent()) {
            return exact.get();
        }
        List<JobView> found =
                jobs().stream().filter(job -> job.id().startsWith(start)).toList();
        if (found.size() > 1) {
            throw new CommandFailed(
                    "There are " + found.size() + " jobs whose id starts with " + start + ": give more of it.");
        }
        return found.stream().findFirst().orElseThrow(() -> noSuchJob(start));
    }

    static CommandFailed noSuchJob(String id) {
        return new CommandFailed("There is no job " + id + ": \"proxima status\" lists the jobs.");
    }

    Cancellation cancel(String id) throws CommandFailed, InterruptedException {
        HttpResponse<String> answer = send(request("jobs/" + encoded(id)).DELETE());
        return switch (answer.statusCode()) {
            case 404 -> Cancellation.NOT_FOUND;
            case 409 -> Cancellation.ALREADY_FINISHED;
            default -> {
                succeeded(answer);
                yield Cancellation.CANCELLED;
            }
        };
    }

    List<NodeView> nodes() throws CommandFailed, InterruptedException {
        return List.of(get("nodes", NodeView[].class));
    }

    /** The node with this id, or the only one whose id starts so. */
    NodeView nodeStartingWith(String start) throws CommandFailed, InterruptedException {
        List<NodeView> nodes = nodes();
        List<NodeView> found =
                nodes.stream().filter(node -> node.id().startsWith(start)).toList();
        if (found.size() > 1 && found.stream().noneMatch(node -> node.id().equals(start))) {
            throw new CommandFailed(
                    "There are " + found.size() + " nodes whose id starts with " + start + ": give more of it.");
        }
        return found.stream()
                .filter(node -> found.size() == 1 || node.id().equals(start))
                .findFirst()
                .orElseThrow(() -> NodeCommand.noSuchNode(start, nodes));
    }

    NodeView drain(String node, boolean now) throws CommandFailed, InterruptedException {
        return order("nodes/" + encoded(node) + "/drain" + (now ? "?now=true" : ""));
    }

    NodeView resume(String node) throws CommandFailed, InterruptedException {
        return order("nodes/" + encoded(node) + "/resume");
    }

    private NodeView order(String path) throws CommandFailed, InterruptedException {
        return read(succeeded(send(request(path).POST(BodyPublishers.noBody()))), NodeView.class);
    }

    @Override
    public List<PresetView> presets() throws CommandFailed, InterruptedException {
        return List.of(get("presets", PresetView[].class));
    }

    @Override
    public Subscription subscribe(Consumer<LiveEvent> listener) {
        HttpRequest events = credentials
                .on(HttpRequest.newBuilder(node.resolve(API + "events")), node)
                .header("Accept", "text/event-stream")
                .build();
        return EventReader.start(http, events, listener);
    }

    private <T> T get(String path, Class<T> type) throws CommandFailed, InterruptedException {
        return read(succeeded(send(request(path))), type);
    }

    private HttpRequest.Builder request(String path) {
        return credentials
                .on(HttpRequest.newBuilder(node.resolve(API + path)), node)
                .timeout(ANSWER);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws CommandFailed, InterruptedException {
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            for (int tries = 1; tries < MOST_TRIES && waits(answer); tries++) {
                answer = http.send(request.build(), BodyHandlers.ofString());
            }
            return answer;
        } catch (SSLException e) {
            throw new CommandFailed(
                    "What answers at " + node
                            + " is no node of the cluster that the token is for, or its certificate is"
                            + " not known here: check --node, and give --token as its seed printed it.",
                    e);
        } catch (ConnectException | HttpTimeoutException e) {
            throw new NodeUnreachable(node, e);
        } catch (IOException e) {
            throw new NodeSilent("The connection to the node at " + node + " broke: try again.", e);
        }
    }

    /** Whether a node that had too many requests wants this one again; waits as long as it says. */
    private static boolean waits(HttpResponse<String> answer) throws InterruptedException {
        long seconds = answer.headers().firstValueAsLong("Retry-After").orElse(LONGEST_WAIT_SECONDS + 1);
        boolean again = answer.statusCode() == 429 && seconds <= LONGEST_WAIT_SECONDS;
        if (again) {
            TimeUnit.SECONDS.sleep(seconds);
        }
        return again;
    }

    private HttpResponse<String> succeeded(HttpResponse<String> answer) throws CommandFailed {
        if (answer.statusCode() / 100 == 2) {
            return answer;
        }
        String sentence = problem(answer).detail();
        throw answer.statusCode() == 503 ? new NodeSilent(sentence, null) : new CommandFailed(sentence);
    }

    private Problem problem(HttpResponse<String> answer) throws CommandFailed {
        boolean isProblem = answer.headers()
                .firstValue("Content-Type")
                .filter(type -> type.startsWith("application/problem+json"))
                .isPresent();
        if (!isProblem) {
            throw notOurs(null);
        }
        return read(answer, Problem.class);
    }

    private <T> T read(HttpResponse<String> answer, Class<T> type) throws CommandFailed {
        try {
            return Json.read(answer.body(), type);
        } catch (JsonProcessingException e) {
            throw notOurs(e);
        }
    }

    private CommandFailed notOurs(Exception cause) {
        return new CommandFailed("What answers at " + node + " is not a node of Proxima: check --node.", cause);
    }

    private static String encoded(String pathSegment) {
        return URLEncoder.encode(pathSegment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
