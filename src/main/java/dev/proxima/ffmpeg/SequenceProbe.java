package dev.proxima.ffmpeg;

import com.github.kokorin.jaffree.ffprobe.FFprobeResult;
import com.github.kokorin.jaffree.ffprobe.data.ProbeData;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.media.ClipInfo;
import dev.proxima.media.FrameIndex;
import dev.proxima.media.Rational;
import dev.proxima.media.Timecode;
import dev.proxima.media.VideoTrack;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Describes a sequence of pictures as a clip: FFmpeg counts them from 0, and each can be decoded by itself. */
final class SequenceProbe {

    private SequenceProbe() {}

    static ProbedClip of(FfmpegBuild build, PictureSequence sequence, Rational rate)
            throws FailureException, InterruptedException {
        sequence.requireOneSize();
        SourceInput input = SourceInput.sequence(sequence.source(), rate, sequence.first());
        FFprobeResult result = Probing.describe(build, input, List.of("-show_frames", "-read_intervals", "%+#1"));
        StreamListing listing = StreamListing.of(result).orElseThrow(() -> undecodable(sequence));
        ProbeData video = listing.videos().stream()
                .filter(StreamListing::hasDecoder)
                .filter(stream ->
                        Optional.ofNullable(stream.getInteger("width")).orElse(0) > 0)
                .findFirst()
                .orElseThrow(() -> undecodable(sequence));
        VideoTrack track = new VideoTrack(
                video.getInteger("index"),
                video.getString("codec_name"),
                video.getInteger("width"),
                video.getInteger("height"),
                StreamListing.text(video, "pix_fmt", "unknown"),
                Rational.parse(video.getString("time_base")),
                rate,
                true,
                0,
                true,
                Optional.empty(),
                sequence.count(),
                PictureShapes.of(video),
                false);
        ClipInfo clip = new ClipInfo(
                listing.container(),
                listing.startMicros(),
                track,
                List.of(),
                Optional.of(timecode(result, sequence, rate)),
                List.of(),
                OptionalLong.of(sequence.first()));
        long[] pts = LongStream.range(0, sequence.count()).toArray();
        int[] all = IntStream.range(0, sequence.count()).toArray();
        return new ProbedClip(clip, new FrameIndex(pts, all), sequence.stamp());
    }

    /** That of the first picture if it has one, else its number counted as frames, as DaVinci Resolve does. */
    private static String timecode(FFprobeResult result, PictureSequence sequence, Rational rate) {
        return Optional.ofNullable(result.getData().getSubDataList("frames")).stream()
                .flatMap(List::stream)
                .flatMap(frame -> StreamListing.tag(frame, "timecode").stream())
                .flatMap(text -> valid(text, rate))
                .findFirst()
                .orElseGet(() -> Timecode.parse("00:00:00:00", rate)
                        .plus(sequence.first())
                        .toString());
    }

    private static Stream<String> valid(String timecode, Rational rate) {
        try {
            return Stream.of(Timecode.parse(timecode, rate).toString());
        } catch (IllegalArgumentException e) {
            return Stream.of();
        }
    }

    private static FailureException undecodable(PictureSequence sequence) {
        return new FailureException(new Failure.SourceUnreadable(
                sequence.source().toString(),
                sequence.name().picture(sequence.first()) + " cannot be decoded by FFmpeg",
                ""));
    }
}
