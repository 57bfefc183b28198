package dev.proxima.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxima.api.JobRequest;
import dev.proxima.api.JobView;
import dev.proxima.api.NodeView;
import dev.proxima.api.SegmentView;
import dev.proxima.app.TestClips;
import dev.proxima.job.JobSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One clip that is encoded while something goes wrong, and what must hold afterwards: it is published as the single pass
 * makes it, no finished segment was made again, and neither a file nor a process is left of the work.
 */
public final class Drill {

    private static final String PRESET = "prores-proxy";
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final Duration CLEAN_WITHIN = Duration.ofSeconds(20);

    public final Path folder;
    public final Path clip;
    public final Path output;
    private final Path reference;
    private final Supplier<Jvm> coordinator;
    private String id;
    private long faultAt;
    private int slots;
    private JobView before;
    private Object published;

    /** @param source of the clip, see {@link #clip} */
    public static Drill of(Path source, Path folder, Supplier<Jvm> coordinator) throws IOException {
        Files.createDirectories(folder);
        Path clip = folder.resolve("clip.mp4");
        Files.copy(source, clip);
        return new Drill(folder, clip, source.resolveSibling("reference.mov"), coordinator);
    }

    /** A clip of 24 s with its single pass beside it. */
    public static Path clip(Path folder) throws Exception {
        Files.createDirectories(folder);
        Path clip = TestClips.make(folder.resolve("clip.mp4"), "160x90", "25", 24);
        TestClips.reference(clip, PRESET, folder.resolve("reference.mov"));
        return clip;
    }

    private Drill(Path folder, Path clip, Path reference, Supplier<Jvm> coordinator) {
        this.folder = folder;
        this.clip = clip;
        this.output = folder.resolve("Proxy").resolve("clip.mov");
        this.reference = reference;
        this.coordinator = coordinator;
    }

    public Drill queue(int segments) {
        id = coordinator.get().submit(request(segments)).id();
        return this;
    }

    /** Like {@link #queue}, at a coordinator that may be gone before it answers. */
    public Drill queueUnanswered(int segments) {
        id = JobSpec.idFor(clip.toString(), PRESET, output.toString());
        coordinator.get().submitUnanswered(request(segments));
        return this;
    }

    private JobRequest request(int segments) {
        return new JobRequest(clip.toString(), PRESET, output.toString(), false, segments);
    }

    public String id() {
        return id;
    }

    public JobView job() {
        return coordinator.get().job(id);
    }

    /** Files of finished and unfinished pieces. */
    public Path work() {
        return output.resolveSibling(".proxima").resolve(id);
    }

    /** Waits until so many segments are finished, and the node encodes one; returns its FFmpegs. */
    public List<ProcessHandle> awaitBusy(Jvm node, int finished) {
        AtomicReference<List<ProcessHandle>> ffmpegs = new AtomicReference<>();
        until(job -> {
            ffmpegs.set(node.ffmpegs());
            return !ffmpegs.get().isEmpty()
                    && having(job, "SUCCEEDED").count() >= finished
                    && having(job, "ENCODING")
                            .anyMatch(segment -> node.address().equals(segment.node()));
        });
        return ffmpegs.get();
    }

    public void until(Predicate<JobView> condition) {
        AtomicReference<Object> last = new AtomicReference<>();
        try {
            await().atMost(LONG).pollInterval(Duration.ofMillis(50)).until(() -> {
                try {
                    JobView job = job();
                    last.set(job);
                    return condition.test(job);
                } catch (RuntimeException | AssertionError e) {
                    last.set(e); // the coordinator may be away
                    return false;
                }
            });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("The last that was heard of " + id + ": " + last.get(), e);
        }
    }

    /** Remembers how the job stands, now that something is about to go wrong. */
    public JobView fault() {
        before = job();
        slots = coordinator.get().nodes().stream().mapToInt(NodeView::slots).sum();
        faultAt = System.nanoTime();
        return before;
    }

    /** Like {@link #fault} where nobody can be asked how the job stands. Remembers the published file, if there is one. */
    public void hit() throws IOException {
        published = Files.exists(output) ? identity() : null;
        faultAt = System.nanoTime();
    }

    /** For a fault that takes away what was finished. */
    public void forgetBefore() {
        before = null;
    }

    public Duration sinceFault() {
        return Duration.ofNanos(System.nanoTime() - faultAt);
    }

