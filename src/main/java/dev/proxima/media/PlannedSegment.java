package dev.proxima.media;

import java.util.List;
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
 * @param splits where it may be split while it is encoded, in order; none where that would not be exact or of no use
 * @param isRest whether it was split off another one
 */
public record PlannedSegment(
        int index,
        FrameRange range,
        OptionalLong startPts,
        OptionalLong endPts,
        OptionalLong seekPts,
        Optional<String> times,
        List<SplitPoint> splits,
        boolean isRest) {

    /** Journals that knew no times held clips of constant rate only, and those that knew no splits, segments that stay whole. */
    public PlannedSegment {
        times = times == null ? Optional.empty() : times;
        splits = splits == null ? List.of() : List.copyOf(splits);
    }

    /** One that stays whole. */
    public PlannedSegment(
            int index,
            FrameRange range,
            OptionalLong startPts,
            OptionalLong endPts,
            OptionalLong seekPts,
            Optional<String> times) {
        this(index, range, startPts, endPts, seekPts, times, List.of(), false);
    }

    /** The split at that frame of the clip; empty if there is none. */
    public Optional<SplitPoint> split(long frame) {
        return splits.stream().filter(point -> point.frame() == frame).findFirst();
    }

    /** The first split with at most {@code frames} behind it, else the last of all, of which there has to be one. */
    public SplitPoint lastPart(long frames) {
        return splits.stream()
                .filter(point -> range.endFrameExclusive() - point.frame() <= frames)
                .findFirst()
                .orElseGet(() -> splits.get(splits.size() - 1));
    }

    /** The same, with other places to split it. */
    public PlannedSegment withSplits(List<SplitPoint> newSplits) {
        return new PlannedSegment(index, range, startPts, endPts, seekPts, times, newSplits, isRest);
    }

    /** What is left of it when the rest is split off. */
    PlannedSegment until(SplitPoint point) {
        return new PlannedSegment(
                index,
                new FrameRange(range.startFrame(), point.frame()),
                startPts,
                OptionalLong.of(point.pts()),
                seekPts,
                times,
                splits.stream().filter(split -> split.frame() < point.frame()).toList(),
                isRest);
    }

    /** The rest of it. */
    PlannedSegment from(SplitPoint point, int newIndex) {
        return new PlannedSegment(
                newIndex,
                new FrameRange(point.frame(), range.endFrameExclusive()),
                OptionalLong.of(point.pts()),
                endPts,
                point.seekPts(),
                times,
                splits.stream().filter(split -> split.frame() > point.frame()).toList(),
                true);
    }

    /** Joined again with the rest of it; who made both at once is not asked for less any more. */
    PlannedSegment with(PlannedSegment rest) {
        return new PlannedSegment(
                index,
                new FrameRange(range.startFrame(), rest.range().endFrameExclusive()),
                startPts,
                rest.endPts(),
                seekPts,
                times,
                List.of(),
                isRest);
    }

    /** Of a clip with a constant rate. */
    public PlannedSegment(
            int index, FrameRange range, OptionalLong startPts, OptionalLong endPts, OptionalLong seekPts) {
        this(index, range, startPts, endPts, seekPts, Optional.empty());
    }
}
