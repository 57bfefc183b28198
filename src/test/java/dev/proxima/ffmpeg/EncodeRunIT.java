package dev.proxima.ffmpeg;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.testing.OrphanMaker;
import dev.proxima.testing.Processes;
import dev.proxima.testing.TestFfmpeg;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Tag("media")
class EncodeRunIT {

    @TempDir
    Path folder;

    @Test
    void reportsProgressAndLeavesNoProcess() throws Exception {
        Path output = folder.resolve("short.nut");
        BlockingQueue<EncodeProgress> reports = new LinkedBlockingQueue<>();

        ExitReport report = start(clip(output, "2"), reports::add)
                .outcome()
                .toCompletableFuture()
                .get();

        assertThat(report.exitCode()).isZero();
        assertThat(report.stderrTail()).isEmpty();
        assertThat(reports).last().extracting(EncodeProgress::frames).isEqualTo(50L);
        assertThat(Processes.with(output.toString())).isEmpty();
    }

    @Test
    void tellsTheStatusAndTheLastWordsOfAFailure() throws Exception {
        ExitReport report = start(
                        List.of("-i", folder.resolve("none.mov").toString(), "-f", "null", "-"), progress -> {})
                .outcome()
                .toCompletableFuture()
                .get();
        assertThat(report.exitCode()).isPositive();
        assertThat(report.detail()).contains("No such file or directory");
    }

    @Test
    void isGoneWithinASecondOfBeingKilled() throws Exception {
        Path output = folder.resolve("endless.nut");
        CountDownLatch underWay = new CountDownLatch(1);
        EncodeRun run = start(OrphanMaker.endless(output.toString()), progress -> underWay.countDown());
        assertThat(underWay.await(10, SECONDS)).isTrue();
        assertThat(Processes.with(output.toString())).isNotEmpty();

        run.kill();

        ExitReport report = run.outcome().toCompletableFuture().get(1, SECONDS);
        assertThat(report.succeeded()).isFalse();
        assertThat(Processes.with(output.toString())).isEmpty();
    }

    @RepeatedTest(20)
    void canBeKilledBeforeItHasStarted() throws Exception {
        Path output = folder.resolve("at-once.nut");
        EncodeRun run = start(OrphanMaker.endless(output.toString()), progress -> {});
        run.kill();
        run.outcome().toCompletableFuture().get(3, SECONDS);
        assertThat(Processes.with(output.toString())).isEmpty();
    }

    @Test
    void endsWithTheThreadThatWaitsForIt() throws Exception {
        Path output = folder.resolve("interrupted.nut");
        ExecutorService threads = Executors.newSingleThreadExecutor();
        CountDownLatch underWay = new CountDownLatch(1);
        Future<ExitReport> waiting = threads.submit(
                () -> Runs.await(start(OrphanMaker.endless(output.toString()), progress -> underWay.countDown())));
        assertThat(underWay.await(10, SECONDS)).isTrue();

        waiting.cancel(true);
        threads.shutdown();

        assertThat(threads.awaitTermination(2, SECONDS)).isTrue();
        assertThat(Processes.with(output.toString())).isEmpty();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the supervisor is a shell script")
    void doesNotOutliveItsJvm() throws Exception {
        Path output = folder.resolve("orphan.nut");
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OrphanMaker.class.getName(),
                        output.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).startsWith("frames");
            assertThat(Processes.with(output.toString())).hasSizeGreaterThan(1);
        } finally {
            jvm.destroyForcibly();
        }
        await().atMost(1500, MILLISECONDS)
                .pollInterval(20, MILLISECONDS)
                .untilAsserted(
                        () -> assertThat(Processes.with(output.toString())).isEmpty());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the fake FFmpeg is a shell script")
    void endsWhatMakesNoProgress() throws Exception {
        Path fake = Files.writeString(folder.resolve("fake"), "#!/bin/sh\nexec sleep 600\n");
        assertThat(fake.toFile().setExecutable(true)).isTrue();
        FfmpegBuild build = new FfmpegBuild(fake, fake, "fake", Set.of(), fake);
        EncodeRun run = EncodeRun.start(build, List.of(), Duration.ofMillis(500), progress -> {});

        Throwable failure = Assertions.catchThrowable(() -> Runs.succeed(run, "encoding a clip"));

        assertThat(failure).isInstanceOf(FailureException.class);
        assertThat(((FailureException) failure).failure()).isInstanceOf(Failure.FfmpegStalled.class);
    }

    @Test
    void tellsOfAProgramThatCannotBeStarted() {
        Path none = folder.resolve("none");
        FfmpegBuild build = new FfmpegBuild(none, none, "none", Set.of(), none);
        EncodeRun run = EncodeRun.start(build, List.of(), EncodeRun.DEFAULT_STALL_TIMEOUT, progress -> {});
        assertThat(Assertions.catchThrowable(
                        () -> run.outcome().toCompletableFuture().get(5, SECONDS)))
                .isInstanceOf(ExecutionException.class);
    }

    private static EncodeRun start(List<String> arguments, Consumer<EncodeProgress> progress) {
        return EncodeRun.start(TestFfmpeg.build(), arguments, EncodeRun.DEFAULT_STALL_TIMEOUT, progress);
    }

    private static List<String> clip(Path output, String seconds) {
        return List.of(
                "-nostdin",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=64x64:r=25:d=" + seconds,
                "-c:v",
                "mjpeg",
                output.toString());
    }
}
