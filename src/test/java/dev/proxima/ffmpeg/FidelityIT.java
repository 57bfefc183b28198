package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.job.FailureException;
import dev.proxima.job.JobOptions;
import dev.proxima.media.FrameIndex;
import dev.proxima.media.SegmentPlan;
import dev.proxima.media.SegmentPlanner;
import dev.proxima.media.VideoTrack;
import dev.proxima.testing.FidelityTable;
import dev.proxima.testing.LocalEncode;
import dev.proxima.testing.MediaComparison;
import dev.proxima.testing.ReferenceJudge;
import dev.proxima.testing.SourceCatalogue;
import dev.proxima.testing.SourceCatalogue.Source;
import dev.proxima.testing.TestFfmpeg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every source of the catalogue, and every real clip there is, is either exact or refused with its reason. The single
 * pass is judged by what is decoded of the source; what jobs make in one segment and in 3, which are split while they are
 * encoded where that may be, and with boundaries at every kind of place, or of real clips in 17, is compared with the single pass in all that ffprobe tells. The results go to docs/fidelity.md.
 *
 * <p>Real clips are in the folder that the system property {@code proxima.media} names, or in {@code ../shared/media}.
 */
@Tag("fidelity")
class FidelityIT {

    private static final List<String> CLIPS = List.of(".mov", ".mp4", ".mkv", ".webm", ".ts", ".avi", ".mxf", ".flv");

    /** Pixels of a clip that takes long for each of its encodes: 17 segments have to show what 3 would. */
    private static final double LARGE = 4e8;

    @TempDir
    static Path folder;

    private static final ExecutorService POOL = Executors.newFixedThreadPool(2);
    private static final FidelityTable GENERATED = new FidelityTable("generated");
    private static final FidelityTable REAL = new FidelityTable("real");

    @BeforeAll
    static void install() {
        TestFfmpeg.build();
    }

    @AfterAll
    static void writeTables() throws IOException {
        POOL.shutdownNow();
        GENERATED.write(Path.of("docs", "fidelity.md"));
        REAL.write(Path.of("docs", "fidelity.md"));
    }

