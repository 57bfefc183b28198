package dev.proxima.testing;

import dev.proxima.security.CertificateAuthority;
import dev.proxima.security.NodeIdentity;
import dev.proxima.security.SecurityFolder;
import dev.proxima.security.SeedIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;

/** Identities of clusters that exist for tests alone. */
public final class TestIdentities {

    private TestIdentities() {}

    /** The file of an identity for 127.0.0.1, which all nodes of this JVM may share. */
    public static Path ofThisMachine() {
        return Shared.FILE;
    }

    /** An identity of a cluster of its own. */
    public static NodeIdentity fresh(Path dataDir, String host, Duration lifetime) {
        try {
            SecurityFolder folder = SecurityFolder.in(dataDir);
            return new SeedIdentity(folder, CertificateAuthority.open(folder), host, lifetime).open();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static final class Shared {

        static final Path FILE = make();

        private static Path make() {
            try {
                Path directory = Files.createTempDirectory("proxima-identity");
                NodeIdentity identity = fresh(directory, "127.0.0.1", Duration.ofDays(1));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
                return identity.file();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private static void delete(Path directory) {
            try (var files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            } catch (IOException e) {
                // the system's own clean-up takes it
            }
        }
    }
}
