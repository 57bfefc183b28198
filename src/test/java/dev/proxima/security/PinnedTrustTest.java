package dev.proxima.security;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxima.security.CertificateAuthority.Role;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a machine gives its token to, and the reason for which it turns away from others. */
class PinnedTrustTest {

    private static final String TYPE = "UNKNOWN";

    @TempDir
    Path data;

    @Test
    void trustsTheSeedOfItsCluster() throws Exception {
        X509Certificate[] seed = chain("ours", Role.SEED);
        PinnedTrust trust = new PinnedTrust(fingerprint(seed));

        assertThatCode(() -> trust.checkServerTrusted(seed, TYPE)).doesNotThrowAnyException();
        assertThatThrownBy(() -> trust.checkServerTrusted(chain("theirs", Role.SEED), TYPE))
                .isInstanceOf(PinnedTrust.OtherMachine.class)
                .hasMessage("the authority is another one");
        assertThatThrownBy(() -> trust.checkClientTrusted(seed, TYPE))
                .isInstanceOf(CertificateException.class)
                .hasMessage("no client is expected");
    }

    @Test
    void trustsAHelperOnlyToBeAskedThings() throws Exception {
        X509Certificate[] helper = chain("ours", Role.NODE);

        assertThatThrownBy(() -> new PinnedTrust(fingerprint(helper)).checkServerTrusted(helper, TYPE))
                .isInstanceOf(PinnedTrust.OtherMachine.class)
                .hasMessage("it is not the seed");
        assertThatCode(() -> PinnedTrust.ofAnyNode(fingerprint(helper)).checkServerTrusted(helper, TYPE))
                .doesNotThrowAnyException();
    }

    private X509Certificate[] chain(String cluster, Role role) throws Exception {
        return CertificateAuthority.open(SecurityFolder.in(data.resolve(cluster)))
                .issue(Keys.make().getPublic(), role, List.of("127.0.0.1"), Duration.ofDays(1))
                .toArray(X509Certificate[]::new);
    }

    private static String fingerprint(X509Certificate[] chain) {
        return Keys.fingerprint(chain[chain.length - 1].getPublicKey());
    }
}
