package dev.proxima.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.media.Preset;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputPlaceTest {

    private static final Preset PRESET = new Preset("prores-proxy", "", "mov", "prores", List.of(), List.of());

    @TempDir
    Path folder;

    private Path source;

    @BeforeEach
    void makeASource() throws IOException {
        source = Files.writeString(folder.resolve("A001.C002.mov"), "clip");
    }

    @Test
    void isWhereResolveLooks() {
        assertThat(OutputPlace.beside(source, PRESET)).isEqualTo(folder.resolve("Proxy/A001.C002.mov"));
        assertThat(OutputPlace.beside(folder.resolve("clip"), PRESET)).isEqualTo(folder.resolve("Proxy/clip.mov"));
    }

    @Test
    void leavesNothingBehindWhenItLooks() throws Exception {
        OutputPlace.check(source, folder.resolve("a/b/clip.mov"), PRESET, false);
        assertThat(files()).containsExactly(source);
    }

    @Test
    void keepsWhatExistsUnlessToldOtherwise() throws Exception {
        Path output = Files.writeString(folder.resolve("out.mov"), "proxy");
        assertThat(refusal(output)).isEqualTo(new Failure.OutputExists(output.toString()));
        OutputPlace.check(source, output, PRESET, true);
        assertThat(output).hasContent("proxy");
    }

    @Test
    void neverTakesTheClipForItsProxy() throws Exception {
        assertThat(failure(source, true))
                .isEqualTo(new Failure.InvalidRequest(
                        source + " is the clip itself: choose another place with --output or --output-dir."));
        Path link = Files.createSymbolicLink(folder.resolve("link.mov"), source);
        assertThat(failure(link, true)).isInstanceOf(Failure.InvalidRequest.class);
    }

    @Test
    void saysWhyAPlaceCannotBeWritten() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(refusal(file.resolve("Proxy/clip.mov")).message()).contains(file + " is a file, not a folder");
        Path directory = Files.createDirectory(folder.resolve("dir.mov"));
        assertThat(refusal(directory).message()).contains("it is a folder");
        assertThat(refusal(folder.resolve("clip.mp4")).message())
                .isEqualTo("The name of " + folder.resolve("clip.mp4")
                        + " must end in .mov, which is what preset prores-proxy makes.");
    }

    @Test
    void putsTheSystemsReasonsIntoWords() {
        Path output = folder.resolve("clip.mov");
        assertThat(OutputPlace.failure(output, new AccessDeniedException("x")).message())
                .contains("there is no permission to write in " + folder);
        assertThat(OutputPlace.failure(output, new FileSystemException("x", null, "Read-only file system"))
                        .message())
                .contains("is on a read-only drive");
        assertThat(OutputPlace.failure(output, new FileSystemException("x", null, "No space left on device")))
                .isEqualTo(new Failure.NoSpace(output.toString()));
        assertThat(OutputPlace.failure(
                        output, new FileSystemException("x", null, "There is not enough space on the disk")))
                .isEqualTo(new Failure.NoSpace(output.toString()));
        assertThat(OutputPlace.failure(output, new FileSystemException("x", null, "Input/output error")))
                .isEqualTo(new Failure.OutputUnwritable(
                        output.toString(), "writing in " + folder + " failed (Input/output error)"));
    }

    private Failure refusal(Path output) {
        return failure(output, false);
    }

    private Failure failure(Path output, boolean overwrite) {
        return catchThrowableOfType(FailureException.class, () -> OutputPlace.check(source, output, PRESET, overwrite))
                .failure();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
