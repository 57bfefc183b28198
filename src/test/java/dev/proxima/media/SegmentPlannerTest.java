package dev.proxima.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SegmentPlannerTest {

    private static final long TICKS = 512;

    @Test
    void doesNotCutAShortClip() {
        assertThat(plan(7 * 25, 12, 0, 4).isCut()).isFalse();
    }

    @Test
    void cutsNoSegmentShorterThanFiveSecondsByItself() {
        assertThat(plan(12 * 25, 12, 0, 64).segments()).hasSize(2);
    }

    @Test
    void givesEverySlotThreeSegments() {
        assertThat(plan(600 * 25, 12, 0, 4).segments()).hasSize(12);
    }

    @Test
    void cutsALongClipIntoSegmentsOfAMinute() {
        assertThat(plan(7200 * 25, 12, 0, 1).segments()).hasSize(120);
    }

    @Test
    void makesOneSegmentOfWhatCannotBeCutExactly() {
        FrameIndex index = index(1000, 12);
        VideoTrack variable = video(1000, false, false);
        VideoTrack unknown = video(1000, true, false);
        assertThat(SegmentPlanner.plan(index, variable, 8, 4).isCut()).isFalse();
        assertThat(SegmentPlanner.plan(index, unknown, 8, 4).isCut()).isFalse();
    }

    @Test
    void saysWhenTheFramesOfAVariableRateAre() {
        FrameIndex index = index(1000, 12);
        SegmentPlan plan = SegmentPlanner.at(index, video(1000, false, true), List.of(0, 300, 700));
        assertThat(plan.segments()).allMatch(segment -> segment.times().isPresent());
        assertThat(plan.segments().get(0).times())
                .isNotEqualTo(plan.segments().get(1).times());
        assertThat(SegmentPlanner.at(index, video(1000, true, true), List.of(0, 300))
                        .segments())
                .allMatch(segment -> segment.times().isEmpty());
    }

    @Test
    void plansAClipWithoutTimestampsByItsNumberOfPackets() {
        SegmentPlan plan = SegmentPlanner.plan(new FrameIndex(new long[0], new int[0]), video(208, false, false), 0, 1);
        assertThat(plan.segments().get(0).range()).isEqualTo(new FrameRange(0, 208));
    }

    @Test
    void movesABoundaryToANearKeyFrame() {
        // ideal cuts are at 100 and 200; key frames lie 4 after and 8 before them
        assertThat(starts(plan(300, 104, 3, 1))).containsExactly(0L, 104L, 208L);
        // none is near
        assertThat(starts(plan(300, 150, 3, 1))).containsExactly(0L, 100L, 200L);
    }

    @Test
    void seeksToTheKeyFrameBeforeTheLastOne() {
        SegmentPlan plan = plan(300, 50, 3, 1);
        assertThat(plan.segments().get(1).range().startFrame()).isEqualTo(100);
        assertThat(plan.segments().get(1).seekPts()).hasValue(50 * TICKS);
        assertThat(plan.segments().get(2).seekPts()).hasValue(150 * TICKS);
    }

    @Test
    void readsFromTheStartWhenThereIsNoEarlierKeyFrame() {
        SegmentPlan plan = plan(300, 1000, 3, 1);
        assertThat(plan.segments())
                .allSatisfy(segment -> assertThat(segment.seekPts()).isEmpty());
    }

    @Property
    void coversEveryFrameOnceInAsManySegmentsAsAskedFor(
            @ForAll @IntRange(min = 1, max = 3000) int frames,
            @ForAll @IntRange(min = 1, max = 400) int keyDistance,
            @ForAll @IntRange(min = 1, max = 200) int count) {
        SegmentPlan plan = plan(frames, keyDistance, count, 1);

        assertThat(plan.segments()).hasSize(Math.min(count, frames));
        // the plan itself refuses gaps and empty ranges
        assertThat(last(plan).range().endFrameExclusive()).isEqualTo(frames);
        assertThat(plan.segments().get(0).startPts()).isEmpty();
        assertThat(last(plan).endPts()).isEmpty();
    }

    @Property
    void keepsLengthsWithinAQuarterOfTheMean(
            @ForAll @IntRange(min = 1, max = 3000) int frames,
            @ForAll @IntRange(min = 1, max = 400) int keyDistance,
            @ForAll @IntRange(min = 1, max = 200) int count) {
        SegmentPlan plan = plan(frames, keyDistance, count, 1);

        double mean = (double) frames / plan.segments().size();
        // a whole number of frames may be one off
        assertThat(plan.segments())
                .allSatisfy(segment ->
                        assertThat(Math.abs(segment.range().length() - mean)).isLessThanOrEqualTo(mean / 4 + 1));
    }

    @Property
    void namesTheTimestampsOfItsFrames(
            @ForAll @IntRange(min = 2, max = 2000) int frames,
            @ForAll @IntRange(min = 1, max = 300) int keyDistance,
            @ForAll @IntRange(min = 2, max = 50) int count) {
        List<PlannedSegment> segments = plan(frames, keyDistance, count, 1).segments();
        for (int i = 1; i < segments.size(); i++) {
            long start = segments.get(i).range().startFrame() * TICKS;
            assertThat(segments.get(i).startPts()).hasValue(start);
            assertThat(segments.get(i - 1).endPts()).hasValue(start);
            segments.get(i).seekPts().ifPresent(seek -> {
                assertThat(seek / TICKS % keyDistance).isZero();
                assertThat(seek).isLessThanOrEqualTo(start - keyDistance * TICKS);
            });
        }
    }

    private static PlannedSegment last(SegmentPlan plan) {
        return plan.segments().get(plan.segments().size() - 1);
    }

    private static LongStream starts(SegmentPlan plan) {
        return plan.segments().stream().mapToLong(segment -> segment.range().startFrame());
    }

    private static SegmentPlan plan(int frames, int keyDistance, int count, int slots) {
        return SegmentPlanner.plan(index(frames, keyDistance), video(frames, true, true), count, slots);
    }

    private static FrameIndex index(int frames, int keyDistance) {
        long[] pts = LongStream.range(0, frames).map(frame -> frame * TICKS).toArray();
        int[] keys = IntStream.range(0, frames)
                .filter(frame -> frame % keyDistance == 0)
                .toArray();
        return new FrameIndex(pts, Arrays.copyOf(keys, keys.length));
    }

    private static VideoTrack video(int frames, boolean constantRate, boolean cuttable) {
        return new VideoTrack(
                0,
                "h264",
                320,
                180,
                "yuv420p",
                new Rational(1, 12800),
                new Rational(25, 1),
                constantRate,
                0,
                cuttable,
                Optional.of("VideoHandler"),
                frames);
    }
}
