package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.job.JobSpec;
import dev.proxima.job.JobState;
import dev.proxima.job.JobStatus;
import dev.proxima.testing.LocalEncode;
import dev.proxima.testing.LocalJob;
import dev.proxima.testing.MediaComparison;
import dev.proxima.testing.Mutation;
import dev.proxima.testing.TestFfmpeg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged copies of small clips, each taken through a whole job in three segments. What is published must be what the
 * reference command makes of the same copy, and nothing is published where that fails. A copy is made from its clip and
 * its seed, which a failure names; {@code -Dproxima.fuzz.seed=N} runs that copy alone.
 */
class FuzzIT {

    private static final int COPIES = 500;
    private static final int FEW_COPIES = 20;
    private static final int AT_A_TIME = 2;
    private static final int SEGMENTS = 3;

    /** Far more than any takes: a copy that does not end is what this is for. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Duration STALL = Duration.ofSeconds(20);

    private static final List<String> H264 =
            List.of("-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-g", "10", "-pix_fmt", "yuv420p");
    private static final List<String> H265 = List.of(
            "-c:v",
            "libx265",
            "-preset",
            "ultrafast",
            "-pix_fmt",
            "yuv420p",
            "-x265-params",
            "open-gop=1:keyint=10:min-keyint=10:bframes=2:log-level=none");
    private static final List<String> MPEG2 = List.of("-c:v", "mpeg2video", "-g", "10", "-bf", "2", "-q:v", "4");

    @TempDir
    Path folder;

    private final Map<String, byte[]> clips = new LinkedHashMap<>();

    /** One copy that was met gave 4 different files in 14 runs of plain FFmpeg. */
    private static final int REPEATS = 12;

    /** What became of a copy; a problem is empty if that is as it should be. */
    private record Fate(String what, String problem) {}

    @BeforeEach
    void makeClips() throws IOException {
        clip("open.mp4", H264, "-x264-params", "open-gop=1", "-c:a", "aac");
        clip("plain.mov", List.of("-c:v", "mjpeg", "-q:v", "4"), "-c:a", "pcm_s16le", "-timecode", "01:00:00:00");
        clip(
                "prores.mov",
                List.of("-c:v", "prores", "-profile:v", "0"),
                "-c:a",
                "pcm_s16le",
                "-movflags",
                "+faststart");
        clip("fragments.mp4", H264, "-c:a", "aac", "-movflags", "frag_keyframe+empty_moov");
        clip("h264.mkv", H264, "-c:a", "aac");
        clip("h264.ts", H264, "-c:a", "mp2");
        clip("mpeg2.mxf", MPEG2, "-c:a", "pcm_s16le", "-ar", "48000");
        clip("mpeg4.avi", List.of("-c:v", "mpeg4", "-bf", "1", "-q:v", "4"), "-c:a", "pcm_s16le");
        clip("hevc.mp4", H265, "-c:a", "aac");
        clip("vp9.webm", List.of("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-g", "10"));
        clip("av1.mkv", List.of("-c:v", "libaom-av1", "-usage", "realtime", "-cpu-used", "8", "-g", "10"));
        clip("dnxhr.mov", List.of("-c:v", "dnxhd", "-profile:v", "dnxhr_lb", "-pix_fmt", "yuv422p", "-s", "256x144"));
        clip("dv.mov", List.of("-c:v", "dvvideo", "-s", "720x576", "-pix_fmt", "yuv420p"), "-c:a", "pcm_s16le");
        clip("ffv1.mkv", List.of("-c:v", "ffv1", "-level", "3", "-g", "10"), "-c:a", "pcm_s16le");
        clip("cineform.mov", List.of("-c:v", "cfhd", "-s", "256x144", "-pix_fmt", "yuv422p10"), "-c:a", "pcm_s16le");
        clip("mjpeg.avi", List.of("-c:v", "mjpeg", "-q:v", "4"), "-c:a", "pcm_s16le");
    }

    private void clip(String name, List<String> video, String... options) throws IOException {
        Path file = folder.resolve(name);
        List<String> command = new ArrayList<>(List.of("-nostdin", "-y"));
        command.addAll(List.of(
                "-f", "lavfi", "-i", "testsrc2=s=64x36:r=25:d=1.6", "-f", "lavfi", "-i", "sine=440:d=1.6:r=48000"));
        command.addAll(video);
        command.addAll(List.of(options));
        command.addAll(
                List.of("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", file.toString()));
        TestFfmpeg.ffmpeg(command);
        clips.put(name, Files.readAllBytes(file));
    }

    @Test
    @Tag("media")
    void fewDamagedCopiesArePublishedExactlyOrNotAtAll() throws Exception {
        publishedExactlyOrNotAtAll(FEW_COPIES);
    }

