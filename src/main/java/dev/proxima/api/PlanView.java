package dev.proxima.api;

import java.util.List;

/**
 * How a clip would be cut. {@code reference} is the complete command line of the single FFmpeg process whose output the
 * stitched proxy equals, its last argument being the output file.
 */
public record PlanView(
        String source,
        String preset,
        long frames,
        String frameRate,
        List<Range> segments,
        List<String> reference,
        List<String> warnings) {

    public record Range(int index, long startFrame, long endFrameExclusive) {}
}
