package dev.proxima.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxima.api.JobList;
import dev.proxima.api.JobView;
import dev.proxima.api.Json;
import dev.proxima.api.SegmentView;
import dev.proxima.testing.Jvm;
import dev.proxima.testing.PacedFfmpeg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code proxima encode} in a JVM of its own, as a user types it: what goes well, and each thing that does not. */
@Tag("multijvm")
@Execution(ExecutionMode.CONCURRENT)
class EncodeIT {

    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    private static Jvm.Launch paced;

    private final List<Jvm> jvms = new ArrayList<>();
    private Path clip;

    @BeforeAll
    static void makeClip() throws Exception {
        TestClips.make(shared.resolve("clip.mp4"), "320x180", "24000/1001", 30);
        // so that a job lasts some seconds, and costs little
        paced = Jvm.Launch.PLAIN.with(
                PacedFfmpeg.create(shared.resolve("paced"), 4, "").options());
    }

    @BeforeEach
    void copyClip() throws IOException {
        clip = Files.copy(shared.resolve("clip.mp4"), directory.resolve("clip.mp4"));
    }

    @AfterEach
    void endJvms() {
        jvms.forEach(Jvm::close);
    }

    @Test
    void writesTheProxyBesideTheClipAndSaysWhereItIs() throws Exception {
        Jvm.Ended ended = encode();

        assertThat(ended.exitCode()).describedAs(ended.err()).isZero();
        Path proxy = directory.resolve("Proxy/clip.mov");
        assertThat(ended.out()).isEqualTo(proxy + "\n");
        assertThat(TestClips.difference(clip, "prores-proxy", proxy)).isEmpty();
        assertThat(below(directory.resolve("data/encode"))).isEmpty();
    }

    @Test
    void goesOnFromTheFinishedSegmentsWhenItWasKilledAndIsTypedAgain() throws Exception {
        Jvm first = started(paced, "--segments", "8");
        Path work = directory.resolve("Proxy/.proxima");
        await().atMost(Duration.ofSeconds(60)).until(() -> finishedSegments(work) >= 3);
        first.kill();
        int finished = finishedSegments(work);

        Jvm.Ended second = encode("--segments", "8", "--json");

        assertThat(second.exitCode()).describedAs(second.err()).isZero();
        JobView job = onlyJob(second);
        assertThat(job.segments())
                .filteredOn(segment -> segment.attempts() == 1)
                .hasSizeGreaterThanOrEqualTo(finished);
        assertThat(job.segments()).extracting(SegmentView::attempts).allMatch(attempts -> attempts <= 2);
        assertThat(TestClips.difference(clip, "prores-proxy", Path.of(job.output())))
                .isEmpty();
        assertThat(work).doesNotExist();
    }

    @Test
    void keepsAnExistingOutputUnlessToldOtherwise() throws Exception {
        Path output = Files.createDirectories(directory.resolve("Proxy")).resolve("clip.mov");
        Files.writeString(output, "precious");

        Jvm.Ended kept = encode();
        assertRefused(kept, output.toString(), "--overwrite");
        assertThat(output).hasContent("precious");

        Jvm.Ended replaced = encode("--overwrite");
        assertThat(replaced.exitCode()).describedAs(replaced.err()).isZero();
        assertThat(TestClips.difference(clip, "prores-proxy", output)).isEmpty();
    }

    @Test
    void refusesAMissingFile() {
        clip = directory.resolve("no such clip.mov");
        assertRefused(encode(), "no such clip.mov", "check the path");
    }

    @Test
    void refusesADirectory() throws IOException {
        clip = Files.createDirectory(directory.resolve("folder"));
        assertRefused(encode(), "folder", "directory");
    }

    @Test
    void refusesATextFile() throws IOException {
        clip = Files.writeString(directory.resolve("notes.txt"), "Call the producer back.\n".repeat(100));
        assertRefused(encode(), "notes.txt", "cannot be made into a proxy");
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        clip = Files.createFile(directory.resolve("empty.mov"));
        assertRefused(encode(), "empty.mov", "it is empty");
    }

