package dev.proxima.security;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxima.job.FailureException;
import dev.proxima.testing.TestIdentities;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a machine reads whose certificate is not for now. */
class EnrolmentTest {

    private static final Duration LIFETIME = Duration.ofDays(30);
    private final Instant now = Instant.now();

    @TempDir
    Path data;

    @Test
    void aCertificateHasItsTime() {
        NodeIdentity identity = TestIdentities.fresh(data, "127.0.0.1", LIFETIME);

        assertThatCode(() -> Enrolment.checkValid(identity, now)).doesNotThrowAnyException();
        assertThatThrownBy(() -> Enrolment.checkValid(identity, now.minus(Duration.ofDays(2))))
                .isInstanceOf(FailureException.class)
                .hasMessageMatching("The clock of this machine says 20\\S+Z, which is before its certificate in "
                        + identity.file() + " begins: set the clock, then join again\\.");
        assertThatThrownBy(
                        () -> Enrolment.checkValid(identity, now.plus(LIFETIME).plus(LIFETIME)))
                .isInstanceOf(FailureException.class)
                .hasMessageMatching("The certificate of this machine in " + identity.file() + " expired at 20\\S+Z: "
                        + "type the line with a token that \"proxima seed\" printed there, or that \"proxima token create\" "
                        + "prints there\\.");
    }

    @Test
    void aCertificateIsRenewedWhereTheFirstOneCameFrom() {
        NodeIdentity identity = TestIdentities.fresh(data, "127.0.0.1", LIFETIME);
        Enrolment forgetful = new Enrolment(SecurityFolder.in(data), "127.0.0.1", 1, "127.0.0.1");

        assertThatThrownBy(() -> forgetful.renew(identity))
                .isInstanceOf(FailureException.class)
                .hasMessage("Where the seed gives certificates out is not known: type the line with a token that "
                        + "\"proxima seed\" printed there, or that \"proxima token create\" prints there.");
    }
}
