package dev.proxima.cli;

/** A node or its coordinator does not answer now and may do so later. */
class NodeSilent extends CommandFailed {

    private static final long serialVersionUID = 1L;

    NodeSilent(String sentence, Exception cause) {
        super(sentence, cause);
    }
}
