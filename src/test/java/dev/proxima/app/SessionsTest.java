package dev.proxima.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {

    private final Instant longAfter = Instant.now().plus(Sessions.KEPT).plus(Duration.ofHours(1));

    @TempDir
    Path encodes;

    @Test
    void anEncodeThatWasKilledLongAgoLeavesNothing() throws IOException {
        Path session = session("old");

        Sessions.removeAbandoned(encodes, longAfter);

        assertThat(session).doesNotExist();
    }

    @Test
    void anEncodeThatMayBeTypedAgainIsKept() throws IOException {
        Path session = session("recent");

        Sessions.removeAbandoned(encodes, Instant.now());

        assertThat(session.resolve("journal/proxima.mv.db")).exists();
    }

    @Test
    void aJournalThatIsOpenIsKeptHoweverOldItIs() throws IOException {
        Path session = session("running");
        try (FileChannel channel =
                        FileChannel.open(session.resolve("journal/proxima.mv.db"), StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            Sessions.removeAbandoned(encodes, longAfter);
        }

        assertThat(session.resolve("journal/proxima.mv.db")).exists();
    }

    @Test
    void nothingHappensWhereNothingWasEncoded() {
        Sessions.removeAbandoned(encodes.resolve("none"), longAfter);

        assertThat(encodes).isEmptyDirectory();
    }

    private Path session(String name) throws IOException {
        Path session = encodes.resolve(name);
        Files.createDirectories(session.resolve("journal"));
        Files.writeString(session.resolve("journal/proxima.mv.db"), "H2");
        return session;
    }
}
