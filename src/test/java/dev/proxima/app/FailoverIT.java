package dev.proxima.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxima.api.JobView;
import dev.proxima.testing.Jvm;
import dev.proxima.testing.Postgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two coordinators with one PostgreSQL and a helper, in JVMs of their own, and kill -9 of either coordinator. */
@Tag("multijvm")
class FailoverIT {

    private static final Duration LONG = Duration.ofMinutes(2);

    /** A killed coordinator's work goes on elsewhere within this. */
    private static final Duration GOES_ON_WITHIN = Duration.ofSeconds(15);

    @TempDir
    Path directory;

    private final List<Jvm> jvms = new ArrayList<>();
    private Postgres database;
    private Path clip;

    @BeforeEach
    void startNodes() {
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
    @ValueSource(ints = {0, 1})
    void theOtherCoordinatorGoesOnWhenOneIsKilled(int killed) throws Exception {
        Jvm dead = jvms.get(killed);
        Jvm left = jvms.get(1 - killed);
        TestClips.make(clip, "1280x720", "24000/1001", 40);
        Jvm.Ended queued = Jvm.run(directory, "queue", clip.toString(), "--node", dead.http(), "--segments", "12");
        assertThat(queued.exitCode()).describedAs(queued.err()).isZero();
        String id = left.jobs().get(0).id();
        await().atMost(LONG).pollInterval(Duration.ofMillis(50)).until(() -> done(left.job(id)) >= 2);

        long before = done(left.job(id));
        dead.kill();
        Instant at = Instant.now();
        await().ignoreExceptions()
                .atMost(GOES_ON_WITHIN)
                .until(() -> left.nodes().size() == 2 && done(left.job(id)) > before);
        System.out.println("After kill -9 of coordinator " + killed + " the job went on within "
                + Duration.between(at, Instant.now()).toMillis() + " ms");

        await().ignoreExceptions()
                .atMost(LONG)
                .until(() -> left.job(id).status().equals("SUCCEEDED"));
        JobView after = left.job(id);
        assertThat(TestClips.difference(clip, "prores-proxy", Path.of(after.output())))
                .isEmpty();
        assertThat(directory.resolve("Proxy/.proxima")).doesNotExist();
    }

    private static long done(JobView job) {
        return job.segments().stream()
                .filter(segment -> segment.status().equals("SUCCEEDED"))
                .count();
    }

    private Jvm start(String name, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data-dir", directory.resolve(name).toString()));
        Jvm jvm = Jvm.node(directory, all.toArray(String[]::new));
        jvms.add(jvm);
        return jvm;
    }
}
