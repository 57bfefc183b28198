package dev.proxima.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.testing.JobSamples;
import dev.proxima.testing.TestSystem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Journals of the first released format stay readable: {@code journal/v1} holds a row of each event and snapshot, as
 * its manifest and its CBOR in Base64. A new event gets a row there; a row is never changed.
 */
class JournalFormatTest {

    @TempDir
    static Path directory;

    private static TestSystem system;

    @BeforeAll
    static void start() {
        system = new TestSystem(directory);
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @ParameterizedTest
    @MethodSource("journaled")
    void readsTheFirstFormat(Object expected) throws IOException {
        assertThat(row(expected).read(system.system())).isEqualTo(expected);
    }

    @Test
    void writesTheComponentsOfRecordsAndNothingElse() {
        String base64 = Cbor.write(system.system(), JobSamples.encoding()).base64();
        String text = new String(java.util.Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);

        assertThat(text).contains("denominator", "pieces").doesNotContain("positive", "inFlight", "readyToStitch");
    }

    static Stream<Named<Object>> journaled() {
        return Stream.concat(JobSamples.events().stream(), Stream.of(JobSamples.encoding()))
                .map(value -> Named.of(value.getClass().getSimpleName(), value));
    }

    private static Cbor row(Object value) throws IOException {
        String name = "/journal/v1/" + value.getClass().getSimpleName() + ".txt";
        try (InputStream file = JournalFormatTest.class.getResourceAsStream(name)) {
            Cbor today = Cbor.write(system.system(), value);
            assertThat(file)
                    .as("%s, which should hold:%n%s%n%s%n", name, today.manifest(), today.base64())
                    .isNotNull();
            String[] lines = new String(file.readAllBytes(), StandardCharsets.US_ASCII).split("\n", 2);
            return new Cbor(lines[0], lines[1].replace("\n", ""));
        }
    }
}
