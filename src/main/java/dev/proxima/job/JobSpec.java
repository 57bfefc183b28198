package dev.proxima.job;

import dev.proxima.media.Preset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

    /** A readable id that is the same for the same source, preset and output, which makes submitting idempotent. */
    public static String idFor(String source, String preset, String output) {
        String base = Path.of(source).getFileName().toString().toLowerCase(Locale.ROOT);
        String readable = base.replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        String key = source + '\0' + preset + '\0' + output;
        return readable.substring(0, Math.min(32, readable.length())) + "-" + shortHash(key);
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
