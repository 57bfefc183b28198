package dev.proxima.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.scaladsl.model.IllegalUriException;
import dev.proxima.api.JobRequest;
import dev.proxima.job.FailureException;
import dev.proxima.security.AccessToken;
import dev.proxima.security.SecurityFolder;
import dev.proxima.testing.FakeJobService;
import dev.proxima.testing.RefusalTable;
import dev.proxima.testing.RouteCaller;
import dev.proxima.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests that nobody would send, many of them: none is answered by an error of the node, and none does anything. */
class HostileRequestsTest {

    private static final int REQUESTS = 10_000;
    private static final int OVER_A_SOCKET = 400;
    private static final long SEED = 20_240_607;
    private static final String HERE = "127.0.0.1";
    private static final RefusalTable TABLE = new RefusalTable("noise");

    private static final List<HttpMethod> METHODS = List.of(
            HttpMethods.GET,
            HttpMethods.POST,
            HttpMethods.DELETE,
            HttpMethods.PUT,
            HttpMethods.PATCH,
            HttpMethods.HEAD,
            HttpMethods.OPTIONS,
            HttpMethods.TRACE);

    private static final List<String> PATHS = List.of(
            "/",
            "/api/v1/jobs",
            "/api/v1/jobs/a",
            "/api/v1/nodes",
            "/api/v1/presets",
            "/openapi.yaml",
            "/login",
            "/logout",
            "/health/alive",
            "/cluster/members",
            "/api/v1",
            "//",
            "/..",
            "/../../etc/passwd",
            "/api/v1/jobs/",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/api/v1/jobs/%00",
            "/api/v1/jobs/..%2f..",
            "/api/v1/jobs/%ff%fe",
            "/web/../conf");

    private static final List<String> BODIES = List.of(
            "{\"source\":\"/clips/a.mov\",\"preset\":\"prores-proxy\",\"segments\":3,\"overwrite\":true}",
            "[{\"source\":\"/clips/a.mov\"},{\"source\":\"/clips/b.mov\",\"output\":\"/x/b.mov\"}]",
            "{\"source\":\"/clips/a.mov\",\"video\":[\"-f\",\"tee\",\"/etc/cron.d/x\"]}",
            "{\"@class\":\"java.net.URL\",\"source\":\"/clips/a.mov\"}",
            "token=x",
            "{\"source\":1e999999999}",
            "{\"segments\":99999999999999999999,\"source\":\"/a\"}",
            "null",
            "\"\\ud800\"",
            "[".repeat(3_000));

    private static final Map<String, List<String>> HEADERS = new TreeMap<>(Map.of(
            "Host", List.of("127.0.0.1", "localhost", "evil.example", "[::1]:1"),
            "Origin", List.of("null", "http://evil.example", "http://127.0.0.1", "http://", "::"),
            "Cookie", List.of("__Host-proxima=1.2", "a=b; __Host-proxima=9999999999.00", "x"),
            "Authorization",
                    List.of("Bearer x", "Bearer ", "Basic eDp5", "Digest a=\"b\"", "Bearer " + "x".repeat(4_000)),
            "Sec-Fetch-Site", List.of("cross-site", "same-origin", "none", "?"),
            "Accept", List.of("text/html", "*/*", "image/png;q=2", ",,,"),
            "Range", List.of("bytes=0-", "bytes=9-1"),
            "X-Forwarded-For", List.of("127.0.0.1", "::1"),
            "Content-Encoding", List.of("gzip", "deflate", "x")));

    @TempDir
    Path folder;

    private final FakeJobService service = new FakeJobService();
    private final Map<Integer, Integer> statuses = new TreeMap<>();

    @AfterAll
    static void print() throws IOException {
        TABLE.print();
    }

    @Test
    @Timeout(60)
    void onLoopbackOnlyWellFormedJobsAreTaken() throws Exception {
        Random random = new Random(SEED);
        try (RouteCaller caller =
                new RouteCaller(() -> routes(Access.ofThisMachine(0)).route())) {
            int wellFormed = 0;
            for (int sent = 0; sent < REQUESTS; sent++) {
                byte[] body = body(random);
                int before = service.requests().size();
                int status = caller.call(request(random, body), HERE).status();
                count(status);
                int taken = service.requests().size() - before;
                assertThat(taken)
                        .as("jobs of " + new String(body, StandardCharsets.UTF_8))
                        .isLessThanOrEqualTo(jobsIn(body));
                wellFormed += taken;
            }
            assertThat(service.requests()).hasSize(wellFormed);
        }
        tell(REQUESTS + " requests of nonsense on loopback");
    }

    @Test
    @Timeout(60)
    void withoutTheTokenNothingIsTakenAtAll() throws Exception {
        Random random = new Random(SEED + 1);
        AccessToken token = AccessToken.open(SecurityFolder.in(folder));
        try (RouteCaller caller = new RouteCaller(
                () -> routes(Access.withToken(token, () -> null, 0)).route())) {
            for (int sent = 0; sent < REQUESTS / 2; sent++) {
                count(caller.call(request(random, body(random)), "192.0.2." + random.nextInt(255))
                        .status());
            }
        }
        assertThat(service.requests()).isEmpty();
        tell(REQUESTS / 2 + " requests of nonsense from 255 addresses without the token");
    }

