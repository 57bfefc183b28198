package dev.proxima.ffmpeg;

import com.github.kokorin.jaffree.ffprobe.data.ProbeData;
import dev.proxima.media.PictureShape;
import dev.proxima.media.PictureShape.FieldOrder;
import dev.proxima.media.Rational;
import java.util.List;
import java.util.Objects;

/** Reads the shape of pictures from what ffprobe tells of their stream. */
final class PictureShapes {

    private PictureShapes() {}

    static PictureShape of(ProbeData video) {
        int width = video.getInteger("width");
        int height = video.getInteger("height");
        Rational aspect = aspect(StreamListing.text(video, "sample_aspect_ratio", "0:1"));
        FieldOrder fields = fields(StreamListing.text(video, "field_order", "unknown"));
        return isOnItsSide(video)
                ? new PictureShape(height, width, aspect.isPositive() ? aspect.inverse() : aspect, fields)
                : new PictureShape(width, height, aspect, fields);
    }

    /** Fields may be stored apart or interleaved ({@code tt}, {@code tb}); the first letter is the earlier one. */
    private static FieldOrder fields(String order) {
        return switch (order) {
            case "tt", "tb" -> FieldOrder.TOP_FIRST;
            case "bb", "bt" -> FieldOrder.BOTTOM_FIRST;
            default -> FieldOrder.PROGRESSIVE;
        };
    }

    private static Rational aspect(String text) {
        return text.startsWith("0:") || text.endsWith(":0") || text.equals("N/A")
                ? Rational.ZERO
                : Rational.parse(text);
    }

    private static boolean isOnItsSide(ProbeData video) {
        List<ProbeData> sideData = video.getSubDataList("side_data_list");
        return sideData != null
                && sideData.stream()
                        .map(data -> data.getInteger("rotation"))
                        .filter(Objects::nonNull)
                        .anyMatch(degrees -> Math.floorMod(degrees, 180) == 90);
    }
}
