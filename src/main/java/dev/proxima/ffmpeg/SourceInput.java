package dev.proxima.ffmpeg;

import dev.proxima.media.ClipInfo;
import dev.proxima.media.Rational;
import dev.proxima.media.SequenceName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A source as an input of FFmpeg or ffprobe: the one place where inputs are written.
 *
 * @param options what comes before {@code -i}
 */
record SourceInput(List<String> options, String name) {

    SourceInput {
        options = List.copyOf(options);
    }

    /** A clip that is one file. */
    static SourceInput file(Path source) {
        return new SourceInput(List.of(), source.toString());
    }

    /** A clip as it was probed. */
    static SourceInput of(ClipInfo clip, Path source) {
        return clip.firstNumber().isEmpty()
                ? file(source)
                : sequence(source, clip.video().frameRate(), clip.firstNumber().getAsLong());
    }

    /** Numbered pictures from {@code first} to the last one that there is. */
    static SourceInput sequence(Path source, Rational rate, long first) {
        SequenceName name = SequenceName.of(source.getFileName().toString()).orElseThrow();
        String folder = SequenceName.escaped(source.toAbsolutePath().getParent().toString());
        List<String> options = new ArrayList<>(List.of("-framerate", text(rate), "-start_number", "" + first));
        String path = Path.of(folder).resolve(name.pattern()).toString();
        if (path.matches(".*%[*?\\[\\]{}].*")) {
            // or FFmpeg takes it for wildcards
            options.addAll(0, List.of("-f", "image2", "-pattern_type", "sequence"));
        }
        return new SourceInput(options, path);
    }

    /** The options, {@code -i} and the name. */
    List<String> words() {
        List<String> words = new ArrayList<>(options);
        words.add("-i");
        words.add(name);
        return words;
    }

    private static String text(Rational rate) {
        return rate.denominator() == 1 ? "" + rate.numerator() : rate.toString();
    }
}
