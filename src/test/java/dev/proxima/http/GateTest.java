package dev.proxima.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.proxima.api.Json;
import dev.proxima.security.AccessToken;
import dev.proxima.security.SecurityFolder;
import dev.proxima.testing.FakeJobService;
import dev.proxima.testing.RefusalTable;
import dev.proxima.testing.RouteCaller;
import dev.proxima.testing.RouteCaller.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way that was thought of to come in without leave, and that those who may come in do. */
class GateTest {

    private static final String HERE = "127.0.0.1";
    private static final String THERE = "192.0.2.7";
    private static final RefusalTable TABLE = new RefusalTable("http");

    @TempDir
    Path folder;

    private final FakeJobService service = new FakeJobService();
    private RouteCaller caller;

    @AfterEach
    void stop() {
        caller.close();
    }

    @AfterAll
    static void print() throws Exception {
        TABLE.print();
    }

    @Test
    void onLoopbackARequestMustNameThisMachine() throws Exception {
        open();
        for (String host : new String[] {"127.0.0.1:8980", "localhost:8980", "LOCALHOST", "[::1]:8980", "127.1.2.3"}) {
            assertThat(call(get("/api/v1/jobs", host), HERE).status()).as(host).isEqualTo(200);
        }
        for (String host :
                new String[] {"rebound.example:8980", "127.0.0.1.example", "192.0.2.1", "localhost.example"}) {
            refused("loopback: Host: " + host + " (DNS rebinding)", get("/api/v1/jobs", host), HERE, 421);
        }
        refused(
                "loopback: a request without Host",
                HttpRequest.create("/api/v1/jobs").withUri("http://127.0.0.1/api/v1/jobs"),
                HERE,
                421);
    }

