package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the program is a shell script")
class QuickRunTest {

    /** Says that it will say nothing more, and goes on. */
    private static final String SILENT = "exec sleep 60 >&- 2>&-";

    @TempDir
    Path folder;

    @Test
    void tellsThatAProgramSaidNothing() throws Exception {
        assertThat(QuickRun.of(program("exit 3"), List.of())).isEqualTo(new QuickRun(3, ""));
        assertThat(new QuickRun(3, "").lastLine()).isEqualTo("it said nothing");
    }

    @Test
    void endsAProgramThatGoesOnWithoutAWord() throws Exception {
        Path program = program(SILENT);
        assertThatThrownBy(() -> QuickRun.of(program, List.of(), Duration.ofMillis(1)))
                .isInstanceOf(IOException.class)
                .hasMessage(program + " does not end");
    }

    @Test
    void endsAProgramWhenItIsInterrupted() throws Exception {
        Path program = program(SILENT);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> QuickRun.of(program, List.of()))
                .isInstanceOf(IOException.class)
                .hasMessage("interrupted while running " + program);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void waitsForAProgramThatIsStillBeingWritten() throws Exception {
        Path program = program("echo done");
        CompletableFuture<QuickRun> run;
        try (OutputStream writing = Files.newOutputStream(program, StandardOpenOption.APPEND)) {
            run = CompletableFuture.supplyAsync(() -> {
                try {
                    return QuickRun.of(program, List.of());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            writing.flush();
            assertThatThrownBy(() -> run.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        }
        assertThat(run.get().lastLine()).isEqualTo("done");
    }

    private Path program(String line) throws IOException {
        Path program = Files.writeString(folder.resolve("program"), "#!/bin/sh\n" + line + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
