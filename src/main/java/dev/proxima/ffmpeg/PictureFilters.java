package dev.proxima.ffmpeg;

import dev.proxima.media.BurnIn;
import dev.proxima.media.ClipInfo;
import dev.proxima.media.DataLevel;
import dev.proxima.media.Flip;
import dev.proxima.media.PictureSettings;
import dev.proxima.media.PictureShape;
import dev.proxima.media.PictureShape.FieldOrder;
import dev.proxima.media.Preset;
import dev.proxima.media.SequenceName;
import dev.proxima.media.Timecode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is done to pictures between the decoder and the encoder, as FFmpeg filters. The single pass and every segment
 * use the same ones, so that a picture is the same wherever it is made; only the burn-in is told where it starts.
 */
final class PictureFilters {

    /** Lines of a picture for one line of burnt text. */
    private static final int LINES_OF_TEXT = 18;

    private static final int SMALLEST_TEXT = 10;

    /** JFIF knows no other matrix than that of standard definition. */
    private static final Set<String> JFIF = Set.of("mjpeg", "mjpeg_qsv", "mjpeg_vaapi");

    private PictureFilters() {}

    /**
     * The filters in order; none if the pictures stay as they are decoded. FFmpeg turns pictures upright before them,
     * and converts them to the encoder's pixel format after them.
     *
     * @param startFrame number of the first frame that passes through
     */
    static List<String> of(ClipInfo clip, Preset preset, Path source, long startFrame) {
        PictureSettings settings = preset.picture();
        PictureShape shape = clip.video().shape();
        List<String> filters = new ArrayList<>();
        level(settings.level(), clip.video().pixelFormat(), filters);
        flip(settings.flip(), shape.fields(), filters);
        PictureShape proxy = settings.size().of(shape, settings.upscale());
        scale(clip, shape, proxy, filters);
        settings.lut().ifPresent(file -> filters.add("lut3d=file=" + FilterText.quoted(file)));
        burnIn(settings.burnIn(), clip, proxy.height(), source, startFrame, filters);
        if (clip.video().isRgb() && !JFIF.contains(preset.encoder())) {
            // FFmpeg would take the matrix of standard definition, and not say so in the file
            filters.add("format=color_spaces=bt709");
        }
        return filters;
    }

    /** Tags the pictures anew. FFmpeg takes formats named {@code yuvj…} for full whatever their tag: they get their plain name. */
    private static void level(DataLevel level, String pixelFormat, List<String> filters) {
        if (level == DataLevel.VIDEO && pixelFormat.startsWith("yuvj")) {
            filters.add("format=" + pixelFormat.replace("yuvj", "yuv"));
        }
        if (level != DataLevel.AUTO) {
            filters.add("setparams=range=" + (level == DataLevel.FULL ? "pc" : "tv"));
        }
    }

    /** Fields change places when a picture is turned upside down. */
    private static void flip(Flip flip, FieldOrder fields, List<String> filters) {
        if (flip.horizontal()) {
            filters.add("hflip");
        }
        if (flip.vertical()) {
            filters.add("vflip");
            if (fields != FieldOrder.PROGRESSIVE) {
                filters.add("setfield=" + (fields == FieldOrder.TOP_FIRST ? "bff" : "tff"));
            }
        }
    }

    /** Lines of different fields, and the chroma of 4:2:0 that is shared by lines of one field, are not mixed. */
    private static void scale(ClipInfo clip, PictureShape shape, PictureShape proxy, List<String> filters) {
        boolean sameSize = proxy.width() == shape.width() && proxy.height() == shape.height();
        boolean byFields = shape.interlaced()
                && (proxy.height() != shape.height()
                        || clip.video().pixelFormat().contains("420"));
        if (!sameSize) {
            filters.add("scale=" + proxy.width() + ":" + proxy.height() + (byFields ? ":interl=-1" : ""));
        } else if (byFields) {
            filters.add("scale=interl=-1");
        }
        boolean rounded = (long) proxy.width() * shape.height() != (long) proxy.height() * shape.width();
        if (rounded && shape.sampleAspect().isPositive()) {
            filters.add("setsar=" + shape.sampleAspect());
        }
    }

    private static void burnIn(
            BurnIn burnIn, ClipInfo clip, int height, Path source, long startFrame, List<String> filters) {
        int size = Math.max(SMALLEST_TEXT, height / LINES_OF_TEXT);
        String style = ":fontcolor=white:fontsize=%d:box=1:boxcolor=black@0.5:boxborderw=%d".formatted(size, size / 4);
        String font = burnIn.font()
                .map(file -> "drawtext=fontfile=" + FilterText.quoted(file) + style)
                .orElse("drawtext=expansion=normal" + style);
        if (burnIn.fileName()) {
            filters.add(font
                    + ":x=%d:y=%d:expansion=none:text=".formatted(size / 2, size / 2)
                    + FilterText.quoted(fileName(clip, source)));
        }
        if (burnIn.frameNumber()) {
            filters.add(font
                    + ":x=w-tw-%d:y=%d:start_number=%d:text=".formatted(size / 2, size / 2, startFrame)
                    + FilterText.quoted("%{eif:n:d:6}"));
        }
        if (burnIn.timecode()) {
            filters.add(font
                    + ":x=(w-tw)/2:y=h-%d:tc24hmax=1:rate=%s:timecode="
                            .formatted(size * 2, clip.video().frameRate())
                    + FilterText.quoted(start(clip).plus(startFrame).toString()));
        }
    }

    /** A sequence is called as Resolve does it. */
    private static String fileName(ClipInfo clip, Path source) {
        String name = source.getFileName().toString();
        return clip.firstNumber().isEmpty()
                ? name
                : SequenceName.of(name)
                        .orElseThrow()
                        .range(
                                clip.firstNumber().getAsLong(),
                                clip.firstNumber().getAsLong() + clip.video().frames() - 1);
    }

    private static Timecode start(ClipInfo clip) {
        return Timecode.parse(
                clip.timecode().orElse("00:00:00:00"), clip.video().frameRate());
    }
}
