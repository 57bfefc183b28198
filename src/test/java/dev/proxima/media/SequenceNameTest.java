package dev.proxima.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceNameTest {

    @ParameterizedTest
    @CsvSource({
        "clip.%04d.exr, clip.1001.exr, clip.%04d.exr, clip",
        "clip_%d.dpx, clip_1001.dpx, clip_%d.dpx, clip",
        "clip-%6d.png, clip-001001.png, clip-%06d.png, clip",
        "clip%05d.TIF, clip01001.TIF, clip%05d.TIF, clip",
        "A001 %04d.left.jpg, A001 1001.left.jpg, A001 %04d.left.jpg, A001.left",
        "100%%_%04d.png, 100%_1001.png, 100%%_%04d.png, 100%",
        "100%_%04d.png, 100%_1001.png, 100%%_%04d.png, 100%"
    })
    void readsWhatPrintfAndFfmpegWrite(String text, String picture, String pattern, String baseName) {
        SequenceName name = SequenceName.of(text).orElseThrow();
        assertThat(name.picture(1001)).isEqualTo(picture);
        assertThat(name.pattern()).isEqualTo(pattern);
        assertThat(name.baseName()).isEqualTo(baseName);
        assertThat(name.number(picture)).isEqualTo(OptionalLong.of(1001));
        assertThat(name.isKnown()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "clip.mov",
                "100%d.mp4",
                "clip.%04d.mov",
                "clip.1001.exr",
                "%%04d.png",
                "clip.%s.png",
                "%d.%d.png",
                "100%",
                "clip.%12d.png"
            })
    void takesNothingElseForASequence(String text) {
        assertThat(SequenceName.of(text)).isEmpty();
    }

    @Test
    void takesOnlyNumbersThatItWouldWriteItself() {
        SequenceName four = SequenceName.of("a.%04d.png").orElseThrow();
        assertThat(four.number("a.0007.png")).isEqualTo(OptionalLong.of(7));
        assertThat(four.number("a.12345.png")).isEqualTo(OptionalLong.of(12345));
        for (String other :
                new String[] {"a.7.png", "a.00007.png", "a..png", "a.-007.png", "b.0007.png", "a.0007.exr"}) {
            assertThat(four.number(other)).as(other).isEmpty();
        }
        SequenceName any = SequenceName.of("a.%d.png").orElseThrow();
        assertThat(any.number("a.0.png")).isEqualTo(OptionalLong.of(0));
        assertThat(any.number("a.07.png")).isEmpty();
    }

    @Test
    void knowsTheSequenceOfAPicture() {
        assertThat(SequenceName.ofPicture("shot_010.1001.exr").orElseThrow().pattern())
                .isEqualTo("shot_010.%04d.exr");
        assertThat(SequenceName.ofPicture("7.png").orElseThrow().pattern()).isEqualTo("%d.png");
        assertThat(SequenceName.ofPicture("still.png")).isEmpty();
        assertThat(SequenceName.ofPicture("A001.mov")).isEmpty();
    }

    @Test
    void isCalledAsResolveDoes() {
        assertThat(SequenceName.of("clip.%04d.exr").orElseThrow().range(1001, 1100))
                .isEqualTo("clip.[1001-1100].exr");
    }

    @Test
    void aFileOfThatVeryNameComesFirst(@TempDir Path folder) throws IOException {
        Path source = folder.resolve("clip.%04d.png");
        assertThat(SequenceName.of(source)).isPresent();
        Files.createFile(source);
        assertThat(SequenceName.of(source)).isEmpty();
    }

    @Test
    void namesTheProxy(@TempDir Path folder) {
        assertThat(BaseName.of(folder.resolve("A001.C002.mov"))).isEqualTo("A001.C002");
        assertThat(BaseName.of(folder.resolve("clip.%04d.exr"))).isEqualTo("clip");
        assertThat(BaseName.of(folder.resolve("100%d.mp4"))).isEqualTo("100%d");
        assertThat(BaseName.of(folder.resolve("shot_010").resolve("%04d.exr"))).isEqualTo("shot_010");
    }
}
