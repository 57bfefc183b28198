package dev.proxima.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxima.job.FailureException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeIdentityTest {

    private static final Duration LIFETIME = Duration.ofDays(30);

    @TempDir
    Path data;

    @Test
    void keysAreForTheirOwnerAlone() throws Exception {
        openSeed("192.168.1.5", LIFETIME);
        Path folder = data.resolve("security");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        for (String file : List.of("ca.pem", "seed.pem")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
                    .isEqualTo("rw-------");
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("ca.pem", "seed.pem", ".lock");
        }
    }

    @Test
    void aFolderThatOthersCouldReadIsClosed() throws Exception {
        Path folder = Files.createDirectories(data.resolve("security"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        openSeed("192.168.1.5", LIFETIME);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    @Test
    void theCertificateIsForServerAndClientAndTheHostOfTheNode() throws Exception {
        NodeIdentity identity = openSeed("192.168.1.5", LIFETIME);
        X509Certificate certificate = certificate();

        assertThat(certificate.getExtendedKeyUsage())
                .containsExactlyInAnyOrder("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        assertThat(certificate.getBasicConstraints())
                .describedAs("no authority")
                .isEqualTo(-1);
        assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo("EC");
        assertThat(identity.names()).contains("192.168.1.5", "127.0.0.1", "localhost", "0:0:0:0:0:0:0:1");
        certificate.verify(identity.authority().getPublicKey());
        assertThat(certificate.getNotBefore().toInstant())
                .describedAs("a node whose clock is late takes it")
                .isBefore(Instant.now().minus(Duration.ofMinutes(50)));
        assertThat(identity.authority().getBasicConstraints()).isZero();
    }

    @Test
    void isKeptAtARestartAndMadeAnewForAnotherHostOrBeforeItExpires() throws Exception {
        openSeed("192.168.1.5", LIFETIME);
        X509Certificate first = certificate();
        openSeed("192.168.1.5", LIFETIME);
        assertThat(certificate()).isEqualTo(first);

        NodeIdentity other = openSeed("192.168.1.7", LIFETIME);
        assertThat(certificate()).isNotEqualTo(first);
        assertThat(other.names()).contains("192.168.1.7");
        assertThat(other.authority())
                .isEqualTo(openSeed("192.168.1.7", LIFETIME).authority());

        openSeed("192.168.1.8", Duration.ofMillis(1));
        X509Certificate late = certificate();
        openSeed("192.168.1.8", LIFETIME);
        assertThat(certificate()).isNotEqualTo(late);
    }

    @Test
    void aRenewalIsUsedByTheNextConnection() throws Exception {
        NodeIdentity running = openSeed("192.168.1.5", LIFETIME);
        assertThat(running.serverContext()).isSameAs(running.serverContext());
        var before = running.serverContext();

        openSeed("192.168.1.9", LIFETIME);
        Files.setLastModifiedTime(running.file(), FileTime.from(Instant.now().plusSeconds(2)));

        assertThat(running.serverContext()).isNotSameAs(before);
        assertThat(running.names()).contains("192.168.1.9");
    }

    @Test
    void tellsWhichFileIsBroken() throws Exception {
        openSeed("192.168.1.5", LIFETIME);
        Path file = data.resolve("security/seed.pem");
        Files.writeString(file, "-----BEGIN CERTIFICATE-----\nAAAA\n");
        assertThatThrownBy(() -> openSeed("192.168.1.5", LIFETIME))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining(file + " cannot be used")
                .hasMessageEndingWith("): remove that file, then start the node again.");
    }

    private NodeIdentity openSeed(String host, Duration lifetime) throws FailureException {
        SecurityFolder folder = SecurityFolder.in(data);
        return new SeedIdentity(folder, CertificateAuthority.open(folder), host, lifetime).open();
    }

    private X509Certificate certificate() throws Exception {
        return Pem.certificates(Files.readString(data.resolve("security/seed.pem")))
                .get(0);
    }
}
