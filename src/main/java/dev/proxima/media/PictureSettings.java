package dev.proxima.media;

import java.util.Optional;

/**
 * What is done to the pictures of a clip on their way into a proxy, in this order: level, flip, size, lut, burn-in.
 *
 * @param upscale whether {@code size} may be larger than the clip
 * @param lut absolute path of a {@code .cube} file, the same on all nodes
 */
public record PictureSettings(
        DataLevel level, Flip flip, PictureSize size, boolean upscale, Optional<String> lut, BurnIn burnIn) {

    public static final PictureSettings PLAIN = new PictureSettings(
            DataLevel.AUTO, Flip.NONE, PictureSize.ORIGINAL, false, Optional.empty(), BurnIn.NOTHING);

    public PictureSettings withLevel(DataLevel newLevel) {
        return new PictureSettings(newLevel, flip, size, upscale, lut, burnIn);
    }

    public PictureSettings withFlip(Flip newFlip) {
        return new PictureSettings(level, newFlip, size, upscale, lut, burnIn);
    }

    public PictureSettings withSize(PictureSize newSize) {
        return new PictureSettings(level, flip, newSize, upscale, lut, burnIn);
    }

    public PictureSettings withBurnIn(BurnIn newBurnIn) {
        return new PictureSettings(level, flip, size, upscale, lut, newBurnIn);
    }
}
