package dev.proxima.ffmpeg;

import com.github.kokorin.jaffree.JaffreeException;
import com.github.kokorin.jaffree.LogLevel;
import com.github.kokorin.jaffree.ffprobe.FFprobe;
import com.github.kokorin.jaffree.ffprobe.FFprobeResult;
import com.github.kokorin.jaffree.ffprobe.data.ProbeData;
import com.github.kokorin.jaffree.process.StdReader;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.media.AudioTrack;
import dev.proxima.media.ClipInfo;
import dev.proxima.media.FrameIndex;
import dev.proxima.media.Rational;
import dev.proxima.media.SourceStamp;
import dev.proxima.media.VideoTrack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds out what is in a clip and where its frames are. Reads the whole file, for the frame index. */
public final class ClipProbe {

    /** Containers and codecs whose cut clips were compared with the single pass and found equal. */
    private static final Set<String> CUTTABLE_CONTAINERS = Set.of("mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm");

    private static final Set<String> CUTTABLE_CODECS = Set.of("h264", "hevc", "prores", "mjpeg");

    /** Any text is "video" to the first of these; the others are pictures, or lists that name further files. */
    private static final List<String> NOT_CLIPS = List.of(
            "tty", "image2", "_pipe", "hls", "concat", "dash", "webm_dash_manifest", "ass", "srt", "webvtt", "gif", "apng");

    private final FfmpegBuild build;

    public ClipProbe(FfmpegBuild build) {
        this.build = build;
    }

    /**
     * @throws FailureException {@link Failure.SourceMissing}, or {@link Failure.SourceUnreadable} for what is not a clip
     * @throws InterruptedException if the thread was interrupted; no process is left then
     */
    public ProbedClip probe(Path source) throws FailureException, InterruptedException {
        SourceStamp stamp = SourceFile.stamp(source);
        if (stamp.sizeBytes() == 0) {
            throw unreadable(source, "it is empty", "");
        }
        FFprobeResult result = look(source);
        ProbeData format = result.getFormat() == null
                ? null
                : result.getFormat().getProbeData();
        if (format == null || result.getStreams() == null) {
            throw unreadable(source, "it is not a video file that FFmpeg knows", "");
        }
        String container = Optional.ofNullable(format.getString("format_name")).orElse("");
        if (NOT_CLIPS.stream().anyMatch(container::contains)) {
            throw unreadable(source, "it is not a video clip (FFmpeg takes it for \"" + container + "\")", "");
        }
        List<ProbeData> streams = result.getStreams().stream()
                .map(stream -> stream.getProbeData())
                .toList();
        ProbeData video = videoStream(source, streams);
        long startMicros = micros(format.getString("start_time"));
        Rational timeBase = Rational.parse(video.getString("time_base"));
        FrameScan scan = FrameScan.of(build, source, video.getInteger("index"));
        if (scan.frames() == 0) {
            throw unreadable(source, "its video stream has no pictures", "");
        }
        return describe(format, streams, video, scan, stamp, startMicros, timeBase, container);
    }

    private ProbedClip describe(
            ProbeData format,
            List<ProbeData> streams,
            ProbeData video,
            FrameScan scan,
            SourceStamp stamp,
            long startMicros,
            Rational timeBase,
            String container) {
        List<String> warnings = new ArrayList<>();
        Rational rate = frameRate(video);
        Optional<Long> firstPosition =
                scan.isComplete() ? FrameGrid.firstPosition(scan.index(), timeBase, rate, startMicros) : Optional.empty();
        String codec = video.getString("codec_name");
        boolean cuttable = CUTTABLE_CONTAINERS.contains(container) && CUTTABLE_CODECS.contains(codec);
        if (!scan.isComplete()) {
            warnings.add("The clip is encoded in one piece, as some of its frames have no or the same timestamp.");
        } else if (firstPosition.isEmpty()) {
            warnings.add("The clip is encoded in one piece, as its frame rate varies.");
        } else if (!cuttable) {
            warnings.add("The clip is encoded in one piece, as cutting " + codec + " in " + container
                    + " is not known to be exact.");
        }
        List<AudioTrack> audio = audioTracks(streams, warnings);
        warnings.addAll(leftOut(streams, video));
        VideoTrack track = new VideoTrack(
                video.getInteger("index"),
                codec,
                video.getInteger("width"),
                video.getInteger("height"),
                Optional.ofNullable(video.getString("pix_fmt")).orElse("unknown"),
                timeBase,
                rate,
                firstPosition.isPresent(),
                firstPosition.orElse(0L),
                cuttable,
                tag(video, "handler_name"),
                scan.frames());
        ClipInfo info = new ClipInfo(container, startMicros, track, audio, timecode(format, streams, video), warnings);
        return new ProbedClip(info, scan.index(), stamp);
    }

    private FFprobeResult look(Path source) throws FailureException, InterruptedException {
        ErrorLines errors = new ErrorLines();
        FFprobe probe = new FFprobe(build.ffprobe()) {
            @Override
            protected StdReader<FFprobeResult> createStdErrReader() {
                return errors;
            }
        };
        try {
            return probe.setShowFormat(true)
                    .setShowStreams(true)
                    .setShowPrivateData(false)
                    .setLogLevel(LogLevel.ERROR)
                    .setInput(source)
                    .execute();
        } catch (JaffreeException e) {
            if (e.getCause() instanceof InterruptedException) {
                throw (InterruptedException) new InterruptedException().initCause(e);
            }
            throw unreadable(source, errors.reason(), errors.text());
        }
    }

