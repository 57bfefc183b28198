package dev.proxima.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Compares two media files in everything that ffprobe tells: each packet of each stream (timestamps, duration, size,
 * flags, hash of the bytes), the fields and tags of streams and format, and chapters. Only the file's name and the
 * packets' places in the file are left out.
 */
public final class MediaComparison {

    private static final int MOST_DIFFERENCES = 12;

    private static final String CONTENT = "\\|(size|data_hash|bit_rate|max_bit_rate|extradata_hash)=[^|]*";

    private MediaComparison() {}

    /** A line for each difference, at most {@value #MOST_DIFFERENCES}; empty if the files are equal. */
    public static List<String> differences(Path expected, Path actual) {
        return differences(describe(expected), describe(actual));
    }

    /** The same, with a file that was described before. */
    public static List<String> differences(List<String> expected, Path actual) {
        return differences(expected, describe(actual));
    }

    /**
     * The same, but for what is in some pictures, and what sizes and rates come to by that.
     *
     * @param pictures places, from 0 on, of packets of the first stream
     */
    public static List<String> differencesBut(Set<Integer> pictures, List<String> expected, Path actual) {
        return pictures.isEmpty()
                ? differences(expected, actual)
                : differences(without(pictures, expected), without(pictures, describe(actual)));
    }

    private static List<String> without(Set<Integer> pictures, List<String> lines) {
        List<String> left = new ArrayList<>();
        int place = 0;
        for (String line : lines) {
            boolean picture = line.startsWith("packet|") && line.contains("|stream_index=0|");
            boolean leftOut = picture ? pictures.contains(place) : !line.startsWith("packet|");
            left.add(leftOut ? line.replaceAll(CONTENT, "") : line);
            place += picture ? 1 : 0;
        }
        return left;
    }

    /**
     * The same, but for how the packets of different streams alternate in the file, and how large its tables are by that.
     * Where audio cannot be decoded for a while this is another in each run of one and the same command.
     */
    public static List<String> differencesByStream(Path expected, Path actual) {
        return differences(byStream(describe(expected)), byStream(describe(actual)));
    }

    /** The same, but for what is in the packets: of pictures that FFmpeg fills with whatever is in memory. */
    public static List<String> differencesOfTimes(Path expected, Path actual) {
        return differences(withoutContent(expected), withoutContent(actual));
    }

    private static List<String> withoutContent(Path file) {
        return byStream(describe(file)).stream()
                .map(line -> line.replaceAll(CONTENT, ""))
                .toList();
    }

    private static List<String> byStream(List<String> lines) {
        return lines.stream()
                .map(line -> line.startsWith("format|") ? line.replaceAll("\\|(size|bit_rate)=[^|]*", "") : line)
                .sorted(Comparator.comparing(MediaComparison::stream))
                .toList();
    }

    /** Equal for packets of the same stream; sorting keeps those in their order. */
    private static String stream(String line) {
        return line.startsWith("packet|") ? "packet" + line.replaceAll(".*\\|stream_index=(\\d+).*", "$1") : "rest";
    }

    private static List<String> differences(List<String> left, List<String> right) {
        List<String> differences = new ArrayList<>();
        for (int line = 0; line < Math.max(left.size(), right.size()); line++) {
            String here = line < left.size() ? left.get(line) : "(nothing)";
            String there = line < right.size() ? right.get(line) : "(nothing)";
            if (!here.equals(there) && differences.size() < MOST_DIFFERENCES) {
                differences.add("expected " + fieldsNotIn(there, here) + " but found " + fieldsNotIn(here, there));
            }
        }
        return differences;
    }

    /** All that is compared of a file, for one that is compared with several. */
    public static List<String> describe(Path file) {
        String text = TestFfmpeg.ffprobe(
                "-show_packets",
                "-show_streams",
                "-show_format",
                "-show_chapters",
                "-show_data_hash",
                "murmur3",
                "-of",
                "compact",
                file.toString());
        return text.lines()
                .map(line -> line.replaceAll("\\|(pos|filename)=[^|]*", ""))
                .toList();
    }

    /** Of {@code line}, its kind and index, and what {@code other} does not have. */
    private static String fieldsNotIn(String other, String line) {
        List<String> otherFields = List.of(other.split("\\|"));
        StringBuilder fields = new StringBuilder();
        String[] all = line.split("\\|");
        for (int field = 0; field < all.length; field++) {
            if (field < 4 || !otherFields.contains(all[field])) {
                fields.append(field == 0 ? "" : "|").append(all[field]);
            }
        }
        return fields.toString();
    }
}
