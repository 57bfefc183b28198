package dev.proxima.media;

import java.util.Optional;
import java.util.regex.Pattern;

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
 * @param shape the pictures as they are shown
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
        long frames,
        PictureShape shape) {

    /** FFmpeg's names of pixel formats with alpha: {@code yuva444p10le}, {@code argb}, {@code gbrap12le}, {@code ya8}. */
    private static final Pattern WITH_ALPHA = Pattern.compile("(yuva|gbrap|ya|rgba|bgra|argb|abgr|ayuv|vuya).*");

    /** Journals that knew no shape held clips that were taken as they are coded. */
    public VideoTrack {
        shape = shape == null ? PictureShape.plain(width, height) : shape;
    }

    /** A clip that is shown as it is coded. */
    public VideoTrack(
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
            long frames) {
        this(
                streamIndex,
                codec,
                width,
                height,
                pixelFormat,
                timeBase,
                frameRate,
                constantRate,
                firstPosition,
                cuttable,
                handler,
                frames,
                PictureShape.plain(width, height));
    }

    public boolean hasAlpha() {
        return WITH_ALPHA.matcher(pixelFormat).matches();
    }
}
