package dev.proxima.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.proxima.testing.SourceTexts.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTextsTest {

    private static final String SOURCE = """
            class Example {
                // "no text"
                @Shown("in an annotation")
                String shown;

                @Hidden("in another")
                void say(int count) {
                    log().warn("it has %d of {}", count);
                    String all = "There " + (count == 1 ? "is one" : "are " + count) + '.';
                    throw new Refusal(find().map(name -> name + " is " + "here").orElse("nowhere"));
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void joinsWhatIsJoinedAndTellsWhatItIsFor() throws Exception {
        Path file = Files.writeString(folder.resolve("Example.java"), SOURCE);
        assertThat(SourceTexts.below(folder, "Shown"::equals))
                .extracting(Text::line, Text::said, Text::to)
                .containsExactly(
                        tuple(3L, "in an annotation", ""),
                        tuple(8L, "it has \0 of \0", "log().warn"),
                        tuple(9L, "is one", ""),
                        tuple(9L, "are \0", ""),
                        tuple(9L, "There \0.", ""),
                        tuple(10L, "\0 is here", "find().map"),
                        tuple(10L, "nowhere", "map().orElse"));
        assertThat(SourceTexts.below(folder, "Shown"::equals).get(1)).hasToString(file + ":8: it has … of …");
    }
}
