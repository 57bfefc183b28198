package dev.proxima.job;

/** How soon a job is wanted. A job gets slots before all jobs of a lower priority. */
public enum Priority {
    URGENT,
    NORMAL,
    LOW
}
