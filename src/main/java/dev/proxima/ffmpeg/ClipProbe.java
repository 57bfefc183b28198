package dev.proxima.ffmpeg;

import com.github.kokorin.jaffree.ffprobe.data.ProbeData;
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
import java.util.function.DoubleConsumer;

/**
 * Finds out what is in a clip and where its frames are. Reads the whole file for the latter, unless it is a mov or mp4
 * whose tables tell.
 */
public final class ClipProbe {

    /** Containers and codecs whose cut clips were compared with the single pass and found equal. */
    private static final Set<String> CUTTABLE_CONTAINERS =
            Set.of("mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm", "mpegts", "mxf", "avi", "mpeg", "dv", "flv");

    private static final Set<String> CUTTABLE_CODECS = Set.of(
            "h264",
            "hevc",
            "mpeg2video",
            "mpeg4",
            "flv1",
            "vp8",
            "vp9",
            "av1",
            "prores",
            "dnxhd",
            "cfhd",
            "mjpeg",
            "dvvideo",
            "ffv1",
            "qtrle",
            "png",
            "rawvideo",
            "v210");

    /** Orders of fields in a frame, as coded and as shown. */
    private static final Set<String> INTERLACED = Set.of("tt", "bb", "tb", "bt");

    /** Finer ticks than these would get lost in the microseconds in which the stitch states a segment's length. */
    private static final long FINEST_TIMESCALE = 250_000;

    /** Headers count a picture more or less, and containers round. */
    private static final double COUNT_TOLERANCE = 1.5;

    private final FfmpegBuild build;

    public ClipProbe(FfmpegBuild build) {
        this.build = build;
    }

    /** A clip that is one file. */
    public ProbedClip probe(Path source) throws FailureException, InterruptedException {
        return probe(source, Optional.empty(), share -> {});
    }

    /**
     * @param frameRate of a sequence of pictures, which does not tell its own
     * @param progress is told what share of the file has been read, 0 to 1, while all of it has to be
     * @throws FailureException {@link Failure.SourceMissing}, or {@link Failure.SourceUnreadable} for what is not a clip
     * @throws InterruptedException if the thread was interrupted; no process is left then
     */
    public ProbedClip probe(Path source, Optional<Rational> frameRate, DoubleConsumer progress)
            throws FailureException, InterruptedException {
        SourceStamp stamp = SourceFile.admit(source, frameRate);
        Optional<PictureSequence> sequence = PictureSequence.of(source);
        if (sequence.isPresent()) {
            return SequenceProbe.of(build, sequence.get(), frameRate.orElseThrow());
        }
        if (stamp.sizeBytes() == 0) {
            throw unreadable(source, "it is empty");
        }
        NotVideo.refuse(source);
        IndexedSource indexed = IndexedSource.open(build, source);
        StreamListing listing = StreamListing.of(indexed.description())
                .orElseThrow(() -> unreadable(source, "it is not a video file that FFmpeg knows"));
        NotVideo.refuse(source, listing.container());
        ProbeData video = video(source, listing);
        FrameScan scan = FrameScan.of(
                build, source, video.getInteger("index"), indexed.timing(video, progress), mayBeFields(indexed, video));
        if (scan.frames() == 0) {
            throw unreadable(source, "its video stream has no pictures");
        }
        FrameIndex index = scan.index().withCleanAccess(indexed.cleanAccess(video));
        return new ProbedClip(describe(listing, video, scan, indexed.isCutOff(listing)), index, stamp);
    }

    /** Tables of mov and mp4 have both fields of a frame in one sample. */
    private static boolean mayBeFields(IndexedSource indexed, ProbeData video) {
        return "h264".equals(video.getString("codec_name"))
                && INTERLACED.contains(StreamListing.text(video, "field_order", "unknown"))
                && !indexed.isByTables(video);
    }

    private static ProbeData video(Path source, StreamListing listing) throws FailureException {
        ProbeData video =
                listing.videos().stream().findFirst().orElseThrow(() -> unreadable(source, "it has no video stream"));
        String tag = StreamListing.text(video, "codec_tag_string", "unknown");
        Optional<CameraRaw> raw = CameraRaw.byCodecTag(tag);
        if (raw.isPresent()) {
            throw unreadable(source, raw.get().reason());
        }
        if (!StreamListing.hasDecoder(video)) {
            throw unreadable(source, "FFmpeg has no decoder for its video (" + tag + ")");
        }
        Integer width = video.getInteger("width");
        if (width == null || width == 0) {
            throw unreadable(source, "no picture of its video stream can be decoded");
        }
        return video;
    }

