package dev.proxima.security;

/** The seed does not answer now, and may do so later. */
public final class SeedAway extends Exception {

    private static final long serialVersionUID = 1L;

    SeedAway(String message, Throwable cause) {
        super(message, cause);
    }
}
