package dev.proxima.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.proxima.job.FailureException;
import dev.proxima.testing.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo as somebody runs it who tries Proxima out. */
@Tag("multijvm")
@Timeout(180)
class DemoIT {

    @TempDir
    Path folder;

    @Test
    void encodesAcrossNodesAndProvesThatItIsExact() {
        Path place = folder.resolve("demo");
        LocalDemo demo =
                new LocalDemo(new LocalNodes(), new LocalPlanner(), new LocalPresets(), new LocalVerifier(), 4);
        CommandRun run = CommandRun.of(demo.ports(), "demo", place.toString(), "--helpers", "1");
        assertThat(run.exitCode()).describedAs(run.err()).isZero();
        assertThat(run.err())
                .contains("Making a sample clip of 4 s, 1080p23.976: " + place.resolve("demo.mov"))
                .containsPattern("Seed 127\\.0\\.0\\.1:\\d+ is up: http://127\\.0\\.0\\.1:\\d+")
                .contains("Encoding it across 2 nodes…")
                .contains("Verifying it against one FFmpeg process…");
        assertThat(run.out().lines())
                .hasSize(4)
                .contains("Identical, packet by packet, with what a single FFmpeg process makes.")
                .last()
                .asString()
                .satisfies(proxy -> assertThat(Path.of(proxy)).isNotEmptyFile());
        assertThat(Files.exists(place.resolve("nodes"))).isFalse();
    }

    @Test
    void saysWhyANodeOfItsDidNotStart() {
        assertThat(refusal(List.of("--version")))
                .isEqualTo("The demo's \"proxima --version\" did not tell of its node, but said: proxima development");
        assertThat(refusal(List.of("seed", "--nothing")))
                .isEqualTo("The demo's \"proxima seed\" ended at once: see above.");
        Path none = folder.resolve("java");
        assertThat(catchThrowableOfType(FailureException.class, () -> ChildNode.start(none, List.of("seed"))))
                .message()
                .startsWith("Another Java could not be started: ")
                .contains(none.toString());
    }

    private static String refusal(List<String> arguments) {
        return catchThrowableOfType(FailureException.class, () -> ChildNode.start(arguments))
                .failure()
                .message();
    }
}