    private static ClipInfo describe(StreamListing listing, ProbeData video, FrameScan scan, boolean cutOff) {
        Rational timeBase = Rational.parse(video.getString("time_base"));
        Rational rate = StreamListing.frameRate(video);
        Timing timing = timing(listing, video, scan, timeBase, rate);
        List<String> warnings = new ArrayList<>();
        Optional<String> damage = Damage.of(listing, video, scan, rate).or(() -> Damage.ofCutOff(cutOff));
        damage.ifPresent(warnings::add);
        Optional<String> whyWhole = damage.isPresent()
                ? Optional.of("it is damaged")
                : timing.whyWhole().or(() -> whyWhole(listing.container(), video.getString("codec_name")));
        whyWhole.ifPresent(reason -> warnings.add("The clip is encoded in one piece, as " + reason + "."));
        List<AudioTrack> audio = listing.audio(warnings);
        warnings.addAll(listing.leftOut());
        VideoTrack track = new VideoTrack(
                video.getInteger("index"),
                video.getString("codec_name"),
                video.getInteger("width"),
                video.getInteger("height"),
                StreamListing.text(video, "pix_fmt", "unknown"),
                timeBase,
                rate,
                timing.constant(),
                timing.firstPosition(),
                whyWhole.isEmpty(),
                StreamListing.tag(video, "handler_name"),
                scan.frames(),
                PictureShapes.of(video),
                timing.counted());
        return new ClipInfo(
                listing.container(), listing.startMicros(), track, audio, listing.timecode(video), warnings);
    }

    /** How frames are placed in the proxy, and why that may need the clip in one piece. */
    private record Timing(boolean constant, boolean counted, long firstPosition, Optional<String> whyWhole) {}

    private static Timing timing(
            StreamListing listing, ProbeData video, FrameScan scan, Rational timeBase, Rational rate) {
        boolean wrong = hasTimesOfDecoding(listing.container(), video);
        if (wrong || !scan.isComplete()) {
            String reason = wrong
                    ? "its container does not say in which order its frames are shown"
                    : "some of its frames have no timestamp of their own";
            return new Timing(false, wrong || isCountable(listing, video, scan, rate), 0, Optional.of(reason));
        }
        Optional<Long> position = FrameGrid.firstPosition(scan.index(), timeBase, rate, listing.startMicros());
        if (position.isPresent()) {
            return new Timing(true, false, position.get(), Optional.empty());
        }
        long first = scan.index().pts(0) - ClipInfo.startTicks(timeBase, listing.startMicros());
        boolean exact = first >= 0
                && timeBase.denominator() <= FINEST_TIMESCALE
                && !listing.container().equals("mpegts");
        return new Timing(
                false, false, Math.max(0, first), exact ? Optional.empty() : Optional.of("its frame rate varies"));
    }

    private static Optional<String> whyWhole(String container, String codec) {
        if (!CUTTABLE_CONTAINERS.contains(container) || !CUTTABLE_CODECS.contains(codec)) {
            return Optional.of(
                    "cutting " + codec + " in " + container.replaceAll(",.*", "") + " is not known to be exact");
        }
        return Optional.empty();
    }

    /** FFmpeg gives H.264 and H.265 in MXF the times at which they are decoded, and takes those for what is shown. */
    private static boolean hasTimesOfDecoding(String container, ProbeData video) {
        Integer reordered = video.getInteger("has_b_frames");
        return container.equals("mxf")
                && List.of("h264", "hevc").contains(video.getString("codec_name"))
                && reordered != null
                && reordered > 0;
    }

    /** As many frames as its duration has at its rate: then the rate is constant, whatever the timestamps say. */
    private static boolean isCountable(StreamListing listing, ProbeData video, FrameScan scan, Rational rate) {
        if (!rate.isPositive() || scan.isDamaged()) {
            return false;
        }
        String duration = StreamListing.text(video, "duration", StreamListing.text(listing.format(), "duration", "0"));
        double frames = Double.parseDouble(duration) * rate.approximate();
        return Math.abs(frames - scan.frames()) < COUNT_TOLERANCE;
    }

    private static FailureException unreadable(Path source, String reason) {
        return new FailureException(new Failure.SourceUnreadable(source.toString(), reason, ""));
    }
}
