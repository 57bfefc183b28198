package dev.proxima.media;

/** What tells a source apart from a changed one without reading it: its size and its time of last change. */
public record SourceStamp(long sizeBytes, long modifiedMillis) {}
