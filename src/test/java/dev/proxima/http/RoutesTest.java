package dev.proxima.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.proxima.api.Json;
import dev.proxima.job.FailureException;
import dev.proxima.testing.FakeJobService;
import dev.proxima.testing.Samples;
import dev.proxima.testing.TestServer;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoutesTest {

    private final FakeJobService service = new FakeJobService();
    private final HttpClient client = HttpClient.newHttpClient();
    private TestServer server;

    @BeforeEach
    void serve() throws Exception {
        server = new TestServer(service);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void acceptsOneJobAndTellsWhereItIs() throws Exception {
        HttpResponse<String> answer = post("{\"source\":\"/clips/a.mov\"}");
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Location")).contains("/api/v1/jobs/a");
        JsonNode body = Json.ANSWERS.readTree(answer.body());
        assertThat(body.at("/jobs/0/id").asText()).isEqualTo("a");
        assertThat(body.has("refused")).isFalse();
    }

    @Test
    void acceptsTheGoodJobsOfAListAndTellsWhyNotTheOthers() throws Exception {
        HttpResponse<String> answer = post("[{\"source\":\"/clips/a.mov\"},{\"source\":\"/clips/missing.mov\"}]");
        assertThat(answer.statusCode()).isEqualTo(202);
        JsonNode body = Json.ANSWERS.readTree(answer.body());
        assertThat(body.at("/jobs")).hasSize(1);
        assertThat(body.at("/refused/0/failure/kind").asText()).isEqualTo("source-missing");
    }

    @Test
    void refusesAListOfWhichNothingCanBeDone() throws Exception {
        HttpResponse<String> answer = post("[{\"source\":\"/clips/missing.mov\"},{\"source\":\"/clips/taken.mov\"}]");
        assertProblem(answer, 422, "source-missing", "no file /clips/missing.mov");
        assertThat(Json.ANSWERS.readTree(answer.body()).at("/refused")).hasSize(2);
    }

    @Test
    void givesEachRefusalItsStatus() throws Exception {
        assertProblem(post("{\"source\":\"/clips/missing.mov\"}"), 422, "source-missing", "no file");
        assertProblem(post("{\"source\":\"/clips/taken.mov\"}"), 409, "output-exists", "--overwrite");
        assertProblem(post("{\"source\":\"/a.mov\",\"preset\":\"x\"}"), 422, "unknown-preset", "prores-proxy");
    }

    @Test
    void namesTheFieldThatIsWrong() throws Exception {
        assertProblem(post("{\"source\":\"/a.mov\",\"presett\":\"x\"}"), 400, "malformed-request", "\"presett\"");
        assertProblem(post("{\"source\":\"/a.mov\",\"segments\":\"4\"}"), 400, "malformed-request", "\"segments\"");
        assertProblem(post("{\"source\":\"/a.mov\",\"segments\":-1}"), 400, "malformed-request", "\"segments\"");
        assertProblem(post("{\"source\":\"/a.mov\",\"segments\":1.5}"), 400, "malformed-request", "\"segments\"");
        assertProblem(post("{\"source\":\"/a.mov\",\"overwrite\":{}}"), 400, "malformed-request", "\"overwrite\"");
        assertProblem(post("[{\"source\":\"/a.mov\"},{}]"), 400, "malformed-request", "\"source\" of job 2");
        assertProblem(post("{\"source\":\"/a.mov\""), 400, "malformed-request", "not JSON (line 1");
        assertProblem(post("[]"), 400, "malformed-request", "one job or a list");
        assertProblem(post("\"a.mov\""), 400, "malformed-request", "one job or a list");
        assertProblem(post("[3]"), 400, "malformed-request", "not a job");
        assertProblem(post(""), 400, "malformed-request", "one job or a list");
        assertThat(service.requests()).isEmpty();
    }

    @Test
    void listsJobsInPages() throws Exception {
        for (String id : new String[] {"a", "b", "c"}) {
            service.put(Samples.job(id, "ENCODING"));
        }
        JsonNode newest = Json.ANSWERS.readTree(get("/api/v1/jobs?limit=2").body());
        assertThat(newest.at("/jobs").findValuesAsText("id")).containsExactly("b", "c");

        JsonNode rest = Json.ANSWERS.readTree(
                get("/api/v1/jobs?limit=2&before=" + newest.get("next").asText())
                        .body());

        assertThat(rest.at("/jobs").findValuesAsText("id")).containsExactly("a");
        assertThat(rest.has("next")).isFalse();
    }

    @Test
    void namesTheParameterThatIsWrong() throws Exception {
        for (String limit : new String[] {"0", "-1", "1001", "many", "99999999999"}) {
            assertProblem(
                    get("/api/v1/jobs?limit=" + limit),
                    400,
                    "malformed-request",
                    "The parameter \"limit\" must be a whole number from 1 to 1000.");
        }
        assertProblem(
                get("/api/v1/jobs?before=yesterday"),
                400,
                "malformed-request",
                "The parameter \"before\" must be what an earlier answer named as \"next\".");
    }

    @Test
    void tellsWhenToComeAgainWhenTheQueueIsFull() throws Exception {
        HttpResponse<String> answer = post("{\"source\":\"/clips/full.mov\"}");
        assertProblem(answer, 503, "queue-full", "proxima.jobs.limit");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void takesNothingButJson() throws Exception {
        HttpResponse<String> answer = client.send(
                request("/api/v1/jobs")
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("{\"source\":\"/clips/a.mov\"}"))
                        .build(),
                BodyHandlers.ofString());
        assertProblem(answer, 415, "unsupported-media-type", "application/json");
        assertThat(service.requests()).isEmpty();
    }

    @Test
    void refusesABodyThatIsTooLarge() throws Exception {
        assertProblem(
                post("{\"source\":\"/" + "a".repeat(1 << 20) + "\"}"),
                413,
                null,
                "The body is too large: at most 1 MB is taken.");
    }

    @Test
    void showsAJobInTheFixedShape() throws Exception {
        service.put(Samples.job("a", "FAILED"));
        HttpResponse<String> answer = get("/api/v1/jobs/a");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        JsonNode job = Json.ANSWERS.readTree(answer.body());
        assertThat(job.fieldNames())
                .toIterable()
                .containsExactly(
                        "id",
                        "status",
                        "source",
                        "output",
                        "preset",
                        "priority",
                        "frames",
                        "frameRate",
                        "progress",
                        "segments",
                        "audio",
                        "warnings",
                        "failure",
                        "submittedAt",
                        "finishedAt");
        assertThat(job.at("/segments/0").fieldNames())
                .toIterable()
                .containsExactly(
                        "index", "startFrame", "endFrameExclusive", "status", "node", "attempts", "progress", "fps");
        assertThat(job.at("/failure").fieldNames()).toIterable().containsExactly("kind", "message", "detail");
    }

    @Test
    void listsJobsNodesAndPresets() throws Exception {
        service.put(Samples.job("a", "ENCODING"));
        assertThat(json("/api/v1/jobs").at("/jobs/0/id").asText()).isEqualTo("a");
        assertThat(json("/api/v1/jobs").at("/jobs/0/failure").isNull()).isTrue();
        assertThat(json("/api/v1/nodes").at("/0/running/0/fps").asInt()).isEqualTo(50);
        assertThat(json("/api/v1/presets").at("/0/isDefault").asBoolean()).isTrue();
    }

    @Test
    void drainsAndResumesANode() throws Exception {
        assertThat(order("drain").body()).contains("\"unusedReason\":\"It was drained.\"");
        assertThat(order("drain?now=true").body()).contains("It was drained now.");
        assertThat(order("resume").body()).contains("\"unusedReason\":null");
        assertProblem(order("drain?now=soon"), 400, "malformed-request", "The parameter \"now\" is true or false.");
        assertProblem(postTo("/api/v1/nodes/x:1/resume"), 404, "no-such-node", "no node x:1");
        service.loseCoordinator();
        assertThat(order("drain").statusCode()).isEqualTo(503);
    }

    private HttpResponse<String> order(String what) throws Exception {
        return postTo("/api/v1/nodes/127.0.0.1:25520/" + what);
    }

    private HttpResponse<String> postTo(String path) throws Exception {
        return client.send(request(path).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    }

    @Test
    void cancelsOnce() throws Exception {
        service.put(Samples.job("a", "ENCODING"));
        assertThat(delete("/api/v1/jobs/a").statusCode()).isEqualTo(202);
        assertProblem(delete("/api/v1/jobs/a"), 409, "job-finished", "Job a has finished");
        assertProblem(delete("/api/v1/jobs/b"), 404, "job-not-found", "no job b");
    }

    @Test
    void tellsNothingOfABugButThatItsLogDoes() throws Exception {
        service.breakDown();
        HttpResponse<String> answer = get("/api/v1/jobs/a");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(Json.ANSWERS.readTree(answer.body()).at("/detail").asText())
                .isEqualTo("The node met an unexpected error; its log tells more.");
    }

    @Test
    void asksToComeBackWhenNoCoordinatorAnswers() throws Exception {
        service.loseCoordinator();
        HttpResponse<String> answer = get("/api/v1/jobs");
        assertProblem(
                answer,
                503,
                "no-coordinator",
                "No coordinator of the cluster answered: check that the seed runs, then try again.");
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertProblem(post("{\"source\":\"/clips/a.mov\"}"), 503, "no-coordinator", "coordinator");
    }

    @Test
    void answersEveryErrorAsAProblem() throws Exception {
        assertProblem(get("/nothing/here"), 404, "not-found", "could not be found");
        HttpResponse<String> wrongMethod = delete("/api/v1/jobs");
        assertProblem(wrongMethod, 405, "method-not-allowed", "not allowed");
        assertThat(wrongMethod.headers().allValues("Allow").toString())
                .contains("GET")
                .contains("POST");
        assertThat(rawRequest("GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .contains(" 400 ")
                .contains("application/problem+json");
    }

    @Test
    void servesWhatItIsHandedInBesideItsOwn() throws Exception {
        assertThat(get("/alive-in-test").body()).isEqualTo("alive");
        assertProblem(get("/ill-in-test"), 500, "internal-server-error", "It is ill.");
    }

    @Test
    void letsNoOtherOriginIn() throws Exception {
        HttpResponse<String> answer = client.send(
                request("/api/v1/jobs").header("Origin", "http://example.org").build(), BodyHandlers.ofString());
        assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void tellsInOneSentenceWhyItCannotListen() {
        assertRefused("127.0.0.1", "127.0.0.1 port " + server.port() + ", which another program", "--http-port");
        assertRefused("192.0.2.1", "no such address", "--host");
        assertRefused("nowhere.invalid", "no such address", "--host");
    }

    private void assertRefused(String host, String... words) {
        assertThatThrownBy(() -> HttpServer.start(
                                server.system(),
                                host,
                                server.port(),
                                service,
                                Optional.empty(),
                                Access.ofThisMachine(0))
                        .toCompletableFuture()
                        .get())
                .cause()
                .isInstanceOf(FailureException.class)
                .message()
                .contains(words)
                .doesNotContain("\n");
    }

    private void assertProblem(HttpResponse<String> answer, int status, String kind, String words) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = Json.ANSWERS.readTree(answer.body());
        assertThat(problem.at("/status").asInt()).isEqualTo(status);
        assertThat(problem.at("/detail").asText()).contains(words).doesNotContain("\n");
        if (kind != null) {
            assertThat(problem.at("/kind").asText()).isEqualTo(kind);
        }
    }

    private String rawRequest(String text) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private JsonNode json(String path) throws Exception {
        return Json.ANSWERS.readTree(get(path).body());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> delete(String path) throws Exception {
        return client.send(request(path).DELETE().build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String body) throws Exception {
        HttpRequest request = request("/api/v1/jobs")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path));
    }
}
