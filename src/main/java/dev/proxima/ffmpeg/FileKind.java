package dev.proxima.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a file that is no video is instead, by its first bytes: FFmpeg takes a text for a terminal's screen. */
final class FileKind {

    /** Headers of MXF lie in the first block or two. */
    static final int START_BYTES = 65_536;

    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("%PDF-", "a PDF document"),
            Map.entry("PK\u0003\u0004", "a zip archive or an office document"),
            Map.entry("Rar!\u001a", "a RAR archive"),
            Map.entry("7z\u00bc\u00af", "a 7-Zip archive"),
            Map.entry("\u001f\u008b\u0008", "a gzip archive"),
            Map.entry("\u00d0\u00cf\u0011\u00e0", "an office document"),
            Map.entry("SQLite format 3", "a database"),
            Map.entry("\u007fELF", "a program"));

    private static final Map<String, String> PICTURES = Map.ofEntries(
            Map.entry("\u00ff\u00d8\u00ff", "JPEG picture"),
            Map.entry("\u0089PNG\r\n", "PNG picture"),
            Map.entry("GIF8", "GIF picture"),
            Map.entry("II*\0", "TIFF picture"),
            Map.entry("MM\0*", "TIFF picture"),
            Map.entry("v/1\u0001", "EXR picture"),
            Map.entry("SDPX", "DPX picture"),
            Map.entry("XPDS", "DPX picture"),
            Map.entry("8BPS", "Photoshop picture"));

    private FileKind() {}

    /** Up to {@value #START_BYTES} bytes. */
    static byte[] start(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return stream.readNBytes(START_BYTES);
        }
    }

    /** Completes "it is …"; empty if the file may be a video or a picture. */
    static Optional<String> other(byte[] start) {
        Optional<String> known = beginning(start, OTHERS);
        if (known.isPresent()) {
            return known;
        }
        if (isText(start)) {
            String words = head(start).strip().toLowerCase(Locale.ROOT);
            boolean page = words.startsWith("<!doctype html") || words.startsWith("<html");
            return Optional.of(page ? "a web page" : "a text");
        }
        return isZero(start) ? Optional.of("nothing but zeros, as of a copy that failed") : Optional.empty();
    }

    /** Completes "it is one …"; empty if it is no picture, but perhaps a stream of them. */
    static Optional<String> picture(byte[] start) {
        return beginning(start, PICTURES);
    }

    private static Optional<String> beginning(byte[] start, Map<String, String> kinds) {
        String head = head(start);
        return kinds.entrySet().stream()
                .filter(kind -> head.startsWith(kind.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static String head(byte[] start) {
        return new String(start, 0, Math.min(64, start.length), StandardCharsets.ISO_8859_1);
    }

    private static boolean isText(byte[] start) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer letters = CharBuffer.allocate(start.length);
        // the last letter may be cut off
        CoderResult result = decoder.decode(ByteBuffer.wrap(start), letters, false);
        return start.length > 0 && !result.isError() && letters.flip().chars().noneMatch(FileKind::isControl);
    }

    private static boolean isControl(int letter) {
        return (letter < ' ' && "\t\n\r\f\u001b".indexOf(letter) < 0) || letter == 0x7f;
    }

    private static boolean isZero(byte[] start) {
        for (byte value : start) {
            if (value != 0) {
                return false;
            }
        }
        return start.length > 0;
    }
}
