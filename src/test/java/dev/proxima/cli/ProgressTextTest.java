package dev.proxima.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.api.JobView;
import dev.proxima.api.SegmentView;
import dev.proxima.testing.Samples;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProgressTextTest {

    private static final Terminal.Screen SCREEN = new Terminal.Screen(24, 80);

    @Test
    void showsABarPerSegmentAndInTotal() {
        assertThat(ProgressText.block(List.of(Samples.job("a", "ENCODING")), SCREEN, false))
                .containsExactly(
                        "a.mov  encoding  100 frames in 2 segments  prores-proxy",
                        "      0  ###############...............  50%    50.0 fps  127.0.0.1:25520",
                        "      1  ..............................   0%  waiting",
                        "  total  #######.......................  25%    50.0 fps  ETA 0:02");
    }

    @Test
    void leavesOutFinishedSegmentsAndShowsRunningOnesFirst() {
        JobView job = Samples.withSegments(
                Samples.job("a", "ENCODING"),
                0.5,
                List.of(
                        Samples.segment(0, "SUCCEEDED"),
                        Samples.segment(1, "WAITING"),
                        Samples.segment(2, "ENCODING")));
        assertThat(ProgressText.block(List.of(job), SCREEN, true)).hasSize(4).satisfies(lines -> {
            assertThat(lines.get(1)).startsWith("      2  █");
            assertThat(lines.get(2)).startsWith("      1  ░");
        });
    }

    @Test
    void isNeverHigherOrWiderThanTheScreen() {
        List<SegmentView> segments = new ArrayList<>();
        IntStream.range(0, 100).forEach(i -> segments.add(Samples.segment(i, i < 50 ? "ENCODING" : "WAITING")));
        for (int jobs = 1; jobs < 40; jobs++) {
            List<JobView> many = IntStream.range(0, jobs)
                    .mapToObj(i -> Samples.withSegments(Samples.job("a".repeat(90), "ENCODING"), 0.3, segments))
                    .toList();
            for (int rows = 4; rows < 60; rows++) {
                List<String> lines = ProgressText.block(many, new Terminal.Screen(rows, 40), false);
                assertThat(lines).hasSizeLessThan(rows).allMatch(line -> line.length() < 40);
            }
        }
    }

    @Test
    void tellsHowMuchASmallScreenLeavesOut() {
        JobView job = Samples.job("a", "ENCODING");
        assertThat(ProgressText.block(List.of(job), new Terminal.Screen(4, 80), false))
                .hasSize(3)
                .contains("         and 2 more segments");
        assertThat(ProgressText.block(List.of(job, job, job), new Terminal.Screen(4, 80), false))
                .hasSize(3)
                .contains("and 2 more jobs");
        assertThat(StatusText.shortened(List.of("one", "two", "three", "four"), 3))
                .containsExactly("one", "two", "and 2 more lines");
    }

    @Test
    void neverSays100PercentBeforeTheEnd() {
        assertThat(Format.bar(0.9999, 10, false)).isEqualTo("#########.  99%");
        assertThat(Format.bar(1, 10, false)).isEqualTo("########## 100%");
    }

    @Test
    void showsHowMuchOfAClipHasBeenRead() {
        JobView before = Samples.withSegments(Samples.job("a", "PLANNING"), 0.17, List.of());
        JobView now = Samples.withSegments(Samples.job("a", "PLANNING"), 0.31, List.of());
        assertThat(ProgressText.block(List.of(now), SCREEN, false).get(1))
                .isEqualTo("  total  #########.....................  31%");
        assertThat(ProgressText.step(before, now)).contains("a.mov: read 30%");
        assertThat(ProgressText.step(now, now)).isEmpty();
        assertThat(ProgressText.step(now, Samples.job("a", "STITCHING"))).contains("a.mov: stitching");
    }

    @Test
    void drawsOverWhatItDrewBefore() {
        StringWriter written = new StringWriter();
        Display.Live live = new Display.Live(
                new PrintWriter(written),
                () -> Optional.of(new Terminal.Screen(24, 80)),
                (jobs, screen) -> List.of("one", jobs.get(0).status()));
        live.show(List.of(Samples.job("a", "PLANNING")));
        live.show(List.of(Samples.job("a", "PLANNING")));
        live.show(List.of(Samples.job("a", "ENCODING")));
        live.note(List.of("done"));
        live.clear();
        String up = "\r\u001b[2A\u001b[J";
        assertThat(written.toString().replace("\r\n", "\n"))
                .isEqualTo("one\nPLANNING\n" + up + "one\nENCODING\n" + up + "done\n");
    }

    @Test
    void writesDurationsAndShellWords() {
        assertThat(List.of(7L, 754L, 3723L)).map(Format::duration).containsExactly("0:07", "12:34", "1:02:03");
        assertThat(List.of("a.mov", "", "a b", "$x"))
                .map(Format::quoted)
                .containsExactly("a.mov", "''", "'a b'", "'$x'");
    }
}
