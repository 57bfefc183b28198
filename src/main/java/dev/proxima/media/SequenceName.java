package dev.proxima.media;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a sequence of numbered pictures, as {@code printf} and FFmpeg write it: {@code clip.%04d.exr}. A percent sign
 * that is followed by no number stands for itself.
 *
 * @param digits digits that each number has at least, filled up with zeros; 1 for {@code %d}
 * @param suffix what follows the number, the extension included
 */
public record SequenceName(String prefix, int digits, String suffix) {

    /** Pictures of which sequences are cut exactly. */
    private static final Set<String> KNOWN = Set.of("exr", "dpx", "png", "tif", "tiff", "jpg", "jpeg");

    private static final Set<String> OTHER_PICTURES = Set.of(
            "ari", "bmp", "cin", "dng", "gif", "hdr", "jp2", "j2c", "j2k", "pgm", "ppm", "psd", "sgi", "tga", "webp",
            "jxl", "heic", "avif", "cr2", "cr3", "arw", "nef");

    private static final Pattern NUMBER = Pattern.compile("((?:[^%]|%%|%(?!0?\\d*d))*+)%(0?\\d*)d(.*)");
    private static final Pattern LAST_DIGITS = Pattern.compile("(.*?)(\\d+)(\\D*\\.[^.\\d]+|\\D*\\.jp2)");
    private static final Pattern SEPARATORS = Pattern.compile("[._\\- ]+$");

    /** More digits have no place in FFmpeg's numbers. */
    private static final int MOST_DIGITS = 9;

    /** Reads {@code clip.%04d.exr}; empty if that is no name of a sequence of pictures. */
    public static Optional<SequenceName> of(String fileName) {
        Matcher parts = NUMBER.matcher(fileName);
        if (!parts.matches()
                || !isPicture(parts.group(3))
                || NUMBER.matcher(parts.group(3)).matches()) {
            return Optional.empty();
        }
        String width = parts.group(2);
        int digits = width.isEmpty() || width.length() > 2 ? 1 : Math.max(1, Integer.parseInt(width));
        return digits > MOST_DIGITS
                ? Optional.empty()
                : Optional.of(new SequenceName(plain(parts.group(1)), digits, plain(parts.group(3))));
    }

    /** The sequence that {@code source} names; a file of that very name comes first. */
    public static Optional<SequenceName> of(Path source) {
        return source.getFileName() == null || Files.exists(source)
                ? Optional.empty()
                : of(source.getFileName().toString());
    }

    /** The sequence that a picture such as {@code clip.1001.exr} seems to belong to. */
    public static Optional<SequenceName> ofPicture(String fileName) {
        Matcher parts = LAST_DIGITS.matcher(fileName);
        return parts.matches() && isPicture(parts.group(3)) && parts.group(2).length() <= MOST_DIGITS
                ? Optional.of(new SequenceName(parts.group(1), parts.group(2).length(), parts.group(3)))
                : Optional.empty();
    }

    /** Whether sequences of such pictures are known to be exact. */
    public boolean isKnown() {
        return KNOWN.contains(extension());
    }

    /** In lower case, without its dot. */
    public String extension() {
        return extension(suffix);
    }

    /** Name of the picture with a number. */
    public String picture(long number) {
        return prefix + digits(number) + suffix;
    }

    /** The number of a picture; empty if it is none of this sequence. */
    public OptionalLong number(String fileName) {
        int end = fileName.length() - suffix.length();
        if (!fileName.startsWith(prefix) || !fileName.endsWith(suffix) || end <= prefix.length()) {
            return OptionalLong.empty();
        }
        String text = fileName.substring(prefix.length(), end);
        if (!text.matches("[0-9]{1,18}")) {
            return OptionalLong.empty();
        }
        long number = Long.parseLong(text);
        return digits(number).equals(text) ? OptionalLong.of(number) : OptionalLong.empty();
    }

    /** As FFmpeg reads it: a percent sign of the name is doubled. */
    public String pattern() {
        return escaped(prefix) + "%" + (digits == 1 ? "" : "0" + digits) + "d" + escaped(suffix);
    }

    /** {@code text} such that FFmpeg finds no number in it. */
    public static String escaped(String text) {
        return text.replace("%", "%%");
    }

    /** Without number, the separator before it and extension, as a proxy is named; may be empty. */
    public String baseName() {
        String rest = suffix.substring(0, suffix.lastIndexOf('.'));
        return SEPARATORS.matcher(prefix).replaceAll("") + rest;
    }

    /** As DaVinci Resolve lists it: {@code clip.[1001-1100].exr}. */
    public String range(long first, long last) {
        return prefix + "[" + digits(first) + "-" + digits(last) + "]" + suffix;
    }

    private String digits(long number) {
        return String.format(Locale.ROOT, "%0" + digits + "d", number);
    }

    private static String plain(String escaped) {
        return escaped.replace("%%", "%");
    }

    private static boolean isPicture(String suffix) {
        String extension = extension(suffix);
        return KNOWN.contains(extension) || OTHER_PICTURES.contains(extension);
    }

    private static String extension(String suffix) {
        return suffix.substring(suffix.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
