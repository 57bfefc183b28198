package dev.proxima.api;

import java.util.List;

/**
 * Whether a file can stand in for a clip.
 *
 * @param ok all checks are
 */
public record VerifyView(String source, String proxy, boolean ok, List<Check> checks) {

    /**
     * @param name what was looked at: frames, rate, timestamps, pictures, timecode, audio, name, aspect or fields
     * @param message one sentence; of a deviation: what is expected, what was found, what Resolve makes of it
     */
    public record Check(String name, boolean ok, String message) {}
}
