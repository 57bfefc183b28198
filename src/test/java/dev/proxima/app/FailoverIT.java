package dev.proxima.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxima.api.JobView;
import dev.proxima.testing.Drill;
import dev.proxima.testing.FaultTable;
import dev.proxima.testing.Jvm;
import dev.proxima.testing.PacedFfmpeg;
import dev.proxima.testing.Postgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two coordinators with one PostgreSQL and a helper, in JVMs of their own, and kill -9 of either coordinator. */
@Tag("multijvm")
@Execution(ExecutionMode.CONCURRENT)
@Tag("fault")
class FailoverIT {

    private static final Duration LONG = Duration.ofMinutes(2);

    /** A killed coordinator's work goes on elsewhere within this. */
    private static final Duration GOES_ON_WITHIN = Duration.ofSeconds(15);

    @TempDir
    Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Jvm> jvms = new ArrayList<>();
    private Postgres database;
    private Jvm.Launch launch;
    private Path clip;

    @BeforeEach
    void startNodes() {
        launch = Jvm.Launch.PLAIN.with(
                PacedFfmpeg.create(directory.resolve("paced"), 1, "").options());
        clip = directory.resolve("clip.mp4");
        database = new Postgres(directory);
        Jvm first = start("first", "seed", "--port", "0", "--journal-url", database.url());
        start("second", "join", first.address(), "--coordinator", "--journal-url", database.url());
        start("helper", "join", first.address());
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(first.nodes())
                        .hasSize(3)
                        .allSatisfy(node -> assertThat(node.slots()).isEqualTo(1)));
    }

    @AfterEach
    void endNodes() {
        jvms.forEach(Jvm::close);
        database.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theOtherCoordinatorGoesOnWhenOneIsKilled(boolean owner) throws Exception {
        TestClips.make(clip, "320x180", "24000/1001", 40);
        Jvm first = jvms.get(0);
        await().atMost(LONG).until(() -> isTaken(first));
        String id = first.jobs().get(0).id();
        await().atMost(LONG).pollInterval(Duration.ofMillis(50)).until(() -> done(first.job(id)) >= 2);
        boolean ownedByFirst = ownsTheJob(first);
        assertThat(ownsTheJob(jvms.get(1))).isEqualTo(!ownedByFirst);
        int killed = ownedByFirst == owner ? 0 : 1;
        Jvm dead = jvms.get(killed);
        Jvm left = jvms.get(1 - killed);

        dead.kill();
        Instant at = Instant.now();
        // who hands in the same clip is answered by its job, which has to live somewhere for that
        await().atMost(GOES_ON_WITHIN).until(() -> left.nodes().size() == 2 && isTaken(left));
        Duration recovery = Duration.between(at, Instant.now());

        await().ignoreExceptions()
                .atMost(LONG)
                .until(() -> left.job(id).status().equals("SUCCEEDED"));
        JobView after = left.job(id);
        assertThat(TestClips.difference(clip, "prores-proxy", Path.of(after.output())))
                .isEmpty();
        assertThat(directory.resolve("Proxy/.proxima")).doesNotExist();
        FaultTable.add(
                "of two coordinators on PostgreSQL, the one that " + (owner ? "owns" : "does not own")
                        + " the job: kill -9",
                "encoding",
                "the other goes on; published, identical",
                recovery,
                Drill.repeated(after));
    }

    /** By Akka Management, which tells of the shards of a node. */
    private boolean ownsTheJob(Jvm node) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.http() + "/cluster/shards/Job"))
                .build();
        String shards = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return shards.contains("\"numEntities\":1");
    }

    private boolean isTaken(Jvm node) throws Exception {
        String body = "{\"source\": \"" + clip + "\", \"segments\": 12}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.http() + "/api/v1/jobs"))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(2))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 202;
        } catch (HttpTimeoutException e) {
            return false;
        }
    }

    private static long done(JobView job) {
        return job.segments().stream()
                .filter(segment -> segment.status().equals("SUCCEEDED"))
                .count();
    }

    private Jvm start(String name, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--slots", "1", "--data-dir", directory.resolve(name).toString()));
        Jvm jvm = Jvm.node(launch, directory, all);
        jvms.add(jvm);
        return jvm;
    }
}
