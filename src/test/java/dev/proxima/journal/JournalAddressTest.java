package dev.proxima.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxima.job.FailureException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalAddressTest {

    private static final Path DATA = Path.of("/data");

    @Test
    void isAFileBelowTheDataDirectoryWhenNothingIsSaid() throws FailureException {
        JournalAddress address = JournalAddress.of("", "", "", DATA);
        assertThat(address.kind()).isEqualTo(JournalAddress.Kind.H2);
        assertThat(address.url()).startsWith("jdbc:h2:file:/data/journal/proxima;");
        assertThat(address.shown()).isEqualTo("/data/journal/proxima");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://ann:s%40cr%2Bet+1@db.local:5433/proxima?sslmode=require",
                "postgresql://ann:s%40cr%2Bet+1@db.local:5433/proxima?sslmode=require",
                "postgres://ann:s%40cr%2Bet+1@db.local:5433/proxima?sslmode=require"
            })
    void takesNameAndPasswordOutOfTheUrl(String url) throws FailureException {
        JournalAddress address = JournalAddress.of(url, "", "", DATA);
        assertThat(address.kind()).isEqualTo(JournalAddress.Kind.POSTGRESQL);
        assertThat(address.url())
                .startsWith("jdbc:postgresql://db.local:5433/proxima?")
                .contains("sslmode=require");
        assertThat(address.user()).isEqualTo("ann");
        assertThat(address.password()).isEqualTo("s@cr+et+1");
        assertThat(address.url() + address).doesNotContain("ann").doesNotContain("cr+et");
        assertThat(address.shown()).isEqualTo("postgresql://db.local:5433/proxima");
    }

    @Test
    void takesThemOutOfItsOptionsToo() throws FailureException {
        JournalAddress address = JournalAddress.of("jdbc:postgresql://db/x?user=ann&password=secret", "", "", DATA);
        assertThat(address.user()).isEqualTo("ann");
        assertThat(address.password()).isEqualTo("secret");
        assertThat(address.url()).doesNotContain("secret");
    }

    @Test
    void takesThemFromTheSettingsWhenTheUrlHasNone() throws FailureException {
        JournalAddress address = JournalAddress.of("jdbc:postgresql://db/x", "ann", "secret", DATA);
        assertThat(address.user()).isEqualTo("ann");
        assertThat(address.password()).isEqualTo("secret");
    }

    @Test
    void leavesThePatienceThatTheUrlAsksFor() throws FailureException {
        JournalAddress address = JournalAddress.of("jdbc:postgresql://db/x?socketTimeout=60", "", "", DATA);
        assertThat(address.url()).contains("socketTimeout=60").doesNotContain("socketTimeout=20");
    }

    @Test
    void refusesWhatItDoesNotKnowWithoutShowingIt() {
        assertThatThrownBy(() -> JournalAddress.of("jdbc:mysql://ann:secret@db/x", "", "", DATA))
                .isInstanceOf(FailureException.class)
                .hasMessage(
                        "The URL of the journal must be like jdbc:postgresql://USER:PASSWORD@HOST/DATABASE; it is not "
                                + "shown here, as it may hold a password. Correct proxima.journal.url or --journal-url.");
    }
}
