package dev.proxima.journal;

/** The database did not answer, or not as it should. It may come back. */
public final class JournalAwayException extends RuntimeException {

    private static final long serialVersionUID = 1;

    JournalAwayException(Throwable cause) {
        super(cause);
    }
}
