package dev.proxima.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.api.JobView;
import dev.proxima.testing.Drill;
import dev.proxima.testing.FaultCluster;
import dev.proxima.testing.FaultTable;
import dev.proxima.testing.Jvm;
import dev.proxima.testing.PacedFfmpeg;
import dev.proxima.testing.Processes;
import dev.proxima.testing.Root;
import dev.proxima.testing.Shell;
import dev.proxima.testing.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** FFmpeg fails in every way that it can, and files go away under a job. All jobs run on one cluster, at once. */
@Tag("fault")
@Tag("fault-long")
class EncodeFaultsIT {

    private static final int STALL_SECONDS = 15;

    /** The encoder of segment 2 leaves out what comes after 10 frames, always or once, and that it did so is left as a folder. */
    private static final String TOO_SHORT = """
            short=
            case "$pace $*" in
                ' '*) ;;
                */short-always/*segment-0002.*) short=always ;;
                */short-once/*segment-0002.*) [ -d "${0%/*}/once" ] || short=once ;;
            esac
            if [ -n "$short" ]; then
                for word; do
                    shift
                    case $word in
                        '[f=mov'*segment-*.tmp.mov*)
                            set -- "$@" -frames:v 10
                            mkdir -p "${0%/*}/$short"
                            ;;
                    esac
                    set -- "$@" "$word"
                done
            fi
            """;

    @TempDir
    static Path directory;

