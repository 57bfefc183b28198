package dev.proxima.ffmpeg;

/** Text inside of an FFmpeg filter graph, which unquotes it twice: as a graph, then as an option of a filter. */
final class FilterText {

    private FilterText() {}

    /** Any text as the value of a filter's option, as part of {@code -vf}. */
    static String quoted(String text) {
        String option = escaped(text, "\\':");
        return escaped(option, "\\'[],;");
    }

    private static String escaped(String text, String special) {
        StringBuilder escaped = new StringBuilder();
        int first = text.length() - text.stripLeading().length();
        int end = text.stripTrailing().length();
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            // white space is taken off both ends
            if (special.indexOf(letter) >= 0 || i < first || i >= end) {
                escaped.append('\\');
            }
            escaped.append(letter);
        }
        return escaped.toString();
    }
}
