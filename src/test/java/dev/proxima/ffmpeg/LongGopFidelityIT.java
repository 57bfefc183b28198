package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.media.Preset;
import dev.proxima.media.SegmentPlan;
import dev.proxima.media.VideoTrack;
import dev.proxima.settings.Settings;
import dev.proxima.testing.FidelityTable;
import dev.proxima.testing.LocalEncode;
import dev.proxima.testing.LongGop;
import dev.proxima.testing.SmallFrames;
import dev.proxima.testing.SourceCatalogue;
import dev.proxima.testing.SourceCatalogue.Source;
import dev.proxima.testing.TestFfmpeg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The presets whose packets cannot be equal to those of the single pass, over sources of every kind that is cut at a
 * constant rate: in 3 or 17 segments each frame is there, at the time that it has in the single pass, shows its own source
 * frame, and is as good; and every segment starts with an IDR picture. A job in one piece is the single pass.
 *
 * <p>All presets in all numbers of segments would take minutes more, and the sources differ in what comes before the encoder: each
 * generated one is tried by one preset in one number of segments, each real one by both presets.
 */
@Tag("fidelity")
class LongGopFidelityIT {

    private record Trial(String preset, int segments) {}

    private static final List<Trial> TRIALS = List.of(
            new Trial("h264", 3), new Trial("h265-10bit", 17), new Trial("h264", 17), new Trial("h265-10bit", 3));

    /** Of the mean over all pictures, by which segments may be worse than the single pass. */
    private static final double WORSE = 0.002;

    /** Another source frame is nearer only if it is below this share of the distance of a frame's own: scenes may be still. */
    private static final double CLEARLY = 0.7;

    private static final Set<String> GENERATED = Set.of(
            "av1.mp4",
            "cineform.mov",
            "dnxhr.mxf",
            "dv-pal.mov",
            "ffv1-long.mkv",
            "fragmented.mp4",
            "h264-422-10.mov",
            "h264-closed.mp4",
            "h264-long-references.mp4",
            "h264-mbaff.mov",
            "h264-one-key.mp4",
            "h264-open.mp4",
            "h264-refresh.mp4",
            "headless.ts",
            "hevc-open-10.mov",
            "hevc-open-8.mp4",
            "hevc-pq.mkv",
            "late-audio.mp4",
            "late-video.mp4",
            "mjpeg.mov",
            "mpeg2-interlaced.mov",
            "mpeg2-op1a.mxf",
            "mpeg2.ts",
            "mpeg4.mp4",
            "prores.mov",
            "rate-12.5.mp4",
            "rate-120.mkv",
            "rate-17916.mp4",
            "rate-5994.mov",
            "rotated-90.mp4",
            "sar.mkv",
            "start-10.ts",
            "trimmed.mp4",
            "vfr-jitter.mp4",
            "vp9.webm");

    /**
     * Those that take seconds and not minutes to encode by H.265; without the interlaced one of 1062 lines, of which x264
     * makes nothing, not in a single pass either: it wants a multiple of 4.
     */
    private static final List<String> REAL =
            List.of("nle_qt7_dv-pal_interlaced.mov", "phone_iphone6s_720p_rot90_mono.mov");

    private static final Settings SETTINGS = Settings.load(Map.of());
    private static final ExecutorService POOL = Executors.newFixedThreadPool(2);
    private static final FidelityTable TABLE = new FidelityTable("long-gop");

    @TempDir
    static Path folder;

    @BeforeAll
    static void install() {
        TestFfmpeg.build();
    }

    @AfterAll
    static void writeTable() throws IOException {
        POOL.shutdownNow();
        TABLE.write(Path.of("docs", "fidelity.md"));
    }

