package dev.proxima.ffmpeg;

/**
 * One thing that was looked at when a proxy was compared with its clip.
 *
 * @param name one word: frames, rate, timestamps, pictures, timecode, audio, name, aspect or fields
 * @param message one sentence; of a deviation: what is expected, what was found, what Resolve makes of it
 */
public record ProxyCheck(String name, boolean ok, String message) {

    static ProxyCheck right(String name, String message) {
        return new ProxyCheck(name, true, message);
    }

    static ProxyCheck wrong(String name, String message) {
        return new ProxyCheck(name, false, message);
    }
}
