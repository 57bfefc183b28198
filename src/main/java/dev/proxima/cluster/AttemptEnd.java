package dev.proxima.cluster;

/** How an attempt ended, as far as it tells of its node. */
enum AttemptEnd {
    SUCCEEDED,
    FAILED,
    /** Stopped, or its node went away: it says nothing. */
    GONE
}
