package dev.proxima.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxima.api.JobRequest;
import dev.proxima.api.JobService.Submission;
import dev.proxima.api.Json;
import dev.proxima.testing.DispatchHelpers;
import dev.proxima.testing.DispatchHelpers.Start;
import dev.proxima.testing.TestIdentities;
import dev.proxima.testing.TestNode;
import java.io.BufferedReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bench of {@code scripts/bench/dispatch}: a coordinator with its real journal in this JVM, and helpers that pretend
 * to encode in another. Left out of the tests.
 */
@Tag("bench")
class DispatchIT {

    private static final int SEGMENTS = Integer.getInteger("bench.segments", 5000);
    private static final int NODES = Integer.getInteger("bench.nodes", 5);
    private static final int SLOTS = Integer.getInteger("bench.slots", 50);
    private static final int MILLIS = Integer.getInteger("bench.millis", 200);
    private static final int WARM_UP = Integer.getInteger("bench.warm", 500);

    @TempDir
    Path folder;

    @Test
    void startsEverySegmentOnceSoonAfterItsOrder() throws Exception {
        Map<String, Object> clock = Map.of(
                "jdbc-journal.event-adapters.dispatch-clock",
                DispatchClock.class.getName(),
                "jdbc-journal.event-adapter-bindings.\"dev.proxima.job.JobEvent\"",
                "dispatch-clock");
        try (TestNode seed = TestNode.coordinator(folder.resolve("seed"), TestIdentities.ofThisMachine(), clock)) {
            Process helpers = helpers(seed.node.address());
            try (BufferedReader starts = helpers.inputReader()) {
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> seed.nodes().stream()
                                        .mapToInt(node -> node.slots())
                                        .sum()
                                > SLOTS - 1);
                long cold = cpu();
                finish(seed, "/clips/warm.mov", WARM_UP);
                DispatchClock.ORDERS.clear();
                long before = cpu();
                long began = System.nanoTime();
                String job = finish(seed, "/clips/a.mov", SEGMENTS);
                long nanos = System.nanoTime() - began;
                double cpuMillis = (cpu() - before) / 1e6 / SEGMENTS;
                helpers.getOutputStream().close();
                List<Start> all = starts.lines().map(Start::parse).toList();
                report(
                        all.stream().filter(start -> isOf(job, start)).toList(),
                        nanos,
                        cpuMillis,
                        (before - cold) / 1e6 / WARM_UP);
            } finally {
                helpers.destroyForcibly();
            }
        }
    }

    private Process helpers(String seed) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DispatchHelpers.class.getName(),
                        folder.toString(),
                        seed,
                        "" + NODES,
                        "" + SLOTS / NODES,
                        "" + MILLIS,
                        TestIdentities.ofThisMachine().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Returns the id of the job. */
    private static String finish(TestNode seed, String clip, int segments) throws Exception {
        Submission submission = seed.service()
                .submit(new JobRequest(clip, null, null, false, segments))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        String job = ((Submission.Accepted) submission).job().id();
        await().atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(250))
                .until(() -> seed.job(job).status().equals("SUCCEEDED"));
        return job;
    }

    private static boolean isOf(String job, Start start) {
        return AttemptId.parse(start.attempt()).job().equals(job);
    }

    private static void report(List<Start> starts, long nanos, double cpuMillis, double coldMillis) throws Exception {
        long[] micros = starts.stream()
                .mapToLong(start -> {
                    AttemptId id = AttemptId.parse(start.attempt());
                    return start.epochMicros()
                            - DispatchClock.ORDERS.get(DispatchClock.key(id.segment(), id.attempt()));
                })
                .sorted()
                .toArray();
        assertThat(micros).hasSize(SEGMENTS);
        Map<String, Object> result = new TreeMap<>();
        result.put("bench", "dispatch");
        result.put("segments", SEGMENTS);
        result.put("nodes", NODES);
        result.put("slots", SLOTS);
        result.put("segmentMillis", MILLIS);
        result.put("seconds", nanos / 1e9);
        result.put("startedAfterMillis", Map.of("p50", at(micros, 50), "p95", at(micros, 95), "p99", at(micros, 99)));
        result.put("coordinatorCpuMillisPerSegment", rounded(cpuMillis));
        result.put("warmUp", Map.of("segments", WARM_UP, "coordinatorCpuMillisPerSegment", rounded(coldMillis)));
        Path file = Path.of("target", "bench", "results", "dispatch.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, Json.write(result));
    }

    private static double rounded(double millis) {
        return Math.round(millis * 1000) / 1000.0;
    }

    private static double at(long[] sorted, int percent) {
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1e3;
    }

    /** Nanoseconds of CPU that this JVM has used. */
    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
