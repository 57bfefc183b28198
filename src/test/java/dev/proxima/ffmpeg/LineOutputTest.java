package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LineOutputTest {

    /** As a process' output is once Jaffree has closed it. */
    private static final InputStream CLOSED = new InputStream() {
        @Override
        public int read() throws IOException {
            throw new IOException("Stream closed");
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            return read();
        }
    };

    private final List<String> lines = new ArrayList<>();
    private final AtomicInteger ends = new AtomicInteger();

    @Test
    void losesNothingOfWhatIsReadToItsEnd() {
        LineOutput<String> output = new LineOutput<>(lines::add, ends::incrementAndGet, "result");
        assertThat(output.read(text("1\n2\n3"))).isEqualTo("result");
        assertThat(lines).containsExactly("1", "2", "3");
        assertThat(output.lost()).isEmpty();
        assertThat(ends).hasValue(1);
    }

    @Test
    void tellsWhyReadingBrokeOff() {
        LineOutput<String> output = new LineOutput<>(lines::add, ends::incrementAndGet, "result");
        output.read(new SequenceInputStream(text("1\n2\n"), CLOSED));
        assertThat(output.lost()).contains("java.io.IOException: Stream closed");
        assertThat(ends).hasValue(1);
    }

    @Test
    void tellsOfAnOutputThatWasClosedBeforeItsFirstLine() {
        LineOutput<String> output = new LineOutput<>(lines::add, ends::incrementAndGet, "result");
        output.read(CLOSED);
        assertThat(lines).isEmpty();
        assertThat(output.lost()).contains("java.io.IOException: Stream closed");
    }

    @Test
    void readsOnAfterALineThatCannotBeTaken() throws Exception {
        InputStream all = text("1\nx\n3\n");
        LineOutput<String> output =
                new LineOutput<>(line -> lines.add("" + Integer.parseInt(line)), ends::incrementAndGet, "result");
        output.read(all);
        assertThat(all.available()).isZero();
        assertThat(lines).containsExactly("1");
        assertThat(output.lost())
                .get()
                .asString()
                .contains("NumberFormatException")
                .endsWith("at \"x\"");
    }

    @Test
    void standardErrorTellsOfItTooAsALineAboutDamageMayBeLost() {
        ErrorTail<String> errors = new ErrorTail<>(ends::incrementAndGet);
        errors.read(new SequenceInputStream(text("[h264 @ 0x1] mmco: unref short failure\n"), CLOSED));
        assertThat(errors.lines()).hasSize(1);
        assertThat(errors.lost()).contains("java.io.IOException: Stream closed");
        assertThat(ends).hasValue(1);
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
