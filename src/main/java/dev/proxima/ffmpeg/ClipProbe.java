package dev.proxima.ffmpeg;

import com.github.kokorin.jaffree.ffprobe.data.ProbeData;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.media.AudioTrack;
import dev.proxima.media.ClipInfo;
import dev.proxima.media.Rational;
import dev.proxima.media.SourceStamp;
import dev.proxima.media.VideoTrack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out what is in a clip and where its frames are. Reads the whole file for the latter, unless it is a mov or mp4
 * whose tables tell.
 */
public final class ClipProbe {

    /** Containers and codecs whose cut clips were compared with the single pass and found equal. */
    private static final Set<String> CUTTABLE_CONTAINERS = Set.of("mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm");

    private static final Set<String> CUTTABLE_CODECS = Set.of("h264", "hevc", "prores", "mjpeg");

    /** Any text is "video" to the first of these; the others are pictures, or lists that name further files. */
    private static final List<String> NOT_CLIPS =
            List.of("tty", "image2", "_pipe", "hls", "concat", "dash", "ass", "srt", "webvtt", "gif", "apng");

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
            throw unreadable(source, "it is empty");
        }
        IndexedSource indexed = IndexedSource.open(build, source);
        StreamListing listing = StreamListing.of(indexed.description())
                .orElseThrow(() -> unreadable(source, "it is not a video file that FFmpeg knows"));
        String container = listing.container();
        if (NOT_CLIPS.stream().anyMatch(container::contains)) {
            throw unreadable(source, "it is not a video clip (FFmpeg takes it for \"" + container + "\")");
        }
        ProbeData video = video(source, listing);
        FrameScan scan = FrameScan.of(build, source, video.getInteger("index"), indexed.timing(video));
        if (scan.frames() == 0) {
            throw unreadable(source, "its video stream has no pictures");
        }
        return new ProbedClip(describe(listing, video, scan), scan.index(), stamp);
    }

    private static ProbeData video(Path source, StreamListing listing) throws FailureException {
        ProbeData video =
                listing.videos().stream().findFirst().orElseThrow(() -> unreadable(source, "it has no video stream"));
        if (!StreamListing.hasDecoder(video)) {
            String tag = StreamListing.text(video, "codec_tag_string", "unknown");
            throw unreadable(source, "FFmpeg has no decoder for its video (" + tag + ")");
        }
        Integer width = video.getInteger("width");
        if (width == null || width == 0) {
            throw unreadable(source, "no picture of its video stream can be decoded");
        }
        return video;
    }

    private static ClipInfo describe(StreamListing listing, ProbeData video, FrameScan scan) {
        String container = listing.container();
        String codec = video.getString("codec_name");
        Rational timeBase = Rational.parse(video.getString("time_base"));
        Rational rate = StreamListing.frameRate(video);
        Optional<Long> firstPosition = scan.isComplete()
                ? FrameGrid.firstPosition(scan.index(), timeBase, rate, listing.startMicros())
                : Optional.empty();
        boolean cuttable = CUTTABLE_CONTAINERS.contains(container) && CUTTABLE_CODECS.contains(codec);
        List<String> warnings = new ArrayList<>();
        if (!scan.isComplete()) {
            warnings.add("The clip is encoded in one piece, as some of its frames have no timestamp of their own.");
        } else if (firstPosition.isEmpty()) {
            warnings.add("The clip is encoded in one piece, as its frame rate varies.");
        } else if (!cuttable) {
            warnings.add("The clip is encoded in one piece, as cutting " + codec + " in "
                    + container.replaceAll(",.*", "") + " is not known to be exact.");
        }
        List<AudioTrack> audio = listing.audio(warnings);
        warnings.addAll(listing.leftOut());
        VideoTrack track = new VideoTrack(
                video.getInteger("index"),
                codec,
                video.getInteger("width"),
                video.getInteger("height"),
                StreamListing.text(video, "pix_fmt", "unknown"),
                timeBase,
                rate,
                firstPosition.isPresent(),
                firstPosition.orElse(0L),
                cuttable,
                StreamListing.tag(video, "handler_name"),
                scan.frames());
        return new ClipInfo(container, listing.startMicros(), track, audio, listing.timecode(video), warnings);
    }

    private static FailureException unreadable(Path source, String reason) {
        return new FailureException(new Failure.SourceUnreadable(source.toString(), reason, ""));
    }
}
