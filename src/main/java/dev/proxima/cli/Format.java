package dev.proxima.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Words, numbers and columns as people read them. */
final class Format {

    private Format() {}

    /** Of a path of any platform, as the node may run on another one. */
    static String fileName(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }

    static String word(String status) {
        return status.toLowerCase(Locale.ROOT);
    }

    /** {@code 0:07}, {@code 12:34} or {@code 1:02:03}. */
    static String duration(long seconds) {
        long hours = seconds / 3600;
        long minutes = seconds / 60 % 60;
        return hours > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", hours, minutes, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d", minutes, seconds % 60);
    }

    /** A bar and its percentage, which is 100 only when all is done. */
    static String bar(double share, int width, boolean unicode) {
        double inside = Math.max(0, Math.min(1, share));
        int filled = (int) (inside * width);
        String drawn = (unicode ? "█" : "#").repeat(filled) + (unicode ? "░" : ".").repeat(width - filled);
        return String.format(Locale.ROOT, "%s %3d%%", drawn, (int) (inside * 100));
    }

    static String cut(String line, int width) {
        return line.length() <= width ? line : line.substring(0, width);
    }

    static String number(double value) {
        return value == 0 ? "-" : String.format(Locale.ROOT, "%.1f", value);
    }

    /** Left-aligned columns as wide as their widest cell, two spaces apart. */
    static List<String> table(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /** For a POSIX shell. */
    static String quoted(String argument) {
        return argument.matches("[A-Za-z0-9_@%+=:,./-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
