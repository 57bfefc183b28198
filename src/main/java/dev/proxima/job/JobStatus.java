package dev.proxima.job;

/** Where a job is in its life. */
public enum JobStatus {
    QUEUED,
    PLANNING,
    ENCODING,
    STITCHING,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    public boolean isFinished() {
        return this == SUCCEEDED || this == FAILED || this == CANCELLED;
    }
}
