package dev.proxima.media;

import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * A named set of encode settings. Presets are data: the arguments come from the configuration of the node, never from
 * a request.
 *
 * @param extension file name extension of the proxy, without the dot; also decides the container
 * @param encoder FFmpeg's name of the video encoder; only nodes that have it take segments of this preset
 * @param videoArguments FFmpeg output options for the video stream, the encoder left out
 * @param audioArguments FFmpeg output options for the audio streams
 * @param interlacedArguments further output options for the video stream of an interlaced clip
 * @param alphaArguments further output options for the video stream of a clip with alpha; empty drops alpha
 */
public record Preset(
        String name,
        String description,
        String extension,
        String encoder,
        List<String> videoArguments,
        List<String> audioArguments,
        Kind kind,
        List<String> interlacedArguments,
        List<String> alphaArguments,
        PictureSettings picture) {

    private static final Set<String> MOVIES = Set.of("mov", "mp4");

    /** What is promised of a proxy that was stitched. */
    public enum Kind {
        /** Every packet is a picture of its own, so the stitched packets are those of a single pass. */
        INTRA,
        /** Pictures refer to others within their segment: same frames and timestamps as a single pass, other packets. */
        LONG_GOP
    }

    /** Presets of journals that knew no more are intra presets that leave the pictures as they are. */
    public Preset {
        videoArguments = List.copyOf(videoArguments);
        audioArguments = List.copyOf(audioArguments);
        kind = kind == null ? Kind.INTRA : kind;
        interlacedArguments = interlacedArguments == null ? List.of() : List.copyOf(interlacedArguments);
        alphaArguments = alphaArguments == null ? List.of() : List.copyOf(alphaArguments);
        picture = picture == null ? PictureSettings.PLAIN : picture;
    }

    /** An intra preset that leaves the pictures as they are. */
    public Preset(
            String name,
            String description,
            String extension,
            String encoder,
            List<String> videoArguments,
            List<String> audioArguments) {
        this(
                name,
                description,
                extension,
                encoder,
                videoArguments,
                audioArguments,
                Kind.INTRA,
                List.of(),
                List.of(),
                PictureSettings.PLAIN);
    }

    public boolean isIntra() {
        return kind == Kind.INTRA;
    }

    /** Whether the proxy is a movie in the sense of QuickTime and MP4. */
    public boolean writesMovie() {
        return MOVIES.contains(extension);
    }

    public Preset withPicture(PictureSettings newPicture) {
        return new Preset(
                name,
                description,
                extension,
                encoder,
                videoArguments,
                audioArguments,
                kind,
                interlacedArguments,
                alphaArguments,
                newPicture);
    }

    /** Whether audio keeps the channels that it has in the clip. */
    public boolean keepsChannels() {
        return Collections.disjoint(
                audioArguments, List.of("-ac", "-ch_layout", "-channel_layout", "-af", "-filter:a"));
    }
}
