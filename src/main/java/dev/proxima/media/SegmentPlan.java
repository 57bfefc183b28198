package dev.proxima.media;

import java.util.List;

/** The segments of a clip, in order and without a gap. One segment means that the clip is not cut. */
public record SegmentPlan(List<PlannedSegment> segments) {

    public SegmentPlan {
        segments = List.copyOf(segments);
        long next = 0;
        for (PlannedSegment segment : segments) {
            if (segment.range().startFrame() != next) {
                throw new IllegalArgumentException("segment " + segment.index() + " does not start at frame " + next);
            }
            next = segment.range().endFrameExclusive();
        }
    }

    public boolean isCut() {
        return segments.size() > 1;
    }
}