    @Test
    @Tag("fuzz")
    void manyDamagedCopiesArePublishedExactlyOrNotAtAll() throws Exception {
        publishedExactlyOrNotAtAll(COPIES);
    }

    private void publishedExactlyOrNotAtAll(int copies) throws Exception {
        Optional<Integer> one = Optional.ofNullable(Integer.getInteger("proxima.fuzz.seed"));
        ExecutorService workers = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            List<Callable<Fate>> work = new ArrayList<>();
            for (int seed = one.orElse(0); seed < one.map(only -> only + 1).orElse(copies); seed++) {
                int which = seed;
                work.add(() -> fate(which));
            }
            Map<String, Integer> fates = new TreeMap<>();
            List<String> problems = new ArrayList<>();
            for (Future<Fate> done : workers.invokeAll(work)) {
                fates.merge(done.get().what(), 1, Integer::sum);
                if (!done.get().problem().isEmpty()) {
                    problems.add(done.get().problem());
                }
            }
            String seeds = one.map(seed -> "seed " + seed).orElse("the seeds from 0 to " + (copies - 1));
            System.out.println("FuzzIT: of copies with " + seeds + ": " + fates);
            problems.forEach(problem -> System.out.println("FuzzIT: " + problem));
            assertThat(problems).isEmpty();
        } finally {
            workers.shutdownNow();
        }
    }

    private Fate fate(int seed) throws Exception {
        String name = List.copyOf(clips.keySet()).get(seed % clips.size());
        Mutation mutation = new Mutation(seed);
        Path place = Files.createDirectory(folder.resolve("copy-" + seed));
        Path copy = Files.write(place.resolve(name), mutation.of(clips.get(name)));
        Path output = place.resolve("Proxy").resolve("copy.mov");
        JobSpec spec = new JobSpec("job", copy.toString(), LocalEncode.PRORES, output.toString(), false, SEGMENTS, 0);
        String which = name + ", " + mutation.name() + ": ";
        ExecutorService alone = Executors.newSingleThreadExecutor();
        try {
            Future<JobState> job = alone.submit(() -> LocalJob.run(spec, STALL));
            JobState state = job.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            Fate fate = judge(state, copy, output);
            return new Fate(fate.what(), fate.problem().isEmpty() ? "" : which + fate.problem());
        } catch (TimeoutException e) {
            return new Fate("hung", which + "not finished after " + LIMIT.toSeconds() + " s");
        } catch (ExecutionException e) {
            StackTraceElement[] where = e.getCause().getStackTrace();
            return new Fate("threw", which + "threw " + e.getCause() + (where.length > 0 ? " at " + where[0] : ""));
        } finally {
            alone.shutdownNow();
        }
    }

    private static Fate judge(JobState state, Path copy, Path output) throws Exception {
        boolean published = Files.exists(output);
        if (state.status() != JobStatus.SUCCEEDED) {
            String what = state.plan().isEmpty() ? "refused" : "failed";
            return new Fate(what, published ? "failed, but there is an output: " + state.failure() : "");
        }
        String what = state.plan().orElseThrow().segments().isCut() ? "published from segments" : "published whole";
        Path reference = output.resolveSibling("reference.mov");
        if (!reference(state, copy, reference)) {
            return new Fate(what, "published, but the reference command fails");
        }
        if (!published || Files.mismatch(reference, output) < 0) {
            return new Fate(what, published ? "" : "succeeded without an output");
        }
        List<String> differences = MediaComparison.differencesByStream(reference, output);
        if (!differences.isEmpty() && !isRepeatable(state, copy, reference)) {
            what += ", of pictures that FFmpeg makes up";
            differences = MediaComparison.differencesOfTimes(reference, output);
        }
        return new Fate(what, differences.isEmpty() ? "" : what + ", but " + String.join("; ", differences));
    }

    /** Whether the reference command makes the same again; where it does not, no file can be held against it. */
    private static boolean isRepeatable(JobState state, Path copy, Path reference) throws Exception {
        for (int times = 0; times < REPEATS; times++) {
            Path again = reference.resolveSibling("reference-" + times + ".mov");
            if (!reference(state, copy, again)
                    || !MediaComparison.differencesByStream(reference, again).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static boolean reference(JobState state, Path copy, Path reference) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(TestFfmpeg.build().ffmpeg().toString(), "-loglevel", "quiet"));
        command.addAll(Commands.reference(
                state.plan().orElseThrow().clip(), state.spec().finalPreset(), copy, reference));
        Process process = new ProcessBuilder(command).start();
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == 0;
    }
}
