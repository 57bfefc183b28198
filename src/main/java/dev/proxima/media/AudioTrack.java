package dev.proxima.media;

/** An audio stream that goes into the proxy. {@code streamIndex} is FFmpeg's index of the stream in the file. */
public record AudioTrack(int streamIndex, String codec, int channels, int sampleRate) {}
