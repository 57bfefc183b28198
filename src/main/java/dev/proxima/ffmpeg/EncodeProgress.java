package dev.proxima.ffmpeg;

/**
 * How far a running encode is.
 *
 * @param frames video frames encoded so far
 * @param fps frames per second since the process started
 */
public record EncodeProgress(long frames, double fps) {}
