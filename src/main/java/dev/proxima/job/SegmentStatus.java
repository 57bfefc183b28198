package dev.proxima.job;

/** Where a segment, or the audio of a job, is. */
public enum SegmentStatus {
    WAITING,
    DISPATCHED,
    ENCODING,
    SUCCEEDED,
    FAILED
}
