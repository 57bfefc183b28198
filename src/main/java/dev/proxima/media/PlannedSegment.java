package dev.proxima.media;

import java.util.OptionalLong;

/**
 * A segment with all that a node needs to find it in the source.
 *
 * @param startPts timestamp of the first frame in the stream's time base; empty for the first segment, which is read
 *     from the start of the file
 * @param endPts timestamp of the first frame <em>after</em> the segment; empty for the last segment
 * @param seekPts timestamp of the key frame from which decoding should start: the one before the last key frame at or
 *     before {@code startPts}, so that open groups of pictures are complete; empty to decode from the start
 */
public record PlannedSegment(
        int index, FrameRange range, OptionalLong startPts, OptionalLong endPts, OptionalLong seekPts) {}
