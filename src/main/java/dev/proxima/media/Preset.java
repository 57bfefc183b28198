package dev.proxima.media;

import java.util.List;

/**
 * A named set of encode settings. Presets are data: the arguments come from the configuration of the node, never from
 * a request.
 *
 * @param extension file name extension of the proxy, without the dot; also decides the container
 * @param encoder FFmpeg's name of the video encoder; only nodes that have it take segments of this preset
 * @param videoArguments FFmpeg output options for the video stream, the encoder left out
 * @param audioArguments FFmpeg output options for the audio streams
 */
public record Preset(
        String name,
        String description,
        String extension,
        String encoder,
        List<String> videoArguments,
        List<String> audioArguments) {

    public Preset {
        videoArguments = List.copyOf(videoArguments);
        audioArguments = List.copyOf(audioArguments);
    }
}
