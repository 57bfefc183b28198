package dev.proxima.job;

import java.util.Locale;

/** How soon a job is wanted. A job gets slots before all jobs of a lower priority. */
public enum Priority {
    URGENT,
    NORMAL,
    LOW;

    /** The word that users write. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param word as {@link #word} gives it */
    public static Priority of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