    @TestFactory
    List<DynamicTest> generated() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Source source : SourceCatalogue.all()) {
            Path place = Files.createTempDirectory(folder, "source");
            tests.add(test(source.name(), () -> {
                Findings findings = new Findings(source.make(place), place, source.rate(), source.random(), true);
                GENERATED.add(source.name(), source.awkward(), findings.row());
                assertThat(findings.faults).isEmpty();
                assertThat(findings.sentences).matches(source::expects, "are " + source.sentences());
                return null;
            }));
        }
        return tests;
    }

    @TestFactory
    List<DynamicTest> real() throws IOException {
        Path media = Path.of(System.getProperty("proxima.media", "../shared/media"));
        if (!Files.isDirectory(media)) {
            System.out.println("FidelityIT: there are no real clips in "
                    + media.toAbsolutePath().normalize());
            return List.of();
        }
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(media)) {
            for (Path clip : files.filter(FidelityIT::isClip).sorted().toList()) {
                Path place = Files.createTempDirectory(folder, "clip");
                String name = clip.getFileName().toString();
                tests.add(test(name, () -> {
                    Findings findings = new Findings(clip, place, "", Set.of(), false);
                    REAL.add(name, String.join(" ", findings.sentences), findings.row());
                    assertThat(findings.faults).isEmpty();
                    return null;
                }));
            }
        }
        return tests;
    }

    private static boolean isClip(Path file) {
        return CLIPS.stream().anyMatch(file.toString()::endsWith);
    }

    private interface Check {
        Void run() throws Exception;
    }

    /** All run at once, two at a time; a test waits for its own. */
    private static DynamicTest test(String name, Check check) {
        Future<Void> result = POOL.submit(check::run);
        return DynamicTest.dynamicTest(name, () -> {
            try {
                result.get();
            } catch (ExecutionException e) {
                throw e.getCause();
            }
        });
    }

    /** What became of one source. */
    private static final class Findings {

        private final List<String> faults = new ArrayList<>();
        private List<String> sentences = new ArrayList<>();
        private final List<Integer> cut = new ArrayList<>();
        private String picture = "";
        private final Set<Integer> random;

        /**
         * @param random places of pictures whose bytes are not compared
         * @param small whether it is quick to encode, so that nothing has to be left out
         */
        Findings(Path source, Path place, String rate, Set<Integer> random, boolean small) throws Exception {
            this.random = random;
            LocalEncode encode;
            try {
                JobOptions options =
                        JobOptions.of(new JobOptions.Words(null, null, null, null, rate.isEmpty() ? null : rate, null));
                encode = new LocalEncode(source, place, options);
                encode(source, encode, small);
            } catch (FailureException e) {
                sentences = List.of(
                        e.failure().message().replace(source.toAbsolutePath().toString(), "CLIP"));
                picture = "refused";
            }
        }

        private void encode(Path source, LocalEncode encode, boolean small) throws Exception {
            VideoTrack video = encode.clip().info().video();
            picture = video.frames() + " pictures, "
                    + (video.constantRate() || video.counted() ? video.frameRate() + " a second" : "variable rate");
            LocalEncode.Outcome whole = encode.job(LocalEncode.PRORES, encode.plan(1));
            // a job in one piece runs the very same command
            Path reference = small ? encode.reference(LocalEncode.PRORES) : whole.file();
            boolean damaged = !whole.warnings().stream()
                    .filter(w -> w.contains("damaged"))
                    .toList()
                    .isEmpty();
            ReferenceJudge.faults(source, encode.clip(), reference).stream()
                    // what a damaged clip's index says, and sound where time jumps, has no right answer
                    .filter(fault -> !damaged || !(fault.startsWith("sound") || fault.startsWith("the probe")))
                    .forEach(fault -> faults.add("single pass: " + fault));
            List<String> wanted = MediaComparison.describe(reference);
            if (small) {
                compare(wanted, whole.file(), "1 segment");
            }
            sentences = whole.warnings();
            List<SegmentPlan> plans = plans(encode, video, small);
            for (SegmentPlan plan : plans) {
                if (plan.isCut()) {
                    LocalEncode.Outcome outcome = encode.job(LocalEncode.PRORES, plan);
                    compare(wanted, outcome.file(), outcome.segments() + " segments");
                    if (outcome.cut()) {
                        cut.add(outcome.segments());
                    } else if (plan.equals(plans.get(0))) {
                        sentences = outcome.warnings().stream()
                                .map(sentence -> sentence.replaceAll("for \\S+/output", "for output"))
                                .toList();
                    }
                }
            }
        }

        private void compare(List<String> wanted, Path found, String what) {
            MediaComparison.differencesBut(random, wanted, found).forEach(line -> faults.add(what + ": " + line));
        }

        private static List<SegmentPlan> plans(LocalEncode encode, VideoTrack video, boolean small) {
            if (!video.cuttable()) {
                return List.of();
            }
            List<SegmentPlan> plans = new ArrayList<>();
            if (small || (double) video.frames() * video.width() * video.height() < LARGE) {
                plans.add(encode.splitting(LocalEncode.PRORES, 3));
            }
            plans.add(small ? atEveryKindOfPlace(encode.clip().index(), video) : encode.plan(17));
            return plans;
        }

        /** The first and last frame, a key frame in the middle and all about it, leading pictures among them. */
        private static SegmentPlan atEveryKindOfPlace(FrameIndex index, VideoTrack video) {
            int last = index.frames() - 1;
            int key = Math.max(0, index.keyFrameAtOrBefore(index.frames() * 2L / 3));
            TreeSet<Integer> starts = new TreeSet<>(List.of(0, 1, key - 2, key - 1, key, key + 1, last));
            starts.removeIf(start -> start < 0 || start > last);
            return SegmentPlanner.at(index, video, List.copyOf(starts));
        }

        String row() {
            if (picture.equals("refused")) {
                return "refused: " + sentences.get(0);
            }
            String how = cut.isEmpty()
                    ? "exact in one piece"
                    : "exact in 1" + cut.stream().map(count -> ", " + count).reduce("", String::concat) + " segments";
            String but =
                    random.isEmpty() ? "" : " but for the bytes of pictures that FFmpeg decodes at random: " + random;
            return picture + " | " + (faults.isEmpty() ? how + but : "NOT EXACT");
        }
    }
}
