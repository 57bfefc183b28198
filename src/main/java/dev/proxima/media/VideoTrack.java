package dev.proxima.media;

/**
 * The video stream a proxy is made from.
 *
 * @param streamIndex FFmpeg's index of the stream in the file
 * @param timeBase seconds per tick of the stream's timestamps
 * @param frameRate frames per second as FFmpeg guesses it for an encoder
 * @param constantRate every frame lies within half a frame of the grid {@code firstFrame + n} at {@code frameRate},
 *     so that frame {@code n} of a proxy can be placed by counting
 * @param frames presented frames: edit lists applied, undecodable leading pictures left out
 */
public record VideoTrack(
        int streamIndex,
        String codec,
        int width,
        int height,
        String pixelFormat,
        Rational timeBase,
        Rational frameRate,
        boolean constantRate,
        long frames) {}
