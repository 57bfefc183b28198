package dev.proxima.job;

import dev.proxima.media.Preset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What was asked for. The preset is kept whole, so that a job that outlives a change of the configuration still ends
 * with the settings that it began with.
 *
 * @param source absolute path of the clip
 * @param output absolute path of the proxy
 * @param overwrite whether an existing output may be replaced
 * @param segments number of segments to cut into, 1 for unsplit, 0 to choose
 */
public record JobSpec(
        String jobId, String source, Preset preset, String output, boolean overwrite, int segments, long submittedAt) {

    private static final int READABLE = 32;

    /** A readable id that is the same for the same source, preset and output, which makes submitting idempotent. */
    public static String idFor(String source, String preset, String output) {
        String key = source + '\0' + preset + '\0' + output;
        return readable(source) + "-" + shortHash(key);
    }

    /** A word of letters and digits, for any name: it begins ids that are file names and command line arguments. */
    private static String readable(String source) {
        String base = source.substring(Math.max(source.lastIndexOf('/'), source.lastIndexOf('\\')) + 1);
        String words =
                base.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-", "");
        String readable = words.substring(0, Math.min(READABLE, words.length())).replaceAll("-$", "");
        return readable.isEmpty() ? "clip" : readable;
    }

    private static String shortHash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 5);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
