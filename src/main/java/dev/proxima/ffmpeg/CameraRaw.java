package dev.proxima.ffmpeg;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Sensor data as cameras record it, which FFmpeg does not turn into pictures as its maker means them. Told by the file's
 * extension, by its first bytes, or by the name that its container gives to the codec.
 */
enum CameraRaw {
    REDCODE("REDCODE RAW", "RED's REDCINE-X PRO", "r3d", ""),
    BRAW("Blackmagic RAW", "the Blackmagic Proxy Generator", "braw", "brhq,brst,brlt,brxq,brvn,brvl,brvm,brsx"),
    ARRIRAW("ARRIRAW", "ARRI Reference Tool", "ari,arx", ""),
    CANON("Canon Cinema RAW", "Canon's Cinema RAW Development", "crm,rmf", "CRAW"),
    NIKON("Nikon N-RAW", "Nikon's NX Studio", "nev", "NRAW,nraw"),
    CINEMA_DNG("CinemaDNG", "Adobe's Media Encoder", "dng", ""),
    XOCN("Sony RAW or X-OCN", "Sony's Catalyst Browse", "", ""),
    PRORES_RAW("ProRes RAW", "Apple's Compressor", "", "aprn,aprh"),
    ZRAW("Z CAM ZRAW", "Z CAM's ZRAW Converter", "zraw", "zraw");

    /** SMPTE labels in MXF: 06.0e.2b.34.04.01.01, a version, and what is labelled. */
    private static final String LABEL = "060e2b34040101";

    private static final int VERSION_DIGITS = 2;

    /** MXF-GC ARRIRAW essence containers, packed and HDE (SMPTE registry; MediaInfo lists them too). */
    private static final String ARRIRAW_CONTAINER = "0d01030102220";

    /** Sony's private essence containers of sensor data. */
    private static final String SONY_CONTAINER = "0e060d0302";

    private final String what;
    private final String tool;
    private final String extensions;
    private final String codecTags;

    /** Extensions and tags have commas between them. */
    CameraRaw(String what, String tool, String extensions, String codecTags) {
        this.what = what;
        this.tool = tool;
        this.extensions = extensions;
        this.codecTags = codecTags;
    }

    static Optional<CameraRaw> byExtension(String extension) {
        return first(raw -> isAmong(raw.extensions, extension.toLowerCase(Locale.ROOT)));
    }

    /** By the tag of a video stream in mov or mp4. */
    static Optional<CameraRaw> byCodecTag(String tag) {
        return first(raw -> isAmong(raw.codecTags, tag));
    }

    /** @param start the first bytes of a file */
    static Optional<CameraRaw> byContent(byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (text.startsWith("RED", 4) && start.length > 7 && (start[7] == '1' || start[7] == '2')) {
            return Optional.of(REDCODE);
        }
        if (text.startsWith("ARRI")
                && start.length > 8
                && ByteBuffer.wrap(start).getInt(4) == 0x12345678) {
            return Optional.of(ARRIRAW);
        }
        if (text.startsWith("ftypcrx ", 4)) {
            return Optional.of(CANON);
        }
        return text.startsWith("\u0006\u000e+4") ? inMxf(start) : Optional.empty();
    }

    private static boolean isAmong(String words, String word) {
        return List.of(words.split(",")).contains(word) && !word.isEmpty();
    }

    private static Optional<CameraRaw> first(Predicate<CameraRaw> isIt) {
        return Stream.of(values()).filter(isIt).findFirst();
    }

    private static Optional<CameraRaw> inMxf(byte[] start) {
        String hex = HexFormat.of().formatHex(start);
        for (int at = hex.indexOf(LABEL); at >= 0; at = hex.indexOf(LABEL, at + 1)) {
            int labelled = at + LABEL.length() + VERSION_DIGITS;
            if (hex.startsWith(ARRIRAW_CONTAINER, labelled)) {
                return Optional.of(ARRIRAW);
            }
            if (hex.startsWith(SONY_CONTAINER, labelled)) {
                return Optional.of(XOCN);
            }
        }
        return Optional.empty();
    }

    /** A clause for a refusal. */
    String reason() {
        return "it is " + what + ", which FFmpeg cannot develop; make its proxy in DaVinci Resolve, or with " + tool;
    }
}
