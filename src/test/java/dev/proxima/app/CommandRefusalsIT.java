package dev.proxima.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxima.cli.Planner;
import dev.proxima.job.FailureException;
import dev.proxima.testing.Jvm;
import dev.proxima.testing.Lavfi;
import dev.proxima.testing.Processes;
import dev.proxima.testing.Root;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Why a command ended that somebody typed, in the words that they read. */
@Tag("multijvm")
@Timeout(120)
class CommandRefusalsIT {

    /** Of a stream of some 100 kB, so that reading it takes some seconds at least. */
    private static final int COPIES = 2_000;

    @TempDir
    Path folder;

    @Test
    void aFolderThatNobodyMayLookInto() throws Exception {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        // root may look into everything, unless it gives that right up
        Jvm.Launch launch = Root.is()
                ? Jvm.Launch.PLAIN.behind("setpriv", "--bounding-set=-all", "--inh-caps=-all")
                : Jvm.Launch.PLAIN;
        assertThat(refusal(launch, "queue", closed.toString()))
                .isEqualTo(closed + " cannot be searched for clips: check its permissions.");
    }

    @Test
    void aSeedInANetworkThatThisMachineIsNotIn() {
        Root.require("only root can start a machine without a network");
        // a network for documentation, which no machine is in (RFC 5737)
        assertThat(refusal(
                        Jvm.Launch.PLAIN.behind("unshare", "--net"),
                        "join",
                        "192.0.2.1:25520",
                        "--data-dir",
                        folder.resolve("data").toString()))
                .isEqualTo("The seed at 192.0.2.1 cannot be reached from this machine: check the network, or name an "
                        + "address with --host.");
    }

    @Test
    void aDemoInAFile() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(refusal(Jvm.Launch.PLAIN, "demo", file.toString()))
                .isEqualTo(file + " is a file: name a directory for the clip of the demo and its proxy.");
        Path below = file.resolve("below");
        assertThat(refusal(Jvm.Launch.PLAIN, "demo", below.toString()))
                .startsWith("The demo failed: ")
                .contains(file.toString());
    }

    @Test
    void aPlanAndAVerificationThatAreInterrupted() throws Exception {
        Path clip = longClip();
        assertThat(interrupted(
                        clip,
                        () -> new LocalPlanner()
                                .plan(new Planner.PlanOptions(clip, Optional.empty(), 1, OptionalInt.empty(), folder))))
                .isEqualTo("Planning was interrupted.");
        assertThat(interrupted(clip, () -> new LocalVerifier().verify(clip, clip)))
                .isEqualTo("Verifying was interrupted.");
    }

    private interface Work {
        void run() throws FailureException;
    }

    /** What was said by work that was interrupted while FFmpeg read the clip. */
    private static String interrupted(Path clip, Work work) throws Exception {
        CompletableFuture<String> said = new CompletableFuture<>();
        Thread worker = new Thread(() -> {
            try {
                work.run();
                said.complete("it was done before it was interrupted");
            } catch (FailureException e) {
                said.complete(e.getMessage());
            }
        });
        worker.start();
        await().until(() -> !Processes.with(clip.toString()).isEmpty());
        worker.interrupt();
        String sentence = said.get(20, TimeUnit.SECONDS);
        await().until(() -> Processes.with(clip.toString()).isEmpty());
        return sentence;
    }

    /** An MPEG-1 video stream as often as it takes: it has no tables, so all of it is read. */
    private Path longClip() throws Exception {
        Path one = Lavfi.video("25", 2, List.of("-c:v", "mpeg1video")).write(folder.resolve("one.mpg"));
        return Lavfi.repeat(one, COPIES, folder.resolve("long.mpg"));
    }

    private String refusal(Jvm.Launch launch, String... arguments) {
        try (Jvm jvm = Jvm.start(launch, folder, List.of(arguments))) {
            Jvm.Ended ended = jvm.awaitEnd();
            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.err()).startsWith("error: ");
            return ended.err().substring("error: ".length()).strip();
        }
    }
}