    @TestFactory
    List<DynamicTest> generated() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Source source : SourceCatalogue.all()) {
            if (GENERATED.contains(source.name())) {
                Path place = Files.createTempDirectory(folder, "source");
                List<Trial> one = List.of(TRIALS.get(tests.size() % TRIALS.size()));
                tests.add(test(source.name(), source.awkward(), () -> source.make(place), place, one));
            }
        }
        assertThat(tests).hasSameSizeAs(GENERATED);
        return tests;
    }

    @TestFactory
    List<DynamicTest> real() throws IOException {
        Path media = Path.of(System.getProperty("proxima.media", "../shared/media"));
        if (!Files.isDirectory(media)) {
            System.out.println("LongGopFidelityIT: there are no real clips in "
                    + media.toAbsolutePath().normalize());
            return List.of();
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (String name : REAL) {
            Path clip = media.resolve(name);
            if (Files.isRegularFile(clip)) {
                List<Trial> both = tests.size() % 2 == 0 ? TRIALS.subList(0, 2) : TRIALS.subList(2, 4);
                tests.add(test(name, "", () -> clip, Files.createTempDirectory(folder, "clip"), both));
            } else {
                System.out.println("LongGopFidelityIT: there is no " + name);
            }
        }
        return tests;
    }

    private interface Making {
        Path make() throws IOException;
    }

    private static DynamicTest test(String name, String awkward, Making making, Path place, List<Trial> trials) {
        Future<Findings> result = POOL.submit(() -> new Findings(making.make(), place, trials));
        return DynamicTest.dynamicTest(name, () -> {
            try {
                TABLE.add(name, awkward, result.get().row());
                assertThat(result.get().faults).isEmpty();
            } catch (ExecutionException e) {
                throw e.getCause();
            }
        });
    }

    /** What became of one source. */
    private static final class Findings {

        private final List<String> faults = new ArrayList<>();
        private final List<String> similarities = new ArrayList<>();
        private final Path source;
        private final VideoTrack video;
        private final SmallFrames frames;

        Findings(Path source, Path place, List<Trial> trials) throws Exception {
            this.source = source;
            LocalEncode encode = new LocalEncode(source, place);
            this.video = encode.clip().info().video();
            this.frames = SmallFrames.of(source, video.streamIndex());
            for (Trial trial : trials) {
                judge(encode, SETTINGS.preset(trial.preset()).orElseThrow(), trial.segments());
            }
        }

        private void judge(LocalEncode encode, Preset preset, int segments) throws Exception {
            LongGop reference = new LongGop(encode.reference(preset));
            double wanted = reference.meanSsim(source, video.streamIndex());
            SegmentPlan plan = encode.plan(segments);
            LocalEncode.Outcome outcome = encode.job(preset, plan);
            String what = preset.name() + " in " + plan.segments().size() + " segments: ";
            if (!outcome.cut()) {
                faults.add(what + "not cut, " + outcome.warnings());
                return;
            }
            LongGop stitched = new LongGop(outcome.file());
            if (!stitched.shown().equals(reference.shown())) {
                faults.add(what + "other frames or times than those of the single pass");
            }
            List<Integer> stray = stitched.strayFrames(frames, CLEARLY);
            if (!stray.isEmpty()) {
                faults.add(what + "frames that show others of the source: " + stray);
            }
            if (!stitched.startsClosed(plan) || !stitched.startsWithIdr(plan)) {
                faults.add(what + "a segment does not start with an IDR picture");
            }
            double found = stitched.meanSsim(source, video.streamIndex());
            if (found < wanted - WORSE) {
                faults.add(what + "SSIM " + found + " instead of " + wanted);
            }
            similarities.add(String.format(
                    Locale.ROOT,
                    "%s in %d segments: SSIM %.3f, of the single pass %.3f",
                    preset.name(),
                    plan.segments().size(),
                    found,
                    wanted));
        }

        String row() {
            String pictures = video.frames() + " pictures, " + video.frameRate() + " a second";
            return pictures + " | " + (faults.isEmpty() ? String.join("; ", similarities) : "NOT EXACT");
        }
    }
}
