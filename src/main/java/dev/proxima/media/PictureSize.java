package dev.proxima.media;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large the pictures of a proxy are, beside those of its clip.
 *
 * @param divisor by what width and height are divided, at least 1; 1 where {@code height} is given
 * @param height lines of the proxy, 0 where {@code divisor} decides
 */
public record PictureSize(int divisor, int height) {

    public static final PictureSize ORIGINAL = new PictureSize(1, 0);

    /** For a sentence. */
    public static final String FORMS = "original, 1/2, 1/4 or height=N with an even N";

    private static final Pattern FRACTION = Pattern.compile("1/([24])");
    private static final Pattern HEIGHT = Pattern.compile("height=([0-9]{1,5})");

    public PictureSize {
        if (divisor < 1 || height < 0 || height % 2 != 0 || (height > 0 && divisor > 1)) {
            throw new IllegalArgumentException("not a size: 1/" + divisor + ", " + height + " lines");
        }
    }

    /** Empty for what is none of {@link #FORMS}. */
    public static Optional<PictureSize> parse(String text) {
        if (text.equals("original")) {
            return Optional.of(ORIGINAL);
        }
        Matcher fraction = FRACTION.matcher(text);
        if (fraction.matches()) {
            return Optional.of(new PictureSize(Integer.parseInt(fraction.group(1)), 0));
        }
        Matcher height = HEIGHT.matcher(text);
        return height.matches()
                ? Optional.of(Integer.parseInt(height.group(1)))
                        .filter(lines -> lines > 0 && lines % 2 == 0)
                        .map(lines -> new PictureSize(1, lines))
                : Optional.empty();
    }

    /**
     * The size of the proxy's pictures, both even: 4:2:2 needs an even width and 4:2:0 an even height as well. Rounds
     * down, so that nothing is scaled up unasked.
     *
     * @param upscale whether more lines than the clip has may be made
     */
    public PictureShape of(PictureShape clip, boolean upscale) {
        if (height == 0) {
            return clip.resized(even(clip.width() / divisor), even(clip.height() / divisor));
        }
        if (height >= clip.height() && !upscale) {
            return clip.resized(even(clip.width()), even(clip.height()));
        }
        return clip.resized(even((int) ((long) clip.width() * height / clip.height())), height);
    }

    private static int even(int length) {
        return Math.max(2, length - length % 2);
    }

    @Override
    public String toString() {
        return height > 0 ? "height=" + height : divisor == 1 ? "original" : "1/" + divisor;
    }
}
