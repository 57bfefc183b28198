package dev.proxima.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.api.Json;
import dev.proxima.testing.Shell;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Half a minute of what {@code scripts/bench/chaos} does for hours. */
@Tag("fault")
@Tag("fault-long")
class ChaosIT {

    @Test
    void aQueueSurvivesHalfAMinuteOfRandomFaults() throws Exception {
        Assumptions.assumeTrue(Shell.run("which", "python3") == 0, "scripts/bench/chaos needs Python 3");
        String out = Shell.require(
                Path.of("scripts/bench/chaos").toAbsolutePath().toString(),
                "--minutes",
                "0.3",
                "--clip-seconds",
                "6",
                "--helpers",
                "1",
                "--segments",
                "4",
                "--json");

        System.out.println(out);
        Map<?, ?> report = Json.read(out.lines().reduce((first, last) -> last).orElseThrow(), Map.class);
        assertThat((int) report.get("jobs")).isGreaterThan(1);
        assertThat(report.get("succeeded")).isEqualTo(report.get("jobs"));
        assertThat(report.get("identical")).isEqualTo(report.get("jobs"));
        assertThat(report.get("leftFolders")).isEqualTo(List.of());
    }
}
