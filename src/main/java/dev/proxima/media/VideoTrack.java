package dev.proxima.media;

import java.util.Optional;

/**
 * The video stream a proxy is made from.
 *
 * @param streamIndex FFmpeg's index of the stream in the file
 * @param timeBase seconds per tick of the stream's timestamps
 * @param frameRate frames per second as FFmpeg guesses it for an encoder
 * @param constantRate frame {@code n} lies on position {@code firstPosition + n} of the grid that has
 *     {@code frameRate} positions a second from the container's start time on, so that the frames of a proxy can be
 *     placed by counting
 * @param firstPosition grid position of the first frame, which is not 0 where the video starts late; 0 if the rate is
 *     not constant
 * @param cuttable cutting clips of this kind is known to be exact
 * @param handler name of the stream's handler where the container has one; QuickTime gives it to the timecode as well
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
        long firstPosition,
        boolean cuttable,
        Optional<String> handler,
        long frames) {}
