package dev.proxima.media;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a probe found out about a clip, small enough to be written to the journal.
 *
 * @param container FFmpeg's name of the container format, such as {@code mov,mp4,m4a,3gp,3g2,mj2}
 * @param startMicros the container's start time, from which {@code -ss} counts, in microseconds
 * @param timecode start timecode as the container states it, such as {@code 01:00:00:00}
 * @param warnings sentences for the user on what will not be in the proxy, or why the clip will not be cut
 * @param firstNumber of a sequence of numbered pictures, the number of its first; empty of a clip that is one file
 */
public record ClipInfo(
        String container,
        long startMicros,
        VideoTrack video,
        List<AudioTrack> audio,
        Optional<String> timecode,
        List<String> warnings,
        OptionalLong firstNumber) {

    private static final Rational MICRO = new Rational(1, 1_000_000);

    /** Journals that knew no sequences held clips of one file. */
    public ClipInfo {
        audio = List.copyOf(audio);
        warnings = List.copyOf(warnings);
        firstNumber = firstNumber == null ? OptionalLong.empty() : firstNumber;
    }

    /** A clip that is one file. */
    public ClipInfo(
            String container,
            long startMicros,
            VideoTrack video,
            List<AudioTrack> audio,
            Optional<String> timecode,
            List<String> warnings) {
        this(container, startMicros, video, audio, timecode, warnings, OptionalLong.empty());
    }

    /** The clip with another start timecode, which must be one at its frame rate. */
    public ClipInfo withTimecode(Timecode start) {
        return new ClipInfo(container, startMicros, video, audio, Optional.of(start.toString()), warnings, firstNumber);
    }

    /** The clip for a proxy whose audio channels are others than its own. */
    public ClipInfo withoutLayouts() {
        List<AudioTrack> tracks = audio.stream()
                .map(track -> new AudioTrack(track.streamIndex(), track.codec(), track.channels(), track.sampleRate()))
                .toList();
        return new ClipInfo(container, startMicros, video, tracks, timecode, warnings);
    }

    /** The container's start time in ticks of the video stream, rounded as FFmpeg does when it subtracts it. */
    public long startTicks() {
        return startTicks(video.timeBase(), startMicros);
    }

    /** Timestamp of the first frame in ticks of the video stream; only of a clip with a variable rate. */
    public long firstTicks() {
        return startTicks() + video.firstPosition();
    }

    public static long startTicks(Rational timeBase, long startMicros) {
        return timeBase.inverse().times(MICRO).scale(startMicros);
    }
}