    private static Path source;
    private static FaultCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        if (Root.is()) {
            // what is mounted below is seen by the helper too, but not the other way round
            Shell.require("mount", "--bind", directory.toString(), directory.toString());
            Shell.require("mount", "--make-shared", directory.toString());
        }
        source = Drill.clip(directory.resolve("source"));
        PacedFfmpeg ffmpeg = PacedFfmpeg.create(directory.resolve("paced"), 1.5, TOO_SHORT);
        Jvm.Launch launch =
                Jvm.Launch.PLAIN.with(ffmpeg.options()).with("-Dproxima.ffmpeg.stall-timeout=" + STALL_SECONDS + "s");
        cluster = new FaultCluster(directory.resolve("nodes"), launch, 6);
        cluster.startSeed();
        cluster.startHelper("a", Root.is() ? launch.behind("unshare", "--mount", "--propagation", "slave") : launch);
        cluster.awaitNodes(2);
    }

    @AfterAll
    static void end() {
        cluster.close();
        if (Root.is()) {
            Shell.require("umount", "--lazy", directory.toString());
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void anFfmpegThatIsKilled() throws Exception {
        Drill drill = drill("killed").queue(6);
        ProcessHandle ffmpeg = awaitFfmpeg(drill);
        drill.fault();
        ffmpeg.destroyForcibly();

        drill.until(job -> Drill.repeated(job) > 0);
        Duration recovery = drill.sinceFault();
        long repeated = drill.awaitExact();
        assertThat(repeated).isBetween(1L, 2L);
        FaultTable.add("FFmpeg: kill -9", "encoding", "published, identical", recovery, repeated);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void anFfmpegThatHangs() throws Exception {
        Drill drill = drill("hangs").queue(6);
        ProcessHandle ffmpeg = awaitFfmpeg(drill);
        drill.fault();
        Signals.stop(ffmpeg.pid());

        drill.until(job -> Drill.repeated(job) > 0);
        Duration recovery = drill.sinceFault();
        assertThat(recovery).isBetween(Duration.ofSeconds(STALL_SECONDS - 1), Duration.ofSeconds(STALL_SECONDS + 10));
        long repeated = drill.awaitExact();
        assertThat(repeated).isBetween(1L, 2L);
        assertThat(ffmpeg.isAlive()).isFalse();
        FaultTable.add(
                "FFmpeg: hangs, stall-timeout " + STALL_SECONDS + " s",
                "encoding",
                "published, identical",
                recovery,
                repeated);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void anFfmpegThatEndsTooSoonOnce() throws Exception {
        Drill drill = drill("short-once").queue(6);
        drill.fault();

        long repeated = drill.awaitExact();
        assertThat(directory.resolve("paced/once")).exists();
        assertThat(drill.job().warnings()).isEmpty();
        FaultTable.add(
                "FFmpeg: status 0 with too few frames, once",
                "encoding",
                "published, identical; the node runs it again",
                drill.sinceFault(),
                repeated);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void anFfmpegThatAlwaysEndsTooSoon() throws Exception {
        Drill drill = drill("short-always").queue(6);
        drill.until(job -> Drill.having(job, "SUCCEEDED").count() >= 2);
        drill.fault();

        drill.until(job -> job.segments().size() == 1);
        Duration recovery = drill.sinceFault();
        long repeated = drill.awaitExact();
        assertThat(directory.resolve("paced/always")).exists();
        assertThat(drill.job().warnings())
                .anySatisfy(warning -> assertThat(warning).contains("one piece"));
        FaultTable.add(
                "FFmpeg: status 0 with too few frames, always",
                "encoding",
                "encoded in one piece with a warning, identical",
                recovery,
                repeated);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aDriveThatIsFullWhileSegmentsAreWritten() throws Exception {
        onSmallDrive("full-early", 0.3, "encoding");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aDriveThatIsFullWhenSegmentsAreStitched() throws Exception {
        onSmallDrive("full-late", 1.5, "stitching");
    }

    private static void onSmallDrive(String name, double proxies, String phase) throws Exception {
        Root.require("a small drive can be mounted by root only");
        Drill drill = drill(name);
        Path drive = Files.createDirectory(drill.output.getParent());
        long bytes = (long) (Files.size(source.resolveSibling("reference.mov")) * proxies);
        Shell.require("mount", "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs", drive.toString());
        try {
            drill.queue(6);
            drill.until(job -> job.status().equals("ENCODING"));
            drill.fault();
            String sentence = drill.awaitFailure();
            Duration end = drill.sinceFault();
            assertThat(sentence).contains("No space is left", "free some");
            FaultTable.add("drive of output and work full", phase, "fails: \"" + shortened(sentence) + "\"", end, 0);
        } finally {
            Shell.require("umount", drive.toString());
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aWorkDirectoryThatIsDeleted() throws Exception {
        Drill drill = drill("deleted").queue(6);
        drill.until(job -> Drill.having(job, "SUCCEEDED").count() >= 2);
        drill.fault();
        Shell.require("rm", "-rf", drill.work().toString());
        drill.forgetBefore();

        long repeated = drill.awaitExact();
        FaultTable.add("work directory deleted", "encoding", "published, identical", drill.sinceFault(), repeated);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aClipThatIsReplaced() throws Exception {
        Drill drill = drill("replaced").queue(6);
        drill.until(job -> Drill.having(job, "ENCODING").count() >= 2);
        drill.fault();
        Path other = Files.write(drill.folder.resolve("other"), new byte[100_000]);
        Files.move(other, drill.clip, java.nio.file.StandardCopyOption.ATOMIC_MOVE);

        String sentence = drill.awaitFailure();
        assertThat(sentence).contains("clip.mp4 changed while it was being encoded");
        FaultTable.add("clip replaced", "encoding", "fails: \"" + shortened(sentence) + "\"", drill.sinceFault(), 0);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aShareThatIsNotMountedOnOneNode() throws Exception {
        Root.require("a share can be taken from one node by root only");
        Drill drill = drill("unmounted").queue(12);
        Jvm helper = cluster.node("a");
        drill.awaitBusy(helper, 1);
        drill.fault();
        Shell.require(inHelper("mount", "-t", "tmpfs", "tmpfs", drill.folder.toString()));
        try {
            JobView before = drill.job();
            long repeated = drill.awaitExact();
            assertThat(drill.job().segments())
                    .filteredOn(segment ->
                            !before.segments().get(segment.index()).status().equals("SUCCEEDED"))
                    .filteredOn(segment -> segment.attempts() > 1)
                    .allSatisfy(segment ->
                            assertThat(segment.node()).isEqualTo(cluster.seed().address()));
            assertThat(Shell.require(inHelper("find", drill.folder.toString())).strip())
                    .describedAs("what the helper wrote on its own drive")
                    .isEqualTo(drill.folder.toString());
            FaultTable.add(
                    "share not mounted any more on a helper",
                    "encoding",
                    "published, identical",
                    drill.sinceFault(),
                    repeated);
        } finally {
            Shell.require(inHelper("umount", drill.folder.toString()));
        }
    }

    private static Drill drill(String name) throws IOException {
        return Drill.of(source, directory.resolve(name), cluster::seed);
    }

    /** Waits for an FFmpeg that encodes a segment of the drill's clip. */
    private static ProcessHandle awaitFfmpeg(Drill drill) {
        Drill.awaitThat(() -> ffmpegs(drill).findFirst().isPresent());
        return ffmpegs(drill).findFirst().orElseThrow();
    }

    private static Stream<ProcessHandle> ffmpegs(Drill drill) {
        return Stream.of(cluster.seed(), cluster.node("a"))
                .flatMap(node -> node.ffmpegs().stream())
                .filter(ffmpeg -> Processes.commandLine(ffmpeg).contains("-readrate"))
                .filter(ffmpeg -> Processes.commandLine(ffmpeg).contains(drill.folder.toString()));
    }

    /** A command for the mount namespace of the helper. */
    private static String[] inHelper(String... command) {
        String pid = Long.toString(cluster.node("a").pid());
        return Stream.concat(Stream.of("nsenter", "--target", pid, "--mount"), Stream.of(command))
                .toArray(String[]::new);
    }

    /** Without what is another in each run. */
    private static String shortened(String sentence) {
        return sentence.replace(directory.toString() + "/", "").replaceAll("(clip-mp4|stitched)-[0-9a-f]+", "$1-…");
    }
}
