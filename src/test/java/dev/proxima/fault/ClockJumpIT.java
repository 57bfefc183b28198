package dev.proxima.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.testing.Drill;
import dev.proxima.testing.FaultCluster;
import dev.proxima.testing.FaultTable;
import dev.proxima.testing.Jvm;
import dev.proxima.testing.PacedFfmpeg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The wall clock of a whole cluster is set while it encodes. */
@Tag("fault")
@Tag("fault-long")
class ClockJumpIT {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"+2h, forward by 2 h", "-2h, back by 2 h"})
    void aClockThatIsSet(String offset, String how) throws Exception {
        Optional<Path> library = library();
        Assumptions.assumeTrue(library.isPresent(), "only libfaketime can set the clock of one process");
        Path clock = Files.writeString(directory.resolve("clock"), "+0");
        Path source = Drill.clip(directory.resolve("source"));
        Jvm.Launch launch = Jvm.Launch.PLAIN
                .with(PacedFfmpeg.create(directory.resolve("paced"), 2, "").options())
                .behind(
                        "env",
                        "LD_PRELOAD=" + library.get(),
                        "FAKETIME_TIMESTAMP_FILE=" + clock,
                        "FAKETIME_CACHE_DURATION=1",
                        "FAKETIME_DONT_FAKE_MONOTONIC=1",
                        "DONT_FAKE_MONOTONIC=1",
                        // else each timed wait of the JVM ends at once, and its threads spin
                        "FAKETIME_FORCE_MONOTONIC_FIX=0",
                        "NO_FAKE_STAT=1");
        try (FaultCluster cluster = new FaultCluster(directory.resolve("nodes"), launch, 1)) {
            cluster.startSeed();
            cluster.startHelper("a");
            cluster.awaitNodes(2);
            Drill drill =
                    Drill.of(source, directory.resolve("media"), cluster::seed).queue(8);
            drill.awaitBusy(cluster.node("a"), 2);
            drill.fault();
            Files.writeString(clock, offset);

            long repeated = drill.awaitExact();
            assertThat(repeated).isZero();
            assertThat(drill.job().finishedAt())
                    .describedAs("when the job ended, by the clock that was set")
                    .satisfies(at -> assertThat(Math.abs(Duration.between(Instant.now(), Instant.parse(at))
                                    .toMinutes()))
                            .isBetween(110L, 130L));
            FaultTable.add("wall clock set " + how, "encoding", "published, identical", drill.sinceFault(), repeated);
        }
    }

    private static Optional<Path> library() throws IOException {
        for (Path folder : new Path[] {Path.of("/usr/lib"), Path.of("/usr/local/lib")}) {
            try (Stream<Path> files =
                    Files.find(folder, 4, (path, attributes) -> path.endsWith("faketime/libfaketimeMT.so.1"))) {
                Optional<Path> found = files.findFirst();
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }
}