    /** Waits until each segment that was in flight on the node is finished, or is encoded elsewhere; how long that took. */
    public Duration awaitElsewhere(String node) {
        List<Integer> hit = before.segments().stream()
                .filter(segment -> isInFlight(segment) && node.equals(segment.node()))
                .map(SegmentView::index)
                .toList();
        assertThat(hit).isNotEmpty();
        until(job -> hit.stream()
                .map(job.segments()::get)
                .allMatch(now -> now.status().equals("SUCCEEDED")
                        || (now.status().equals("ENCODING") && !node.equals(now.node()))));
        return sinceFault();
    }

    /** Waits for the end and checks all that must hold; returns how often a segment was begun again. */
    public long awaitExact() throws Exception {
        until(JobView::isFinished);
        JobView after = job();
        assertThat(after.failure()).describedAs("failure of " + id).isNull();
        assertThat(after.status()).isEqualTo("SUCCEEDED");
        assertThat(Files.mismatch(reference, output))
                .describedAs("first byte that differs")
                .isEqualTo(-1);
        assertNothingLeft(List.of(output));
        if (published != null) {
            assertThat(identity()).describedAs("the file that was published").isEqualTo(published);
        }
        if (before != null && after.segments().size() == before.segments().size()) {
            assertFinishedWereKept(after);
        }
        return repeated(after);
    }

    /** Nobody publishes a second time, or leaves something, when what went wrong is over: no node encodes any more. */
    public void assertStaysAsItIs() throws IOException {
        Object file = identity();
        FileTime written = Files.getLastModifiedTime(output);
        until(job -> coordinator.get().nodes().stream()
                .allMatch(node -> node.running().isEmpty()));
        assertThat(identity()).isEqualTo(file);
        assertThat(Files.getLastModifiedTime(output)).isEqualTo(written);
        assertNothingLeft(List.of(output));
    }

    /** Of the file under the final name: another one, though it be equal, has another. */
    private Object identity() throws IOException {
        return Files.readAttributes(output, BasicFileAttributes.class).fileKey();
    }

    /** Waits for the end and checks that nothing is published; returns the sentence for the editor. */
    public String awaitFailure() {
        until(JobView::isFinished);
        JobView after = job();
        assertThat(after.status()).isEqualTo("FAILED");
        assertNothingLeft(List.of());
        return after.failure().message();
    }

    /** How often a segment of the job was begun again. */
    public static long repeated(JobView job) {
        return job.segments().stream()
                .mapToLong(segment -> Math.max(0, segment.attempts() - 1L))
                .sum();
    }

    private void assertFinishedWereKept(JobView after) {
        having(before, "SUCCEEDED").forEach(segment -> {
            SegmentView now = after.segments().get(segment.index());
            assertThat(now.attempts())
                    .describedAs("attempts at finished " + segment)
                    .isEqualTo(segment.attempts());
            assertThat(now.node()).isEqualTo(segment.node());
        });
        // between the look at the job and the fault a slot may have got its next segment
        assertThat(repeated(after) - repeated(before)).isLessThanOrEqualTo(slots);
    }

    /** What is killed is gone when the system has buried it, which takes a moment. */
    public static void assertGone(List<ProcessHandle> processes) {
        assertThat(processes).isNotEmpty();
        await().atMost(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(processes)
                        .filteredOn(ProcessHandle::isAlive)
                        .extracting(Processes::commandLine)
                        .isEmpty());
    }

    /** No file beside the published ones, and no process that has to do with this clip. */
    public void assertNothingLeft(List<Path> published) {
        await().atMost(CLEAN_WITHIN).untilAsserted(() -> {
            assertThat(files(output.getParent())).containsExactlyInAnyOrderElementsOf(published);
            assertThat(Processes.with(folder.toString()))
                    .filteredOn(line -> line.contains("ffmpeg"))
                    .isEmpty();
        });
    }

    private static List<Path> files(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> !path.equals(folder)).toList();
        }
    }

    public static Stream<SegmentView> having(JobView job, String status) {
        return job.segments().stream().filter(segment -> segment.status().equals(status));
    }

    public static boolean isInFlight(SegmentView segment) {
        return segment.status().equals("ENCODING") || segment.status().equals("DISPATCHED");
    }

    /** Waits for anything else. */
    public static void awaitThat(Callable<Boolean> condition) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(condition);
    }
}
