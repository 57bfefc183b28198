package dev.proxima.media;

import java.util.Optional;

/**
 * What is written into the pictures.
 *
 * @param timecode that of every frame, counted from the start timecode, or from 00:00:00:00
 * @param fileName name of the clip
 * @param frameNumber number of every frame, the first being 0
 * @param font absolute path of a font file, the same on all nodes; empty for the one that comes with Proxima
 */
public record BurnIn(boolean timecode, boolean fileName, boolean frameNumber, Optional<String> font) {

    public static final BurnIn NOTHING = new BurnIn(false, false, false, Optional.empty());

    public boolean isNothing() {
        return !timecode && !fileName && !frameNumber;
    }

    public BurnIn withFont(String file) {
        return new BurnIn(timecode, fileName, frameNumber, Optional.of(file));
    }
}
