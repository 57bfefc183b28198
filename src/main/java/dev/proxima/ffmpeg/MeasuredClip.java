package dev.proxima.ffmpeg;

import dev.proxima.media.AudioTrack;
import dev.proxima.media.ClipInfo;
import dev.proxima.media.Rational;
import java.util.List;

/**
 * A clip as a decoder delivers it.
 *
 * @param baseName without folder and extension, by which Resolve finds a proxy
 * @param timeBase seconds per tick of {@code times}
 * @param times when each frame is shown, in the order in which they come out
 * @param audio in the order of the file
 */
record MeasuredClip(String baseName, ClipInfo info, Rational timeBase, List<Long> times, List<Sound> audio) {

    MeasuredClip {
        times = List.copyOf(times);
        audio = List.copyOf(audio);
    }

    /**
     * An audio track.
     *
     * @param startMicros after the first frame of the video, so negative if it is earlier
     * @param lengthMicros to the end of its last sample
     */
    record Sound(AudioTrack track, long startMicros, long lengthMicros) {}
}
