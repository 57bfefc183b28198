package dev.proxima.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The segments of a clip, in order and without a gap. One segment means that the clip is not cut. The index of a segment is
 * its place in the order, but for those that were split off later.
 *
 * @param indices how many were given so far, the first of them 0: none is ever that of another segment
 */
public record SegmentPlan(List<PlannedSegment> segments, int indices) {

    /** Plans of journals that knew no splits have as many indices as segments. */
    public SegmentPlan {
        segments = List.copyOf(segments);
        indices = Math.max(indices, segments.size());
        long next = 0;
        for (PlannedSegment segment : segments) {
            if (segment.range().startFrame() != next) {
                throw new IllegalArgumentException("segment " + segment.index() + " does not start at frame " + next);
            }
            next = segment.range().endFrameExclusive();
        }
    }

    public SegmentPlan(List<PlannedSegment> segments) {
        this(segments, segments.size());
    }

    public boolean isCut() {
        return segments.size() > 1;
    }

    /** The segment that has this index. */
    public Optional<PlannedSegment> get(int index) {
        int place = place(index);
        return place < 0 ? Optional.empty() : Optional.of(segments.get(place));
    }

    /** The one that ends where the segment of this index starts; empty for the first. */
    public Optional<PlannedSegment> before(int index) {
        int place = place(index);
        return place <= 0 ? Optional.empty() : Optional.of(segments.get(place - 1));
    }

    /** With the rest of a segment, from {@code point} on, as a segment of its own that has the next index. */
    public SegmentPlan split(int index, SplitPoint point) {
        List<PlannedSegment> all = new ArrayList<>(segments);
        int place = place(index);
        PlannedSegment whole = all.remove(place);
        all.addAll(place, List.of(whole.until(point), whole.from(point, indices)));
        return new SegmentPlan(all, indices + 1);
    }

    /** With the rests in the segment again that they were split off. */
    public SegmentPlan rejoin(int index, List<Integer> rests) {
        List<PlannedSegment> all = new ArrayList<>(segments);
        int place = place(index);
        for (int rest = 0; rest < rests.size(); rest++) {
            all.set(place, all.get(place).with(all.remove(place + 1)));
        }
        return new SegmentPlan(all, indices);
    }

    /** Where it is in the order; at its index, if nothing was split off before it. */
    private int place(int index) {
        if (index >= 0 && index < segments.size() && segments.get(index).index() == index) {
            return index;
        }
        for (int place = 0; place < segments.size(); place++) {
            if (segments.get(place).index() == index) {
                return place;
            }
        }
        return -1;
    }
}
