package dev.proxima.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Chooses where segments may be split while they are encoded. Packets have to be pictures of their own, placed by counting, and
 * the file has to be readable before it is finished.
 */
final class SplitPoints {

    /** Eight pictures are hashed at each point, which is 1% of the work of a segment. */
    private static final int LEAST_DISTANCE = 20;

    private static final int MOST_IN_A_SEGMENT = 24;

    /** All of them are kept with the plan. */
    private static final int MOST_IN_A_CLIP = 2_000;

    private static final Set<String> CONTAINERS = Set.of("mov", "mp4");

    private final FrameIndex index;
    private final int most;

    private SplitPoints(FrameIndex index, int segments) {
        this.index = index;
        this.most = Math.min(MOST_IN_A_SEGMENT, MOST_IN_A_CLIP / segments);
    }

    static boolean arePossible(Preset preset, VideoTrack video) {
        return preset.isIntra()
                && video.constantRate()
                && CONTAINERS.contains(preset.extension())
                && !preset.videoArguments().contains("-movflags");
    }

    /** {@code plan} with points wherever there may be some. */
    static SegmentPlan in(SegmentPlan plan, FrameIndex index, VideoTrack video, Preset preset) {
        if (!arePossible(preset, video) || !plan.isCut()) {
            return plan;
        }
        SplitPoints points = new SplitPoints(index, plan.segments().size());
        return new SegmentPlan(plan.segments().stream()
                .map(segment -> segment.withSplits(points.of(segment.range())))
                .toList());
    }

    private List<SplitPoint> of(FrameRange range) {
        List<SplitPoint> points = new ArrayList<>();
        long distance = Math.max(LEAST_DISTANCE, range.length() / (most + 1) + 1);
        long tolerance = distance / 4;
        for (long ideal = range.startFrame() + distance;
                ideal <= range.endFrameExclusive() - LEAST_DISTANCE;
                ideal += distance) {
            int frame = SegmentPlanner.nearKeyFrame(index, Math.toIntExact(ideal), tolerance);
            points.add(new SplitPoint(frame, index.pts(frame), SegmentPlanner.seekPts(index, frame)));
        }
        return points;
    }
}
