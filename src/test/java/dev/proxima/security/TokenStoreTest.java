package dev.proxima.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenStoreTest {

    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path data;

    private TokenStore store;

    @BeforeEach
    void open() {
        store = new TokenStore(SecurityFolder.in(data));
    }

    @Test
    void knowsItsTokensAfterARestart() throws Exception {
        JoinToken token = create(DAY);
        TokenStore again = new TokenStore(SecurityFolder.in(data));
        assertThat(again.check(token.id(), token.secret())).isEqualTo(TokenStore.Verdict.GOOD);
        assertThat(again.check(token.id(), token.secret()))
                .describedAs("a second machine")
                .isEqualTo(TokenStore.Verdict.GOOD);
    }

    @Test
    void keepsNoSecret() throws Exception {
        JoinToken token = create(DAY);
        Path file = data.resolve("security/tokens").resolve(token.id());
        assertThat(Files.readString(file)).doesNotContain(token.secret());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void tellsMoreOnlyToWhoHasTheSecret() throws Exception {
        JoinToken expired = create(Duration.ofSeconds(-1));
        JoinToken revoked = create(DAY);
        assertThat(store.revoke(revoked.id())).isTrue();
        String wrong = "0".repeat(32);

        assertThat(store.check(expired.id(), expired.secret())).isEqualTo(TokenStore.Verdict.EXPIRED);
        assertThat(store.check(revoked.id(), revoked.secret())).isEqualTo(TokenStore.Verdict.REVOKED);
        for (String id : List.of(expired.id(), revoked.id(), "ffffffff", "../ca.pem", "")) {
            assertThat(store.check(id, wrong)).describedAs(id).isEqualTo(TokenStore.Verdict.UNKNOWN);
        }
        assertThat(store.check(null, wrong)).isEqualTo(TokenStore.Verdict.UNKNOWN);
        assertThat(store.revoke("ffffffff")).isFalse();
    }

    @Test
    void forgetsWhatExpiredLongAgo() throws Exception {
        JoinToken old = create(Duration.ofDays(-8));
        JoinToken recent = create(Duration.ofDays(-1));
        create(DAY);
        try (Stream<Path> files = Files.list(data.resolve("security/tokens"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .hasSize(2)
                    .contains(recent.id())
                    .doesNotContain(old.id());
        }
        assertThat(store.list()).hasSize(2);
    }

    @Test
    void slowsDownWhoTriesTokensOut() {
        WrongTries tries = new WrongTries();
        Instant start = Instant.parse("2026-11-24T12:00:00Z");
        for (int i = 0; i < WrongTries.ALLOWED; i++) {
            assertThat(tries.mustWait("192.0.2.1", start)).isFalse();
            tries.count("192.0.2.1", start);
        }
        assertThat(tries.mustWait("192.0.2.1", start.plusSeconds(59))).isTrue();
        assertThat(tries.mustWait("192.0.2.2", start)).isFalse();
        assertThat(tries.mustWait("192.0.2.1", start.plus(WrongTries.WAIT))).isFalse();
        tries.count("192.0.2.1", start.plus(WrongTries.WAIT));
        assertThat(tries.mustWait("192.0.2.1", start.plus(WrongTries.WAIT))).isFalse();
    }

    private JoinToken create(Duration lifetime) throws Exception {
        return store.create(lifetime, 25_521, "f".repeat(64));
    }
}
