package dev.proxima.media;

/**
 * The pictures of a clip as a player shows them: upright, so a clip that is to be turned by a quarter has width and
 * height exchanged.
 *
 * @param sampleAspect width of a sample in proportion to its height; 0 if the clip does not say
 */
public record PictureShape(int width, int height, Rational sampleAspect, FieldOrder fields) {

    /** Which field of a picture is the earlier one. */
    public enum FieldOrder {
        PROGRESSIVE,
        TOP_FIRST,
        BOTTOM_FIRST
    }

    public PictureShape {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("not a picture: " + width + "x" + height);
        }
    }

    /** Of a clip that says nothing else of itself. */
    public static PictureShape plain(int width, int height) {
        return new PictureShape(width, height, Rational.ZERO, FieldOrder.PROGRESSIVE);
    }

    public boolean interlaced() {
        return fields != FieldOrder.PROGRESSIVE;
    }

    PictureShape resized(int newWidth, int newHeight) {
        return new PictureShape(newWidth, newHeight, sampleAspect, fields);
    }
}