    @Test
    void onLoopbackThePageOfAnotherSiteChangesNothing() throws Exception {
        open();
        String host = "127.0.0.1:8980";
        assertThat(call(job(host).addHeader(header("Origin", "http://127.0.0.1:8980")), HERE)
                        .status())
                .isEqualTo(202);
        assertThat(call(job(host).addHeader(header("Sec-Fetch-Site", "same-origin")), HERE)
                        .status())
                .isEqualTo(202);
        assertThat(call(job(host), HERE).status()).isEqualTo(202);
        int before = service.requests().size();
        for (String origin : new String[] {
            "http://evil.example",
            "https://127.0.0.1:8980",
            "http://127.0.0.1:8981",
            "http://localhost:8980",
            "null",
            "x"
        }) {
            refused("POST with Origin: " + origin, job(host).addHeader(header("Origin", origin)), HERE, 403);
        }
        for (String site : new String[] {"cross-site", "same-site"}) {
            refused(
                    "POST with Sec-Fetch-Site: " + site,
                    job(host).addHeader(header("Sec-Fetch-Site", site)),
                    HERE,
                    403);
            refused(
                    "GET by a script or picture of another page, Sec-Fetch-Site: " + site,
                    get("/api/v1/jobs", host).addHeader(header("Sec-Fetch-Site", site)),
                    HERE,
                    403);
        }
        refused(
                "POST by a form of another page, text/plain",
                HttpRequest.POST("/api/v1/jobs")
                        .addHeader(header("Host", host))
                        .withEntity(ContentTypes.TEXT_PLAIN_UTF8, "{\"source\":\"/a.mov\"}"),
                HERE,
                415);
        assertThat(service.requests()).hasSize(before);
        assertThat(call(
                                get("/openapi.yaml", host)
                                        .addHeader(header("Sec-Fetch-Site", "cross-site"))
                                        .addHeader(header("Sec-Fetch-Mode", "navigate")),
                                HERE)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void corsIsClosed() throws Exception {
        open();
        Answer preflight = call(
                HttpRequest.create("/api/v1/jobs")
                        .withMethod(HttpMethods.OPTIONS)
                        .addHeader(header("Host", HERE))
                        .addHeader(header("Origin", "http://evil.example"))
                        .addHeader(header("Access-Control-Request-Method", "POST")),
                HERE);
        assertThat(preflight.status()).isEqualTo(405);
        assertThat(preflight.response().getHeaders())
                .noneMatch(header -> header.lowercaseName().startsWith("access-control"));
        TABLE.add("a CORS preflight", "405 method-not-allowed");
    }

    @Test
    void anywhereElseTheTokenIsAskedForOnEveryRoute() throws Exception {
        AccessToken token = openWithToken();
        for (Endpoint endpoint : routes(Access.withToken(token, () -> null, 0)).endpoints()) {
            if (!endpoint.path().equals(Gate.LOGIN)) {
                HttpRequest request = HttpRequest.create(endpoint.path().replace("{id}", "a"))
                        .withMethod(endpoint.method())
                        .addHeader(header("Host", "node"));
                Answer answer = call(request, THERE);
                assertThat(answer.status()).as(endpoint.toString()).isEqualTo(401);
                assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
            }
        }
        TABLE.add("each route but /login without a token", "401 unauthorized");
        refused("GET /health/alive without a token", get("/health/alive", "node"), THERE, 401);
        refused("a wrong token", get("/api/v1/jobs", "node").addHeader(bearer("wrong")), THERE, 401);
        refused("an empty token", get("/api/v1/jobs", "node").addHeader(bearer("")), THERE, 401);
        refused(
                "the token as a user's password",
                get("/api/v1/jobs", "node").addHeader(header("Authorization", "Basic eDp5")),
                THERE,
                401);
        refused(
                "the token in the address",
                get("/api/v1/jobs?token=" + secret() + "&access_token=" + secret(), "node"),
                THERE,
                401);
        assertThat(call(get("/api/v1/jobs", "node").addHeader(bearer(secret())), THERE)
                        .status())
                .isEqualTo(200);
        String printed = secret() + "." + "0123456789abcdef".repeat(4);
        assertThat(call(get("/api/v1/jobs", "node").addHeader(bearer(printed)), THERE)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theTokenIsItsOwnersAloneAndCanBeChangedAtOnce() throws Exception {
        openWithToken();
        Path file = SecurityFolder.in(folder).accessToken();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        String old = secret();
        String cookie = logIn(old);
        Files.writeString(file, "another-secret-of-mine\n");
        refused(
                "a token that was changed meanwhile",
                get("/api/v1/jobs", "node").addHeader(bearer(old)),
                THERE,
                401);
        refused(
                "a session from before the token was changed",
                get("/api/v1/jobs", "node").addHeader(cookie(cookie)),
                THERE,
                401);
        assertThat(call(get("/api/v1/jobs", "node").addHeader(bearer("another-secret-of-mine")), THERE)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whoTriesTokensOutHasToWait() throws Exception {
        openWithToken();
        for (int i = 0; i < 10; i++) {
            assertThat(call(get("/api/v1/jobs", "node").addHeader(bearer("guess" + i)), THERE)
                            .status())
                    .isEqualTo(401);
        }
        Answer answer = call(get("/api/v1/jobs", "node").addHeader(bearer("guess")), THERE);
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).isEqualTo("60");
        refused("an eleventh wrong token within a minute, by login", login("guess"), THERE, 429);
        assertThat(call(get("/api/v1/jobs", "node").addHeader(bearer(secret())), "192.0.2.8")
                        .status())
                .as("another address")
                .isEqualTo(200);
    }

    @Test
    void aBrowserLogsInAndOnlyTheNodesOwnPageUsesItsCookie() throws Exception {
        openWithToken();
        Answer page = call(get("/", "node").addHeader(header("Accept", "text/html,*/*")), THERE);
        assertThat(page.status()).isEqualTo(303);
        assertThat(page.header("Location")).isEqualTo("/login");
        Answer form = call(get("/login", "node"), THERE);
        assertThat(form.body())
                .contains(
                        "The token of this node, as proxima seed printed it",
                        "<form method=\"post\"",
                        "type=\"password\"");
        assertThat(form.header("Content-Security-Policy")).contains("'sha256-").doesNotContain("unsafe");
        refused("a login with a wrong token", login("nonsense"), THERE, 401);
        Answer again = call(login("nonsense").addHeader(header("Accept", "text/html,*/*")), THERE);
        assertThat(again.status()).isEqualTo(401);
        assertThat(again.body())
                .contains("The token is not that of this node: see what \"proxima seed\" prints there.", "<form");
        Answer first = call(get("/", "node").addHeader(cookie(logIn(secret()))), THERE);
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.body()).contains("Proxima is up", "href=\"/api/v1/jobs\"");
        refused(
                "a login from the page of another site",
                login(secret()).addHeader(header("Origin", "https://evil.example")),
                THERE,
                403);

        HttpRequest withCookie = get("/api/v1/jobs", "node").addHeader(cookie(logIn(secret())));
        assertThat(call(withCookie, THERE).status()).isEqualTo(200);
        HttpRequest change = job("node").addHeader(cookie(logIn(secret())));
        assertThat(call(change.addHeader(header("Origin", "https://node")), THERE)
                        .status())
                .isEqualTo(202);
        int before = service.requests().size();
        refused("POST with the cookie alone", change, THERE, 403);
        refused("POST with the cookie from http://node", change.addHeader(header("Origin", "http://node")), THERE, 403);
        refused(
                "POST with the cookie from another site",
                change.addHeader(header("Origin", "https://evil.example")),
                THERE,
                403);
        refused(
                "DELETE with the cookie, Sec-Fetch-Site: none",
                cancel().addHeader(header("Sec-Fetch-Site", "none")),
                THERE,
                403);
        String forged = logIn(secret()).replaceAll("=(\\d+)\\.", "=9$1.");
        refused("a cookie whose end was moved", get("/api/v1/jobs", "node").addHeader(cookie(forged)), THERE, 401);
        refused("a cookie of nonsense", get("/api/v1/jobs", "node").addHeader(cookie(Gate.COOKIE + "=.")), THERE, 401);
        assertThat(service.requests()).hasSize(before);
    }

    @Test
    void aTokenThatGoesWhileSomebodyLogsInIsToBeTriedAgain() throws Exception {
        AccessToken token = openWithToken();
        Access access = Access.withToken(token, () -> null, 0);
        String right = secret();
        // asked for the time once the token was found to be right
        Clock thief = new Clock() {
            @Override
            public Instant instant() {
                try {
                    Files.delete(SecurityFolder.in(folder).accessToken());
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
                return Instant.now();
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        Login login = new Login(access, new Gate(access, HERE, Clock.systemUTC()), thief);

        HttpResponse answer = login.enter(login(right), "token=" + right);

        assertThat(answer.status().intValue()).isEqualTo(503);
        assertThat(Json.ANSWERS
                        .readTree(
                                ((HttpEntity.Strict) answer.entity()).getData().utf8String())
                        .at("/detail")
                        .asText())
                .isEqualTo("The token of this node cannot be read now: try again.");
    }

    @Test
    void theCookieIsOutOfReachOfScriptsAndOfOtherSites() throws Exception {
        openWithToken();
        Answer answer = call(login(secret()), THERE);
        assertThat(answer.header("Set-Cookie"))
                .startsWith("__Host-proxima=")
                .contains("; Path=/;", "; Secure", "; HttpOnly", "; SameSite=Strict")
                .doesNotContain(secret());
        Answer out = call(
                HttpRequest.POST("/logout").addHeader(header("Host", "node")).addHeader(bearer(secret())), THERE);
        assertThat(out.header("Set-Cookie")).contains("Max-Age=0");
    }

    @Test
    void tooManyRequestsAreToldToComeBack() throws Exception {
        caller = new RouteCaller(() -> routes(Access.ofThisMachine(5)).route());
        for (int i = 0; i < 10; i++) {
            assertThat(call(get("/api/v1/presets", HERE), HERE).status()).isEqualTo(200);
        }
        Answer answer = call(get("/api/v1/presets", HERE), HERE);
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        TABLE.add("more requests than proxima.http.requests-per-second", "429 too-many-requests, Retry-After: 1");
        assertThat(call(get("/api/v1/presets", HERE), "127.0.0.2").status()).isEqualTo(200);
    }

    @Test
    void everyRefusalSaysWhatToDo() throws Exception {
        open();
        assertThat(detail(get("/api/v1/jobs", "rebound.example"), HERE))
                .isEqualTo("This node serves its own machine alone: ask for it as localhost or 127.0.0.1.");
        assertThat(detail(job(HERE).addHeader(header("Origin", "http://evil.example")), HERE))
                .isEqualTo("The page of another site may not use this node.");
        caller.close();
        openWithToken();
        assertThat(detail(get("/api/v1/jobs", "node"), THERE))
                .isEqualTo("This node asks for its token: give it with --token, or as a bearer token.");
        assertThat(detail(job("node").addHeader(cookie(logIn(secret()))), THERE))
                .isEqualTo("A browser must tell that the node's own page asks for a change.");
        for (int guess = 0; guess < 10; guess++) {
            assertThat(detail(get("/api/v1/jobs", "node").addHeader(bearer("guess")), THERE))
                    .isEqualTo("The token is not that of this node: see what \"proxima seed\" prints there.");
        }
        assertThat(detail(get("/api/v1/jobs", "node").addHeader(bearer("guess")), THERE))
                .isEqualTo("Too many wrong tokens came from this address: wait a minute.");
        caller.close();
        caller = new RouteCaller(() -> routes(Access.ofThisMachine(1)).route());
        String said = "";
        for (int more = 0; more < 50 && said.isEmpty(); more++) {
            said = detail(get("/api/v1/presets", HERE), HERE);
        }
        assertThat(said).isEqualTo("Too many requests came from this address: wait a second.");
    }

    private String detail(HttpRequest request, String from) throws Exception {
        return Json.ANSWERS.readTree(call(request, from).body()).at("/detail").asText();
    }

    @Test
    void everyAnswerHasTheHeadersThatKeepPagesApart() throws Exception {
        open();
        for (String path : new String[] {"/api/v1/presets", "/nothing", "/login"}) {
            Answer answer = call(get(path, HERE), HERE);
            assertThat(answer.header("X-Content-Type-Options")).as(path).isEqualTo("nosniff");
            assertThat(answer.header("Content-Security-Policy"))
                    .contains("default-src 'none'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        }
    }

    private void refused(String tried, HttpRequest request, String from, int status) throws Exception {
        Answer answer = call(request, from);
        assertThat(answer.status()).as(tried + ": " + answer.body()).isEqualTo(status);
        assertThat(answer.response().entity().getContentType().toString()).isEqualTo("application/problem+json");
        JsonNode problem = Json.ANSWERS.readTree(answer.body());
        assertThat(problem.at("/detail").asText()).endsWith(".").doesNotContain("\n");
        TABLE.add(tried, status + " " + problem.at("/kind").asText());
    }

    private String logIn(String token) throws Exception {
        Answer answer = call(login(token), THERE);
        assertThat(answer.status()).isEqualTo(303);
        return answer.header("Set-Cookie").replaceAll(";.*", "");
    }

    private static HttpRequest login(String token) {
        return HttpRequest.POST("/login")
                .addHeader(header("Host", "node"))
                .withEntity(
                        ContentTypes.parse("application/x-www-form-urlencoded"),
                        ("token=" + token).getBytes(StandardCharsets.US_ASCII));
    }

    private static HttpRequest job(String host) {
        return HttpRequest.POST("/api/v1/jobs")
                .addHeader(header("Host", host))
                .withEntity(ContentTypes.APPLICATION_JSON, "{\"source\":\"/clips/a.mov\"}");
    }

    private HttpRequest cancel() throws Exception {
        return HttpRequest.DELETE("/api/v1/jobs/a")
                .addHeader(header("Host", "node"))
                .addHeader(cookie(logIn(secret())));
    }

    private static HttpRequest get(String path, String host) {
        return HttpRequest.GET(path).addHeader(header("Host", host));
    }

    private static HttpHeader header(String name, String value) {
        return HttpHeader.parse(name, value);
    }

    private static HttpHeader bearer(String token) {
        return header("Authorization", "Bearer " + token);
    }

    private static HttpHeader cookie(String pair) {
        return header("Cookie", pair);
    }

    private Answer call(HttpRequest request, String from) throws Exception {
        return caller.call(request, from);
    }

    private void open() {
        caller = new RouteCaller(() -> routes(Access.ofThisMachine(0)).route());
    }

    private AccessToken openWithToken() throws Exception {
        AccessToken token = AccessToken.open(SecurityFolder.in(folder));
        caller = new RouteCaller(
                () -> routes(Access.withToken(token, () -> null, 0)).route());
        return token;
    }

    private String secret() {
        return AccessToken.stored(SecurityFolder.in(folder)).orElseThrow();
    }

    private Routes routes(Access access) {
        return new Routes(service, new EventStream(service), Optional.empty(), access, HERE);
    }
}
