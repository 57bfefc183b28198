package dev.proxima.security;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxima.job.FailureException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node says of its own files when they are not what it wrote. */
class SecurityFilesTest {

    @TempDir
    Path dataDir;

    private SecurityFolder folder;

    @BeforeEach
    void open() {
        folder = SecurityFolder.in(dataDir);
    }

    @Test
    void aTokenThatAnybodyCouldGuessIsRefused() throws Exception {
        AccessToken.open(folder);
        Files.writeString(folder.accessToken(), "short\n");
        assertThatThrownBy(() -> AccessToken.open(folder))
                .isInstanceOf(FailureException.class)
                .message()
                .matches(
                        "The token in \\Q" + folder.accessToken()
                                + "\\E is too short: it must have at least \\d+ characters; delete that file to get a new one\\.");
    }

    @Test
    void anAuthorityThatCannotBeReadIsNotReplaced() throws Exception {
        CertificateAuthority.open(folder);
        Files.writeString(folder.authority(), "no key");
        assertThatThrownBy(() -> CertificateAuthority.open(folder))
                .isInstanceOf(FailureException.class)
                .hasMessage("The cluster's authority in " + folder.authority() + " cannot be used (there is no private "
                        + "key with its certificate in it): restore it from a copy, or remove it; then all nodes must "
                        + "join again.");
        Files.delete(folder.authority());
        Files.createDirectory(folder.authority());
        assertThatThrownBy(() -> CertificateAuthority.open(folder))
                .isInstanceOf(FailureException.class)
                .message()
                .startsWith(folder.authority() + " cannot be written (")
                .endsWith("): make its folder writable, or choose another with --data-dir.");
    }

    @Test
    void aJoinLineNeedsASeedThatHasRun() throws Exception {
        SeedDesk desk = new SeedDesk(folder);
        assertThatThrownBy(() -> desk.joinLine(Duration.ofHours(1)))
                .isInstanceOf(FailureException.class)
                .hasMessage("No seed has run with the data in " + dataDir
                        + ": start it with \"proxima seed\", or name its --data-dir.");
    }
}
