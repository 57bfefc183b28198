package dev.proxima.ffmpeg;

import dev.proxima.ffmpeg.MeasuredClip.Sound;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.media.AudioTrack;
import dev.proxima.media.BaseName;
import dev.proxima.media.ClipInfo;
import dev.proxima.media.Rational;
import dev.proxima.media.SequenceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares any two files, one of which shall be the proxy of the other. Each is decoded once, whole. Blocks.
 *
 * <p>Nothing is known of the preset. Size, codec, burnt text, a LUT or a flip do not count as deviations; see
 * {@link PictureVerification} for what pictures may differ in. A timecode that a job was given does, as it is not the
 * source's.
 */
public final class ProxyVerifier {

    private static final Rational MICROS = new Rational(1_000_000, 1);
    /** ProRes has no word for some transfers, and FFmpeg refuses to convert what it reads in their place. */
    private static final String SMALL = "setparams=color_primaries=unknown:color_trc=unknown,"
            + "scale=%d:%d:flags=area:out_range=full%s,format=gray";

    /** As RGB is encoded, see {@link PictureFilters}. */
    private static final String FROM_RGB = ":out_color_matrix=bt709";

    private final FfmpegBuild build;
    private final Path scratch;

    public ProxyVerifier(FfmpegBuild build) {
        this(build, Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** @param scratch a folder for the pictures while they are compared */
    ProxyVerifier(FfmpegBuild build, Path scratch) {
        this.build = build;
        this.scratch = scratch;
    }

    /**
     * @return what is right and what is not; several for the same thing if that deviates in several ways
     * @throws FailureException if one of the files is missing or cannot be read
     * @throws InterruptedException if the thread was interrupted; neither file nor process is left
     */
    public List<ProxyCheck> verify(Path source, Path proxy) throws FailureException, InterruptedException {
        ClipProbe probe = new ClipProbe(build);
        ClipInfo found = probe.probe(proxy).info();
        // pictures do not tell their rate: that of the proxy is taken for it
        Optional<Rational> rate =
                SequenceName.of(source).map(sequence -> found.video().frameRate());
        ClipInfo clip = probe.probe(source, rate, share -> {}).info();
        try {
            Path folder = Files.createTempDirectory(scratch, "proxima-verify");
            try {
                Path pictures = folder.resolve("source.gray");
                Path proxyPictures = folder.resolve("proxy.gray");
                List<ProxyCheck> checks = new ArrayList<>(
                        ProxyVerification.of(measure(source, clip, pictures), measure(proxy, found, proxyPictures)));
                try (SmallPictures own = SmallPictures.open(pictures);
                        SmallPictures shown = SmallPictures.open(proxyPictures)) {
                    checks.addAll(PictureVerification.of(own, shown));
                }
                return checks;
            } finally {
                remove(folder);
            }
        } catch (IOException e) {
            throw new FailureException(
                    new Failure.Internal(
                            "The pictures to compare could not be kept in " + scratch
                                    + ": see whether its drive is full.",
                            e.toString()),
                    e);
        }
    }

    private MeasuredClip measure(Path file, ClipInfo clip, Path pictures)
            throws FailureException, InterruptedException {
        return Runs.again(() -> measureOnce(file, clip, pictures));
    }

    private MeasuredClip measureOnce(Path file, ClipInfo clip, Path pictures)
            throws FailureException, InterruptedException {
        List<Decoded> streams = new ArrayList<>();
        for (int stream = 0; stream <= clip.audio().size(); stream++) {
            streams.add(new Decoded());
        }
        EncodeRun run = EncodeRun.lines(
                build, command(file, clip, pictures), EncodeRun.DEFAULT_STALL_TIMEOUT, line -> take(line, streams));
        Runs.succeed(run, "decoding " + file);
        Decoded video = streams.get(0);
        if (video.times.isEmpty()) {
            throw new FailureException(
                    new Failure.SourceUnreadable(file.toString(), "no picture of it can be decoded", ""));
        }
        long firstMicros = video.timeBase.times(MICROS).scale(video.times.get(0));
        List<Sound> audio = new ArrayList<>();
        for (int track = 0; track < clip.audio().size(); track++) {
            audio.add(streams.get(track + 1).sound(clip.audio().get(track), firstMicros));
        }
        return new MeasuredClip(BaseName.of(file), clip, video.timeBase, video.times, audio);
    }

    /** One output has the pictures, the other when they and the samples are presented. */
    private static List<String> command(Path file, ClipInfo clip, Path pictures) {
        String video = "0:" + clip.video().streamIndex();
        String small = SMALL.formatted(
                SmallPictures.WIDTH, SmallPictures.HEIGHT, clip.video().isRgb() ? FROM_RGB : "");
        List<String> asTheyCome = List.of("-vf", small, "-fps_mode", "passthrough", "-enc_time_base:v", "demux");
        List<String> words = new ArrayList<>(List.of("-nostdin", "-hide_banner", "-y", "-copyts"));
        words.addAll(SourceInput.of(clip, file).words());
        words.addAll(List.of("-map", video));
        words.addAll(asTheyCome);
        words.addAll(List.of("-f", "rawvideo", pictures.toString(), "-map", video));
        clip.audio().forEach(track -> words.addAll(List.of("-map", "0:" + track.streamIndex())));
        words.addAll(asTheyCome);
        words.addAll(List.of("-f", "framecrc", "pipe:1"));
        return words;
    }

    /** Lines of FFmpeg's framecrc format: {@code stream, dts, pts, duration, size, crc}, and {@code #tb 0: 1/25}. */
    private static void take(String line, List<Decoded> streams) {
        if (line.startsWith("#tb ")) {
            String[] words = line.substring(4).split(": ", 2);
            streams.get(Integer.parseInt(words[0])).timeBase = Rational.parse(words[1]);
        } else if (!line.startsWith("#")) {
            String[] fields = line.split(",\\s*");
            streams.get(Integer.parseInt(fields[0].strip())).add(Long.parseLong(fields[2]), Long.parseLong(fields[3]));
        }
    }

    /** What has been decoded of a stream. */
    private static final class Decoded {
        private final List<Long> times = new ArrayList<>();
        private Rational timeBase = new Rational(1, 1);
        private long end;

        void add(long pts, long duration) {
            times.add(pts);
            end = pts + duration;
        }

        Sound sound(AudioTrack track, long firstMicros) {
            if (times.isEmpty()) {
                return new Sound(track, 0, 0);
            }
            Rational micros = timeBase.times(MICROS);
            return new Sound(track, micros.scale(times.get(0)) - firstMicros, micros.scale(end - times.get(0)));
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
