package dev.proxima.api;

/**
 * A preset as listed to users.
 *
 * @param encoder FFmpeg's name of its video encoder
 * @param available whether a node that is there now has the encoder
 */
public record PresetView(
        String name, String description, String extension, boolean isDefault, String encoder, boolean available) {

    /** A preset that can be used. */
    public PresetView(String name, String description, String extension, boolean isDefault) {
        this(name, description, extension, isDefault, "", true);
    }
}