    @Test
    void refusesAFileWithoutVideo() throws Exception {
        clip = directory.resolve("sound.wav");
        Process making = new ProcessBuilder(
                        TestClips.build().ffmpeg().toString(),
                        "-v",
                        "error",
                        "-f",
                        "lavfi",
                        "-i",
                        "sine",
                        "-t",
                        "1",
                        clip.toString())
                .start();
        assertThat(making.waitFor()).isZero();
        assertRefused(encode(), "sound.wav", "video");
    }

    @Test
    void refusesAPresetThatIsNotThere() {
        assertRefused(encode("--preset", "prores-raw"), "prores-raw", "prores-proxy");
    }

    @Test
    void refusesAnOutputThatCannotBeWritten() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "not a folder");
        assertRefused(encode("--output", file.resolve("clip.mov").toString()), "clip.mov", "file", "--output");
        assertThat(file).hasContent("not a folder");
    }

    @Test
    void refusesToWriteOverTheClipItself() throws IOException {
        clip = Files.move(clip, directory.resolve("clip.mov"));
        long size = Files.size(clip);
        assertRefused(encode("--overwrite", "--output", clip.toString()), "the clip itself");
        assertThat(clip).hasSize(size);
    }

    @Test
    void saysThatTheSourceIsGone() throws Exception {
        Jvm encode = started(paced, "--segments", "8");
        awaitFirstSegment();
        Files.delete(clip);
        assertRefused(encode.awaitEnd(), "clip.mp4");
    }

    @Test
    void saysThatTheSourceChanged() throws Exception {
        Jvm encode = started(paced, "--segments", "8");
        awaitFirstSegment();
        Files.write(clip, new byte[1000], java.nio.file.StandardOpenOption.APPEND);
        assertRefused(encode.awaitEnd(), "clip.mp4", "changed");
    }

    @Test
    void saysThatTheDriveIsFull() throws Exception {
        Path drive = Files.createDirectory(directory.resolve("drive"));
        if (run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", drive.toString()) != 0) {
            System.out.println("saysThatTheDriveIsFull: left out, as only root can mount a small drive");
            return;
        }
        try {
            assertRefused(encode("--output", drive.resolve("clip.mov").toString()), "No space is left", "drive");
            assertThat(below(drive)).isEmpty();
        } finally {
            run("umount", drive.toString());
        }
    }

    /** One sentence, a failure, and nothing under the final name. */
    private void assertRefused(Jvm.Ended ended, String... words) {
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        List<String> sentences =
                ended.err().lines().filter(line -> line.startsWith("error: ")).toList();
        assertThat(sentences).describedAs(ended.err()).hasSize(1);
        assertThat(sentences.get(0)).contains(words).endsWith(".");
        assertThat(ended.err()).doesNotContain("Exception", "\tat ");
        assertThat(directory.resolve("Proxy/.proxima")).doesNotExist();
        assertThat(below(directory.resolve("data/encode"))).isEmpty();
    }

    private Jvm.Ended encode(String... options) {
        return started(Jvm.Launch.PLAIN, options).awaitEnd();
    }

    private Jvm started(Jvm.Launch launch, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "encode",
                clip.toString(),
                "--data-dir",
                directory.resolve("data").toString()));
        arguments.addAll(List.of(options));
        Jvm jvm = Jvm.start(launch, directory, arguments);
        jvms.add(jvm);
        return jvm;
    }

    private void awaitFirstSegment() {
        await().atMost(Duration.ofSeconds(60)).until(() -> finishedSegments(directory.resolve("Proxy/.proxima")) > 0);
    }

    private static int finishedSegments(Path work) {
        return (int) below(work).stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> name.matches("segment-\\d+\\.a\\d+\\.mov"))
                .count();
    }

    private static List<Path> below(Path folder) {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !file.equals(folder)).toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            return List.of();
        }
    }

    private static JobView onlyJob(Jvm.Ended ended) throws IOException {
        return Json.read(ended.out(), JobList.class).jobs().get(0);
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
