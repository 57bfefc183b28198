package dev.proxima.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Cuts a clip into segments. Every cut costs the decoding of about one group of pictures, so there are as few as keep
 * all slots busy to the end.
 */
public final class SegmentPlanner {

    /** A clip shorter than this is not cut unless asked for: starting two processes would cost more than it saves. */
    static final long SHORTEST_CUT_CLIP_SECONDS = 8;

    static final long SHORTEST_SEGMENT_SECONDS = 5;

    /** What is lost at most when a node goes away. */
    static final long LONGEST_SEGMENT_SECONDS = 60;

    /** So that a slow slot holds up the end of a job by a third of its work at most. */
    static final int SEGMENTS_PER_SLOT = 3;

    /** A boundary may leave its ideal place by 1/8 of a segment, so lengths stay within ±25%. */
    private static final int BOUNDARY_TOLERANCE = 8;

    private SegmentPlanner() {}

    /**
     * @param forcedCount number of segments asked for, 0 to choose one by length and slots; at most one per frame is
     *     made, and exactly one of a clip that is not known to cut exactly
     * @param slots encoder slots that may work on the clip, at least 1
     */
    public static SegmentPlan plan(FrameIndex index, VideoTrack video, int forcedCount, int slots) {
        if (forcedCount < 0 || slots < 1) {
            throw new IllegalArgumentException("cannot plan " + forcedCount + " segments on " + slots + " slots");
        }
        int count = 1;
        if (video.cuttable()) {
            count = forcedCount > 0 ? Math.min(forcedCount, index.frames()) : chosenCount(index, video, slots);
        }
        return count == 1 ? uncut(video.frames()) : cut(index, video, count);
    }

    /** As {@link #plan}, for a preset: packets that are not in the order of their times can only be placed by counting. */
    public static SegmentPlan planFor(Preset preset, FrameIndex index, VideoTrack video, int forcedCount, int slots) {
        return preset.kind() == Preset.Kind.LONG_GOP && !video.constantRate()
                ? uncut(video.frames())
                : plan(index, video, forcedCount, slots);
    }

    /** The plan of a clip that is not cut, which needs no index. */
    public static SegmentPlan uncut(long frames) {
        return new SegmentPlan(List.of(new PlannedSegment(
                0, new FrameRange(0, frames), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty())));
    }

    private static SegmentPlan cut(FrameIndex index, VideoTrack video, int count) {
        return at(index, video, starts(index, count));
    }

    /**
     * Cuts exactly where told.
     *
     * @param starts the first frame of each segment, increasing, the first of them 0
     */
    public static SegmentPlan at(FrameIndex index, VideoTrack video, List<Integer> starts) {
        int count = starts.size();
        List<PlannedSegment> segments = new ArrayList<>();
        for (int segment = 0; segment < count; segment++) {
            int end = segment + 1 < count ? starts.get(segment + 1) : index.frames();
            segments.add(segment(index, video, segment, new FrameRange(starts.get(segment), end)));
        }
        return new SegmentPlan(segments);
    }

    private static int chosenCount(FrameIndex index, VideoTrack video, int slots) {
        long seconds = video.frameRate().inverse().scaleDown(index.frames());
        if (seconds < SHORTEST_CUT_CLIP_SECONDS) {
            return 1;
        }
        long most = Math.max(1, seconds / SHORTEST_SEGMENT_SECONDS);
        long fewest = (seconds + LONGEST_SEGMENT_SECONDS - 1) / LONGEST_SEGMENT_SECONDS;
        long wanted = (long) slots * SEGMENTS_PER_SLOT;
        return Math.toIntExact(Math.max(fewest, Math.min(wanted, most)));
    }

    private static List<Integer> starts(FrameIndex index, int count) {
        long frames = index.frames();
        long tolerance = frames / count / BOUNDARY_TOLERANCE;
        List<Integer> starts = new ArrayList<>();
        for (long segment = 0; segment < count; segment++) {
            int ideal = (int) (segment * frames / count);
            starts.add(segment == 0 ? ideal : nearKeyFrame(index, ideal, tolerance));
        }
        return starts;
    }

    private static int nearKeyFrame(FrameIndex index, int ideal, long tolerance) {
        int before = index.keyFrameAtOrBefore(ideal);
        int after = index.keyFrameAtOrAfter(ideal);
        boolean beforeIsNear = before >= 0 && ideal - before <= tolerance;
        boolean afterIsNear = after >= 0 && after - ideal <= tolerance;
        if (beforeIsNear && afterIsNear) {
            return ideal - before <= after - ideal ? before : after;
        }
        return beforeIsNear ? before : afterIsNear ? after : ideal;
    }

    private static PlannedSegment segment(FrameIndex index, VideoTrack video, int number, FrameRange range) {
        boolean first = range.startFrame() == 0;
        boolean last = range.endFrameExclusive() == index.frames();
        return new PlannedSegment(
                number,
                range,
                first ? OptionalLong.empty() : OptionalLong.of(index.pts(range.startFrame())),
                last ? OptionalLong.empty() : OptionalLong.of(index.pts(range.endFrameExclusive())),
                first ? OptionalLong.empty() : seekPts(index, range.startFrame()),
                video.constantRate() ? Optional.empty() : Optional.of(times(index, range)));
    }

    private static String times(FrameIndex index, FrameRange range) {
        TimesDigest digest = new TimesDigest();
        for (long frame = range.startFrame(); frame < range.endFrameExclusive(); frame++) {
            digest.add(index.pts(frame) - index.pts(range.startFrame()));
        }
        return digest.hex();
    }

    private static OptionalLong seekPts(FrameIndex index, long startFrame) {
        int last = index.keyFrameAtOrBefore(startFrame);
        int beforeLast = last <= 0 ? -1 : index.keyFrameAtOrBefore(last - 1L);
        return beforeLast < 0 ? OptionalLong.empty() : OptionalLong.of(index.pts(beforeLast));
    }
}
