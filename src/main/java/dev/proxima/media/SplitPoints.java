package dev.proxima.media;

import java.util.ArrayList;
import java.util.List;

/**
 * Chooses where segments may be split while they are encoded. Packets have to be pictures of their own, placed by counting, and
 * the file has to be readable before it is finished.
 */
final class SplitPoints {

    /** Eight pictures are hashed at each point, which is 1% of the work of a segment. */
    private static final int LEAST_DISTANCE = 20;

    static final int MOST_IN_A_SEGMENT = 24;

    /** All of them are kept with the plan. */
    private static final int MOST_IN_A_CLIP = 2_000;

    private final FrameIndex index;
    private final int most;

    private SplitPoints(FrameIndex index, int segments) {
        this.index = index;
        this.most = Math.min(MOST_IN_A_SEGMENT, MOST_IN_A_CLIP / segments);
    }

    static boolean arePossible(Preset preset, VideoTrack video) {
        return preset.isIntra()
                && video.constantRate()
                && preset.writesMovie()
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
        List<Long> frames = frames(range.length(), most);
        List<SplitPoint> points = new ArrayList<>();
        for (int point = 0; point < frames.size(); point++) {
            long after = point + 1 < frames.size() ? frames.get(point + 1) : range.length();
            long tolerance = (after - frames.get(point)) / 4;
            int ideal = Math.toIntExact(range.startFrame() + frames.get(point));
            int frame = SegmentPlanner.nearKeyFrame(index, ideal, tolerance);
            points.add(new SplitPoint(frame, index.pts(frame), SegmentPlanner.seekPts(index, frame)));
        }
        return points;
    }

    /**
     * Frames from the start of a segment at which it may be split, in order. Closer to each other towards its end: the less of
     * it is left when others are done, the finer that has to be shared.
     */
    static List<Long> frames(long length, int most) {
        long count = Math.min(most, length / LEAST_DISTANCE - 1);
        double spare = length - LEAST_DISTANCE * (count + 1.0);
        List<Long> frames = new ArrayList<>();
        for (long behind = count; behind > 0; behind--) {
            double share = behind / (count + 1.0);
            frames.add(length - LEAST_DISTANCE * behind - Math.round(spare * share * share));
        }
        return frames;
    }
}
