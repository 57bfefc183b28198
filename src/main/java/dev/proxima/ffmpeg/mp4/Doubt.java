package dev.proxima.ffmpeg.mp4;

/** Why the tables of a file cannot be relied on. An outcome and no bug, so it has no stack trace. */
final class Doubt extends Exception {

    private static final long serialVersionUID = 1L;

    Doubt(String reason) {
        super(reason, null, false, false);
    }

    static void unless(boolean certain, String reason) throws Doubt {
        if (!certain) {
            throw new Doubt(reason);
        }
    }
}
