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
 * @param firstPosition where the first frame is, counted from the container's start time: in frames of the grid where
 *     the rate is constant, else in ticks of the time base; not 0 where the video starts late
 * @param cuttable cutting clips of this kind is known to be exact
 * @param handler name of the stream's handler where the container has one; QuickTime gives it to the timecode as well
 * @param frames presented frames: edit lists applied, undecodable leading pictures left out
 * @param shape the pictures as they are shown
 * @param counted timestamps are missing or wrong, so that frames are placed by counting them at {@code frameRate}
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
        PictureShape shape,
        boolean counted) {

    /** FFmpeg's names of pixel formats with alpha: {@code yuva444p10le}, {@code argb}, {@code gbrap12le}, {@code ya8}. */
    private static final Pattern WITH_ALPHA = Pattern.compile("(yuva|gbrap|ya|rgba|bgra|argb|abgr|ayuv|vuya).*");

    /** FFmpeg's names of pixel formats without luma: {@code rgb24}, {@code gbrpf32le}, {@code 0bgr}, {@code pal8}. */
    private static final Pattern RGB = Pattern.compile("(rgb|bgr|gbr|argb|abgr|0rgb|0bgr|x2rgb|x2bgr|pal8|bayer).*");

    /** Journals that knew no shape held clips that were taken as they are coded. */
    public VideoTrack {
        shape = shape == null ? PictureShape.plain(width, height) : shape;
    }

    /** A clip that is shown as it is coded, and whose timestamps can be relied on. */
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
                PictureShape.plain(width, height),
                false);
    }

    /** Red, green and blue, which still have to be turned into luma and chroma. */
    public boolean isRgb() {
        return RGB.matcher(pixelFormat).matches();
    }

    public boolean hasAlpha() {
        return WITH_ALPHA.matcher(pixelFormat).matches();
    }
}
