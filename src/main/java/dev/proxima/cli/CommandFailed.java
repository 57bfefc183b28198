package dev.proxima.cli;

/** Ends a command; its message is the one sentence that the user gets. */
class CommandFailed extends Exception {

    private static final long serialVersionUID = 1L;

    CommandFailed(String sentence) {
        super(sentence);
    }

    CommandFailed(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
