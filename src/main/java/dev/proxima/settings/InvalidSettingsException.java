package dev.proxima.settings;

/** The configuration cannot be used; the message is one sentence for the user. */
public final class InvalidSettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidSettingsException(String message, Throwable cause) {
        super(message, cause);
    }
}
