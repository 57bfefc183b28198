package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ThreadLimitTest {

    @Test
    void limitsTheDecoderTheFiltersAndTheFirstEncoder() {
        List<String> command = List.of(
                "-y",
                "-ss",
                "3",
                "-i",
                "a.mov",
                "-vf",
                "null",
                "-c:v",
                "prores",
                "b.mov",
                "-f",
                "framehash",
                "b.seams");

        assertThat(new ThreadLimit(2).applyTo(command))
                .containsExactly(
                        "-y",
                        "-ss",
                        "3",
                        "-filter_threads",
                        "2",
                        "-threads",
                        "2",
                        "-i",
                        "a.mov",
                        "-vf",
                        "null",
                        "-c:v",
                        "prores",
                        "-threads:v",
                        "2",
                        "b.mov",
                        "-f",
                        "framehash",
                        "b.seams");
    }

    @Test
    void isAtLeastOne() {
        assertThatThrownBy(() -> new ThreadLimit(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
