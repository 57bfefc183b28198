package dev.proxima.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.testing.Jvm;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A seed that serves HTTP to other machines, as a user starts it. */
@Tag("multijvm")
class GuardedNodeIT {

    @TempDir
    Path folder;

    @Test
    void servesWhoHasTheTokenWithinItsMediaRoots() throws Exception {
        Optional<String> address = ownAddress();
        if (address.isEmpty()) {
            System.out.println("GuardedNodeIT: left out, as this machine has no address but loopback");
            return;
        }
        Jvm.Ended without =
                Jvm.run(folder, "seed", "--data-dir", folder.resolve("data").toString(), "--http-host", address.get());
        assertThat(without.exitCode()).isEqualTo(1);
        assertThat(without.err().lines()).singleElement().asString().contains("needs media roots", "--media-root");

        Path footage = Files.createDirectory(folder.resolve("footage"));
        Path clip = TestClips.make(footage.resolve("clip.mp4"), "320x180", "25", 2);
        Path outside = Files.copy(
                clip, Files.createDirectory(folder.resolve("private")).resolve("clip.mp4"));
        Files.createSymbolicLink(footage.resolve("link.mp4"), outside);
        try (Jvm seed = Jvm.node(
                folder,
                "seed",
                "--data-dir",
                folder.resolve("data").toString(),
                "--port",
                "0",
                "--http-host",
                address.get(),
                "--media-root",
                footage.toString())) {
            assertThat(seed.http()).startsWith("https://" + address.get());
            assertRefused(seed, "no node of the cluster", "nodes", "--token", "anything");
            assertRefused(seed, "not below a media root", "queue", "--token", seed.token(), outside.toString());
            assertRefused(
                    seed,
                    "not below a media root",
                    "queue",
                    "--token",
                    seed.token(),
                    folder.resolve("private/none.mp4").toString());
            assertRefused(
                    seed,
                    "not below a media root",
                    "queue",
                    "--token",
                    seed.token(),
                    footage.resolve("link.mp4").toString());
            assertRefused(
                    seed,
                    "not below a media root",
                    "queue",
                    "--token",
                    seed.token(),
                    clip.toString(),
                    "--output",
                    folder.resolve("private/out.mov").toString());
            Jvm.Ended done = asked(seed, "queue", "--token", seed.token(), clip.toString(), "--wait");
            assertThat(done.exitCode()).as(done.err()).isZero();
            assertThat(TestClips.difference(clip, "prores-proxy", footage.resolve("Proxy/clip.mov")))
                    .isEmpty();
            assertThat(folder.resolve("private")).isDirectoryNotContaining("glob:**.mov");
        }
    }

    private void assertRefused(Jvm seed, String words, String... arguments) {
        Jvm.Ended ended = asked(seed, arguments);
        assertThat(ended.exitCode()).as(ended.out()).isEqualTo(1);
        assertThat(ended.err()).contains(words);
    }

    /** By a client that knows nothing but what it is given. */
    private Jvm.Ended asked(Jvm seed, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--node", seed.http(), "--data-dir", folder.resolve("nobody").toString()));
        return Jvm.run(folder, all.toArray(String[]::new));
    }

    private static Optional<String> ownAddress() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(found -> found instanceof Inet4Address && !found.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .findFirst();
    }
}
