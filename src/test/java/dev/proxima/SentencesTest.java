package dev.proxima;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.testing.SourceTexts;
import dev.proxima.testing.SourceTexts.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every refusal and warning has a test that reads its sentence. Of each sentence in a text of the program that a person may
 * read, four words in a row, or all of it if it is shorter, must be in a text of a test or in a file of its resources.
 *
 * <p>Single words are no texts here, and the four may be on either side of what is known only when the program runs. Whether
 * a test that has the words compares them with what the program says, this cannot see.
 */
class SentencesTest {

    private static final Path PROGRAM = Path.of("src/main/java");
    private static final Path TESTS = Path.of("src/test/java");
    private static final Path RESOURCES = Path.of("src/test/resources");

    /** What these say of themselves, as fakes do, is not read. */
    private static final List<Path> NO_READERS =
            List.of(TESTS.resolve("dev/proxima/SentencesTest.java"), TESTS.resolve("dev/proxima/testing"));

    private static final int WORDS_IN_A_ROW = 4;
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?]) (?=\\p{Upper})");

    /** To what texts are given that are no refusal and no warning. */
    private static final Pattern NOT_FOR_USERS = Pattern.compile(String.join(
            "|",
            // the log, which is for who looks for a cause
            "(?i:(.*\\.)?(log(\\(\\))?|getLog\\(\\))\\.(trace|debug|info|warn|error))",
            // a doubt about the tables of a file has its packets scanned instead; nobody hears of it
            "new Doubt|Doubt\\.unless",
            // the program is wrong, and not what it was given
            "new Illegal(State|Argument)Exception",
            // somebody ended the work, and does not wait for its outcome
            "new InterruptedException",
            // looked for in other texts, and never said
            "Pattern\\.compile|(.*\\.)?(matches|replaceAll|startsWith|endsWith|contains)",
            // between programs
            "RawHeader\\.create"));

    /** The one whose IllegalArgumentException says what is wrong with what somebody typed. */
    private static final Path FOR_USERS_ALL_THE_SAME = PROGRAM.resolve("dev/proxima/media/Timecode.java");

    /** How texts begin that programs read: SQL, scripts, markup, an option, PEM, names in certificates. */
    private static final Pattern FOR_PROGRAMS =
            Pattern.compile(" ?(SELECT |INSERT |UPDATE |DELETE |CREATE |ORDER BY |\"\\w+\" (=|LIKE) "
                    + "|#!|ulimit |\0?;? ?\\[void]|<|body\\{|--why=|-----BEGIN |CN=).*");

    /** Single texts that no user reads, each with its reason. */
    private static final Map<String, String> EXEMPT = Map.of(
            "5 seconds", "an interval in SQL",
            "SQLite format 3", "how a file of another program begins",
            "Text file busy", "looked for in what Linux says",
            "received no packets", "looked for in what FFmpeg says",
            "Could not open encoder before EOF", "looked for in what FFmpeg says");

    @Test
    void everySentenceIsReadByATest() throws IOException {
        String read = read();
        assertThat(sentences().filter(text -> !isRead(text, read)))
                .as("texts that users read and no test does")
                .isEmpty();
    }

    @Test
    void nothingIsExemptWithoutNeed() throws IOException {
        String read = read();
        assertThat(forUsers().filter(text -> !isRead(text, read)).map(Text::said))
                .containsAll(EXEMPT.keySet());
    }

    private static Stream<Text> sentences() throws IOException {
        return forUsers().filter(text -> !EXEMPT.containsKey(text.said()));
    }

    /** Descriptions of options and commands, which are annotations, are help and neither refusal nor warning. */
    private static Stream<Text> forUsers() throws IOException {
        return SourceTexts.below(PROGRAM, annotation -> false).stream()
                .filter(text -> text.file().equals(FOR_USERS_ALL_THE_SAME)
                        || !NOT_FOR_USERS.matcher(text.to()).matches())
                .filter(text -> !FOR_PROGRAMS.matcher(text.said()).matches())
                .filter(text -> !pieces(text.said()).isEmpty());
    }

    /** Whether each of its sentences is. */
    private static boolean isRead(Text text, String read) {
        return SENTENCE_END.splitAsStream(text.said()).allMatch(sentence -> isRead(sentence, read));
    }

    private static boolean isRead(String sentence, String read) {
        List<String> rows =
                pieces(sentence).stream().flatMap(SentencesTest::rows).toList();
        return rows.isEmpty()
                ? pieces(sentence).stream().allMatch(read::contains)
                : rows.stream().anyMatch(read::contains);
    }

    /** What is between its gaps and more than a word. */
    private static List<String> pieces(String sentence) {
        return Arrays.stream(sentence.split(SourceTexts.GAP))
                .map(String::strip)
                .filter(piece -> piece.contains(" "))
                .toList();
    }

    /** Each four words in a row; none of a piece that is shorter. */
    private static Stream<String> rows(String piece) {
        List<String> words = List.of(piece.split(" "));
        return IntStream.rangeClosed(0, words.size() - WORDS_IN_A_ROW)
                .mapToObj(first -> String.join(" ", words.subList(first, first + WORDS_IN_A_ROW)));
    }

    /** All texts of tests but the names that are displayed of them. */
    private static String read() throws IOException {
        Stream<String> texts = SourceTexts.below(TESTS, annotation -> !annotation.equals("DisplayName")).stream()
                .filter(text -> NO_READERS.stream().noneMatch(text.file()::startsWith))
                .map(Text::said);
        return Stream.concat(texts, resources().stream()).collect(Collectors.joining("\n"));
    }

    private static List<String> resources() throws IOException {
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            return files.filter(file -> file.toString().matches(".*\\.(txt|conf)"))
                    .map(SentencesTest::content)
                    .toList();
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file).replaceAll("\\s+", " ");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
