package dev.proxima.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Cuts a clip into segments. Every cut costs the decoding of about one group of pictures, so there are as few as keep
 * all slots busy to the end: none on a single slot, unless the clip is long, and long ones before short ones on several.
 */
public final class SegmentPlanner {

    /** A clip shorter than this is not cut unless asked for: starting two processes would cost more than it saves. */
    static final long SHORTEST_CUT_CLIP_SECONDS = 8;

    static final long SHORTEST_SEGMENT_SECONDS = 5;

    /** What is lost at most when a node goes away. */
    static final long LONGEST_SEGMENT_SECONDS = 180;

    /** The same of the slots of one machine: others that come later are to have something to do. */
    static final long LONGEST_ON_ONE_MACHINE_SECONDS = 60;

    /** Starting a process and opening the clip takes as long as encoding some frames; with 2 cores about 0.3 s. */
    private static final double START_SECONDS = 0.3;

    /** Frames before the segment are decoded, which is about half of what encoding them takes. */
    private static final double DECODING = 0.5;

    /** A boundary may leave its ideal place by 1/8 of a segment, so lengths stay within ±25%. */
    private static final int BOUNDARY_TOLERANCE = 8;

    private SegmentPlanner() {}

    /**
     * @param forcedCount number of segments asked for, 0 to choose one by length and slots; at most one per frame is
     *     made, and exactly one of a clip that is not known to cut exactly
     * @param workforce that may work on the clip
     */
    public static SegmentPlan plan(FrameIndex index, VideoTrack video, int forcedCount, Workforce workforce) {
        return plan(index, video, forcedCount, workforce, false);
    }

    private static SegmentPlan plan(
            FrameIndex index, VideoTrack video, int forcedCount, Workforce workforce, boolean splittable) {
        if (forcedCount < 0) {
            throw new IllegalArgumentException("cannot plan " + forcedCount + " segments");
        }
        if (!video.cuttable()) {
            return uncut(video.frames());
        }
        List<Long> lengths = forcedCount > 0
                ? equalLengths(index.frames(), forcedCount)
                : chosenLengths(
                        index.frames(),
                        video.frameRate(),
                        seekDistance(index, video.frameRate().approximate()),
                        workforce,
                        splittable);
        return lengths.size() <= 1 ? uncut(video.frames()) : at(index, video, starts(index, lengths));
    }

    /**
     * As {@link #plan}, for a preset: packets that are not in the order of their times can only be placed by counting. Segments
     * may be split later, unless a number of them was asked for, or all are made on one machine, whose slots share its cores.
     */
    public static SegmentPlan planFor(
            Preset preset, FrameIndex index, VideoTrack video, int forcedCount, Workforce workforce) {
        if (!preset.isIntra() && !video.constantRate()) {
            return uncut(video.frames());
        }
        boolean split = forcedCount == 0 && !workforce.isOneMachine() && SplitPoints.arePossible(preset, video);
        SegmentPlan plan = plan(index, video, forcedCount, workforce, split);
        return split ? splittable(preset, index, video, plan) : plan;
    }

    /** The same plan, of segments that may be split while they are encoded, wherever that is exact. */
    public static SegmentPlan splittable(Preset preset, FrameIndex index, VideoTrack video, SegmentPlan plan) {
        return SplitPoints.in(plan, index, video, preset);
    }

    /** Frames from its start at which a segment may be split if it is one of few, where no key frame is near, in order. */
    public static List<Long> splitFrames(long frames) {
        return SplitPoints.frames(frames, SplitPoints.MOST_IN_A_SEGMENT);
    }

    /** The plan of a clip that is not cut, which needs no index. */
    public static SegmentPlan uncut(long frames) {
        return new SegmentPlan(List.of(new PlannedSegment(
                0, new FrameRange(0, frames), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty())));
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

    /**
     * The lengths that segments are given when they can be chosen, in frames and in order.
     *
     * @param seekDistance see {@link #seekFrames}
     * @param splittable whether they can be split while they are encoded
     */
    public static List<Long> chosenLengths(
            long frames, Rational frameRate, double seekDistance, Workforce workforce, boolean splittable) {
        double rate = frameRate.approximate();
        return frames < SHORTEST_CUT_CLIP_SECONDS * rate
                ? List.of(frames)
                : GuidedLengths.of(
                        frames,
                        workforce,
                        SHORTEST_SEGMENT_SECONDS * rate,
                        longestSeconds(workforce) * rate,
                        seekFrames(rate, seekDistance),
                        splittable);
    }

    private static long longestSeconds(Workforce workforce) {
        return workforce.sharesCores() ? LONGEST_ON_ONE_MACHINE_SECONDS : LONGEST_SEGMENT_SECONDS;
    }

    /**
     * What the start of a segment costs, in frames that could be encoded instead.
     *
     * @param seekDistance frames that are decoded before its first one
     */
    public static double seekFrames(double rate, double seekDistance) {
        return START_SECONDS * rate + DECODING * seekDistance;
    }

    /**
     * On average a boundary is half a distance behind the last key frame, unless it was moved to one. Decoding starts at the one
     * before that, unless the last is clean, which a few tell of all.
     */
    private static double seekDistance(FrameIndex index, double rate) {
        double between = (double) index.frames() / Math.max(1, index.keyFrames());
        boolean clean = IntStream.of(1, 2, 3)
                .map(quarter -> index.keyFrameAtOrBefore((long) index.frames() * quarter / 4))
                .allMatch(keyFrame -> keyFrame >= 0 && index.isCleanAccess(keyFrame));
        double moved = Math.min(1, 2 * SHORTEST_SEGMENT_SECONDS * rate / BOUNDARY_TOLERANCE / between);
        return (1 - moved) * between / 2 + (clean ? 0 : between);
    }

    private static List<Long> equalLengths(long frames, int wanted) {
        long count = Math.min(wanted, frames);
        return LongStream.range(0, count)
                .mapToObj(segment -> (segment + 1) * frames / count - segment * frames / count)
                .toList();
    }

    private static List<Integer> starts(FrameIndex index, List<Long> lengths) {
        List<Integer> starts = new ArrayList<>();
        int ideal = 0;
        for (int segment = 0; segment < lengths.size(); segment++) {
            long before = segment == 0 ? 0 : lengths.get(segment - 1);
            long tolerance = Math.min(before, lengths.get(segment)) / BOUNDARY_TOLERANCE;
            starts.add(segment == 0 ? 0 : nearKeyFrame(index, ideal, tolerance));
            ideal += Math.toIntExact(lengths.get(segment));
        }
        return starts;
    }

    static int nearKeyFrame(FrameIndex index, int ideal, long tolerance) {
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

    /** See {@link PlannedSegment#seekPts}. */
    static OptionalLong seekPts(FrameIndex index, long startFrame) {
        int last = index.keyFrameAtOrBefore(startFrame);
        if (last > 0 && index.isCleanAccess(last)) {
            return OptionalLong.of(index.pts(last));
        }
        int beforeLast = last <= 0 ? -1 : index.keyFrameAtOrBefore(last - 1L);
        return beforeLast < 0 ? OptionalLong.empty() : OptionalLong.of(index.pts(beforeLast));
    }
}