    private static ProbeData videoStream(Path source, List<ProbeData> streams) throws FailureException {
        ProbeData video = streams.stream()
                .filter(stream -> "video".equals(stream.getString("codec_type")) && !isPicture(stream))
                .findFirst()
                .orElseThrow(() -> unreadable(source, "it has no video stream", ""));
        String codec = video.getString("codec_name");
        if (codec == null || codec.equals("unknown") || codec.equals("none")) {
            throw unreadable(
                    source, "FFmpeg has no decoder for its video (" + video.getString("codec_tag_string") + ")", "");
        }
        Integer width = video.getInteger("width");
        if (width == null || width == 0) {
            throw unreadable(source, "no picture of its video stream can be decoded", "");
        }
        return video;
    }

    private static boolean isPicture(ProbeData stream) {
        ProbeData disposition = stream.getSubData("disposition");
        return disposition != null
                && Stream.of("attached_pic", "timed_thumbnails")
                        .map(disposition::getInteger)
                        .anyMatch(flag -> flag != null && flag == 1);
    }

    private static List<AudioTrack> audioTracks(List<ProbeData> streams, List<String> warnings) {
        List<AudioTrack> tracks = new ArrayList<>();
        for (ProbeData stream : streams) {
            if (!"audio".equals(stream.getString("codec_type"))) {
                continue;
            }
            String codec = stream.getString("codec_name");
            Integer channels = stream.getInteger("channels");
            if (codec == null || codec.equals("unknown") || channels == null || channels == 0) {
                warnings.add("Audio stream " + stream.getInteger("index") + " ("
                        + stream.getString("codec_tag_string") + ") is left out, as FFmpeg has no decoder for it.");
            } else {
                tracks.add(new AudioTrack(
                        stream.getInteger("index"), codec, channels, Integer.parseInt(stream.getString("sample_rate"))));
            }
        }
        return tracks;
    }

    /** A sentence for each kind of stream that is in the clip and not in the proxy. */
    private static List<String> leftOut(List<ProbeData> streams, ProbeData video) {
        List<String> warnings = new ArrayList<>();
        long videos = streams.stream()
                .filter(stream -> "video".equals(stream.getString("codec_type")) && !isPicture(stream))
                .count();
        if (videos > 1) {
            warnings.add("Of " + videos + " video streams the first is used (stream " + video.getInteger("index") + ").");
        }
        if (streams.stream().anyMatch(stream -> "subtitle".equals(stream.getString("codec_type")))) {
            warnings.add("Subtitles are left out.");
        }
        List<String> data = streams.stream()
                .filter(stream -> "data".equals(stream.getString("codec_type")))
                .map(stream -> Optional.ofNullable(stream.getString("codec_tag_string")).orElse("unknown"))
                .filter(tag -> !tag.equals("tmcd"))
                .distinct()
                .toList();
        if (!data.isEmpty()) {
            warnings.add("Data tracks are left out (" + String.join(", ", data) + ").");
        }
        return warnings;
    }

    /** FFmpeg's rule (av_guess_frame_rate): the real base rate, unless that is absurd beside the average. */
    private static Rational frameRate(ProbeData video) {
        Rational real = rate(video.getString("r_frame_rate"));
        Rational average = rate(video.getString("avg_frame_rate"));
        boolean absurd = real.compareTo(new Rational(210, 1)) > 0
                && average.isPositive()
                && average.compareTo(new Rational(70, 1)) < 0;
        return standard(absurd || !real.isPositive() ? average : real);
    }

    /** Containers that count in ms give 60000/1001 as 19001/317 and the like, to which no editor can conform. */
    private static Rational standard(Rational rate) {
        long nearest = new Rational(1001, 1000).times(rate).scale(1) * 1000;
        Rational ntsc = new Rational(nearest, 1001);
        boolean near = nearest > 0
                && Math.abs(rate.approximate() / ntsc.approximate() - 1) < 1e-6;
        return near ? ntsc : rate;
    }

    private static Rational rate(String text) {
        return text == null || text.endsWith("/0") ? Rational.ZERO : Rational.parse(text);
    }

    private static Optional<String> timecode(ProbeData format, List<ProbeData> streams, ProbeData video) {
        return Stream.concat(Stream.of(video, format), streams.stream())
                .map(part -> tag(part, "timecode"))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> tag(ProbeData part, String name) {
        ProbeData tags = part.getSubData("tags");
        return tags == null
                ? Optional.empty()
                : Stream.of(name, name.toUpperCase(java.util.Locale.ROOT))
                        .map(tags::getString)
                        .filter(value -> value != null)
                        .findFirst();
    }

    /** FFmpeg prints seconds with six decimals. */
    private static long micros(String seconds) {
        return seconds == null ? 0 : new java.math.BigDecimal(seconds).movePointRight(6).longValueExact();
    }

    private static FailureException unreadable(Path source, String reason, String detail) {
        return new FailureException(new Failure.SourceUnreadable(source.toString(), reason, detail));
    }
}
