package dev.proxima.media;

/** Presented frames of a clip from {@code startFrame} (counted from 0) up to, not including, {@code endFrameExclusive}. */
public record FrameRange(long startFrame, long endFrameExclusive) {

    public FrameRange {
        if (startFrame < 0 || endFrameExclusive <= startFrame) {
            throw new IllegalArgumentException(
                    "not a range of frames: [" + startFrame + ", " + endFrameExclusive + ")");
        }
    }

    public long length() {
        return endFrameExclusive - startFrame;
    }
}
