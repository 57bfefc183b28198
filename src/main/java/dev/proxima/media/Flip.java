package dev.proxima.media;

/** Turning pictures over, for clips of mirror rigs and cameras that hang upside down. */
public enum Flip {
    NONE,
    /** Left becomes right. */
    HORIZONTAL,
    /** Top becomes bottom. */
    VERTICAL,
    BOTH;

    public boolean horizontal() {
        return this == HORIZONTAL || this == BOTH;
    }

    public boolean vertical() {
        return this == VERTICAL || this == BOTH;
    }
}
