package dev.proxima.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.testing.Drill;
import dev.proxima.testing.FaultCluster;
import dev.proxima.testing.FaultTable;
import dev.proxima.testing.Jvm;
import dev.proxima.testing.Lan;
import dev.proxima.testing.PacedFfmpeg;
import dev.proxima.testing.Postgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two coordinators that share a PostgreSQL, and a helper, lose each other or the database. Several jobs are under way, so that
 * each coordinator is likely to own some.
 */
@Tag("fault")
@Tag("fault-long")
class CoordinatorFaultsIT {

    private static final int JOBS = 4;
    private static final int SEGMENTS = 4;

    @TempDir
    static Path directory;

    private static Path source;
    private static Postgres database;
    private static FaultCluster cluster;
    private static Lan lan;
    private static Lan.Host first;
    private static Lan.Host second;
    private static int count;

    @BeforeAll
    static void start() throws Exception {
        Assumptions.assumeTrue(Lan.isPossible(), "network namespaces need root, ip and iptables");
        source = Drill.clip(directory.resolve("source"));
        lan = new Lan();
        first = lan.here();
        second = lan.add();
        Lan.Host helper = lan.add();
        database = new Postgres(directory);
        database.letIn(lan.network());
        Jvm.Launch launch = Jvm.Launch.PLAIN
                .with(PacedFfmpeg.create(directory.resolve("paced"), 2, "").options())
                .with("-Dproxima.journal.url=" + database.urlAt(lan.serverAddress()));
        cluster = new FaultCluster(directory.resolve("nodes"), launch, 1);
        // the test asks it by way of the loopback, which needs no token
        cluster.startSeed(launch.with("-Dproxima.http.host=127.0.0.1"), "--host", first.address());
        cluster.startHelper("second", launch.behind(second.prefix()), "--host", second.address(), "--coordinator");
        cluster.startHelper("helper", launch.behind(helper.prefix()), "--host", helper.address());
        cluster.awaitNodes(3);
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            cluster.close();
        }
        if (database != null) {
            database.close();
        }
        if (lan != null) {
            lan.close();
        }
    }

    @Test
    void coordinatorsThatLoseEachOtherFor4Seconds() throws Exception {
        part(4);
    }

    @Test
    void coordinatorsThatLoseEachOtherFor30Seconds() throws Exception {
        part(30);
    }

    @Test
    void aDatabaseThatIsAwayForAMinute() throws Exception {
        suffer("PostgreSQL: away for 60 s", 60, () -> database.close(), () -> database.start());
    }

    private static void part(int seconds) throws Exception {
        suffer(
                "link between coordinators cut for " + seconds + " s",
                seconds,
                () -> second.partFrom(first),
                () -> second.meetAgain(first));
    }

    private static void suffer(String fault, int seconds, Runnable begin, Runnable end) throws Exception {
        List<Drill> drills = queue();
        try (Sightings sightings = Sightings.of(drills.stream().map(drill -> drill.output))) {
            drills.get(0).until(job -> Drill.having(job, "SUCCEEDED").count() >= 1);
            drills.forEach(Drill::fault);
            begin.run();
            try {
                Drill.awaitThat(() -> drills.get(0).sinceFault().toSeconds() >= seconds);
            } finally {
                end.run();
            }
            cluster.awaitNodes(3);
            Duration recovery = drills.get(0).sinceFault().minusSeconds(seconds);
            long repeated = 0;
            for (Drill drill : drills) {
                repeated += drill.awaitExact();
                drill.assertStaysAsItIs();
            }
            assertThat(sightings.all())
                    .hasSize(JOBS)
                    .allSatisfy((output, files) -> assertThat(files)
                            .describedAs("files that were seen as " + output)
                            .hasSize(1));
            FaultTable.add(fault, JOBS + " jobs encoding", "each published once, identical", recovery, repeated);
        }
    }

    private static List<Drill> queue() throws IOException {
        List<Drill> drills = new ArrayList<>();
        for (int job = 0; job < JOBS; job++) {
            drills.add(Drill.of(source, directory.resolve("" + ++count), cluster::seed)
                    .queue(SEGMENTS));
        }
        return drills;
    }
}