    @Test
    @Timeout(90)
    void overASocketAsWell() throws Exception {
        Random random = new Random(SEED + 2);
        try (TestServer server = new TestServer(service)) {
            for (int sent = 0; sent < OVER_A_SOCKET; sent++) {
                String answer = exchange(server.port(), wire(random));
                if (answer.startsWith("HTTP/1.")) {
                    count(Integer.parseInt(answer.split(" ", 3)[1]));
                } else {
                    count(0);
                    assertThat(answer).isEmpty();
                }
            }
            assertThat(exchange(
                            server.port(),
                            "GET /api/v1/presets HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII)))
                    .startsWith("HTTP/1.1 200");
        }
        tell(OVER_A_SOCKET
                + " of them over a socket, with broken lines, lengths and chunks (0: closed without an answer)");
    }

    private void count(int status) {
        assertThat(status).as("status").isLessThan(500).isNotEqualTo(100);
        statuses.merge(status, 1, Integer::sum);
    }

    private void tell(String what) {
        TABLE.add(what + " (seed " + SEED + ")", "answered " + statuses + "; no 5xx, no job but well-formed ones");
    }

    private static int jobsIn(byte[] body) {
        try {
            List<JobRequest> jobs = JobRequests.read(body).jobs();
            return jobs.size();
        } catch (FailureException e) {
            return 0;
        }
    }

    private static HttpRequest request(Random random, byte[] body) {
        HttpRequest request = HttpRequest.create()
                .withMethod(pick(METHODS, random))
                .addHeader(HttpHeader.parse("Host", random.nextInt(4) == 0 ? "evil.example" : HERE));
        try {
            request = request.withUri(path(random));
        } catch (IllegalUriException e) {
            request = request.withUri("/unparsable");
        }
        for (String name : HEADERS.keySet()) {
            if (!name.equals("Host") && random.nextInt(6) == 0) {
                request = request.addHeader(header(name, pick(HEADERS.get(name), random)));
            }
        }
        ContentType type = pick(
                List.of(
                        ContentTypes.APPLICATION_JSON,
                        ContentTypes.APPLICATION_JSON,
                        ContentTypes.TEXT_PLAIN_UTF8,
                        ContentTypes.APPLICATION_OCTET_STREAM),
                random);
        boolean hasBody =
                !List.of(HttpMethods.TRACE, HttpMethods.HEAD).contains(request.method()) && random.nextInt(3) > 0;
        return hasBody ? request.withEntity(type, body) : request;
    }

    private static HttpHeader header(String name, String value) {
        try {
            return HttpHeader.parse(name, value);
        } catch (IllegalArgumentException e) {
            return RawHeader.create(name, value);
        }
    }

    private static String path(Random random) {
        StringBuilder path = new StringBuilder(pick(PATHS, random));
        while (random.nextInt(3) == 0) {
            path.append(pick(
                    List.of("/", "%2f", "%00", "?a=b&a", "#f", "/../", ";x", "%E2%82", "a".repeat(500), "é"), random));
        }
        return path.toString();
    }

    private static byte[] body(Random random) {
        byte[] body = pick(BODIES, random).getBytes(StandardCharsets.UTF_8);
        for (int change = random.nextInt(4); change > 0 && body.length > 0; change--) {
            body[random.nextInt(body.length)] = (byte) random.nextInt();
        }
        return random.nextInt(10) == 0 ? Arrays.copyOf(body, random.nextInt(body.length + 1)) : body;
    }

    private static byte[] wire(Random random) throws IOException {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        String method =
                pick(List.of("GET", "POST", "DELETE", "get", "CONNECT", "PRI", "X".repeat(40), "\0", "TRACE"), random);
        wire.write((method + " " + path(random) + " HTTP/" + pick(List.of("1.1", "1.1", "1.0", "2.0", "9"), random)
                        + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        for (String name : HEADERS.keySet()) {
            if (name.equals("Host") || random.nextInt(5) == 0) {
                wire.write((name + pick(List.of(": ", ":", " : "), random) + pick(HEADERS.get(name), random) + "\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        byte[] body = body(random);
        String framing = pick(
                List.of(
                        "Content-Length: " + body.length,
                        "Content-Length: " + body.length,
                        "Content-Length: -1",
                        "Content-Length: 99999999999999999999",
                        "Transfer-Encoding: chunked",
                        "Content-Length: 5\r\nTransfer-Encoding: chunked",
                        "Content-Length: 3\r\nContent-Length: 4"),
                random);
        wire.write((framing + "\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        wire.write(body);
        byte[] all = wire.toByteArray();
        for (int change = random.nextInt(3); change > 0; change--) {
            all[random.nextInt(all.length)] = (byte) random.nextInt();
        }
        return all;
    }

    /** What comes back until the other end closes, or nothing comes for a while as it waits for more. */
    private static String exchange(int port, byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            try {
                socket.getInputStream().transferTo(answer);
            } catch (IOException e) {
                // silent, or reset, after its answer or without one
                return answer.toString(StandardCharsets.ISO_8859_1);
            }
            return answer.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private static <T> T pick(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    private Routes routes(Access access) {
        return new Routes(service, new EventStream(service), Optional.empty(), access, HERE);
    }
}
