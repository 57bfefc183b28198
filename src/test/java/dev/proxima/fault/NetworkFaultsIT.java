package dev.proxima.fault;

import dev.proxima.testing.Drill;
import dev.proxima.testing.FaultCluster;
import dev.proxima.testing.FaultTable;
import dev.proxima.testing.Jvm;
import dev.proxima.testing.Lan;
import dev.proxima.testing.PacedFfmpeg;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links between nodes are cut, in network namespaces. One cluster sees it all, one fault after the other. */
@Tag("fault")
@Tag("fault-long")
class NetworkFaultsIT {

    @TempDir
    static Path directory;

    private static Path source;
    private static FaultCluster cluster;
    private static Lan lan;
    private static Lan.Host seed;
    private static Lan.Host a;
    private static Lan.Host b;
    private static int count;

    @BeforeAll
    static void start() throws Exception {
        Assumptions.assumeTrue(Lan.isPossible(), "network namespaces need root, ip and iptables");
        source = Drill.clip(directory.resolve("source"));
        lan = new Lan();
        seed = lan.here();
        a = lan.add();
        b = lan.add();
        Jvm.Launch launch = Jvm.Launch.PLAIN.with(
                PacedFfmpeg.create(directory.resolve("paced"), 1, "").options());
        cluster = new FaultCluster(directory.resolve("nodes"), launch, 1);
        // the test asks it by way of the loopback, which needs no token
        cluster.startSeed(launch.with("-Dproxima.http.host=127.0.0.1"), "--host", seed.address());
        cluster.startHelper("a", launch.behind(a.prefix()), "--host", a.address());
        cluster.startHelper("b", launch.behind(b.prefix()), "--host", b.address());
        cluster.awaitNodes(3);
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            cluster.close();
        }
        if (lan != null) {
            lan.close();
        }
    }

    @Test
    void aHelperThatIsCutOffFor4Seconds() throws Exception {
        cutOff(4);
    }

    @Test
    void aHelperThatIsCutOffFor30Seconds() throws Exception {
        cutOff(30);
    }

    @Test
    void aHelperThatHearsNothingOfItsSeed() throws Exception {
        suffer("link cut in one way, for 12 s", 12, () -> a.deafenTo(seed), () -> a.hearAgain(seed));
    }

    @Test
    void helpersThatDoNotReachEachOther() throws Exception {
        suffer(
                "link between helpers cut, for 12 s",
                12,
                () -> {
                    a.deafenTo(b);
                    b.deafenTo(a);
                },
                () -> {
                    a.hearAgain(b);
                    b.hearAgain(a);
                });
    }

    private static void cutOff(int seconds) throws Exception {
        suffer("helper's link cut for " + seconds + " s", seconds, a::cut, a::mend);
    }

    private static void suffer(String fault, int seconds, Runnable cut, Runnable mend) throws Exception {
        Drill drill =
                Drill.of(source, directory.resolve("" + ++count), cluster::seed).queue(8);
        drill.awaitBusy(cluster.node("a"), 2);
        drill.fault();
        cut.run();
        try {
            Drill.awaitThat(() -> drill.sinceFault().toSeconds() >= seconds);
        } finally {
            mend.run();
        }
        cluster.awaitNodes(3);
        Duration recovery = drill.sinceFault().minusSeconds(seconds);
        long repeated = drill.awaitExact();
        drill.assertStaysAsItIs();
        FaultTable.add(fault, "encoding", "published, identical", recovery, repeated);
    }
}
