package dev.proxima.media;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A segment with all that a node needs to find it in the source.
 *
 * @param startPts timestamp of the first frame in the stream's time base; empty for the first segment, which is read
 *     from the start of the file
 * @param endPts timestamp of the first frame <em>after</em> the segment; empty for the last segment
 * @param seekPts timestamp of the key frame from which decoding should start: the last one at or before {@code startPts}
 *     if it is known to need nothing before it, else the one before that, so that open groups of pictures are complete;
 *     empty to decode from the start
 * @param times {@link TimesDigest} of the frames; empty where the rate is constant
 */
public record PlannedSegment(
        int index,
        FrameRange range,
        OptionalLong startPts,
        OptionalLong endPts,
        OptionalLong seekPts,
        Optional<String> times) {

    /** Journals that knew no times held clips of constant rate only. */
    public PlannedSegment {
        times = times == null ? Optional.empty() : times;
    }

    /** Of a clip with a constant rate. */
    public PlannedSegment(
            int index, FrameRange range, OptionalLong startPts, OptionalLong endPts, OptionalLong seekPts) {
        this(index, range, startPts, endPts, seekPts, Optional.empty());
    }
}
