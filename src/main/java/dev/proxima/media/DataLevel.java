package dev.proxima.media;

/** How the code values of a clip are taken, as in Resolve's clip attributes. */
public enum DataLevel {
    /** As the clip is tagged; video levels if it is not. */
    AUTO,
    /** Black is 0 and white the highest value, whatever the tag. */
    FULL,
    /** Black is 16 and white 235 of 8 bits, whatever the tag. */
    VIDEO
}
