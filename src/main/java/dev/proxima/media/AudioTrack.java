package dev.proxima.media;

import java.util.Optional;

/**
 * An audio stream that goes into the proxy.
 *
 * @param streamIndex FFmpeg's index of the stream in the file
 * @param sampleRate per second
 * @param layout FFmpeg's name of the channel layout, such as {@code 5.1(side)}; empty if the clip does not say
 */
public record AudioTrack(int streamIndex, String codec, int channels, int sampleRate, Optional<String> layout) {

    /** Tracks of journals that knew no layout have none. */
    public AudioTrack {
        layout = layout == null ? Optional.empty() : layout;
    }

    /** A track of which only the number of channels is known. */
    public AudioTrack(int streamIndex, String codec, int channels, int sampleRate) {
        this(streamIndex, codec, channels, sampleRate, Optional.empty());
    }
}
