package dev.proxima.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
        assertThat(lengths(plan(12 * 25, 12, 0, 64))).hasSize(2).allMatch(frames -> frames >= 5 * 25 * 7 / 8);
    }

    @Test
    void doesNotCutOnOneSlotUnlessTheClipIsLong() {
        assertThat(plan(180 * 25, 50, 0, 1).isCut()).isFalse();
        assertThat(lengths(plan(7200 * 25, 50, 0, 1))).hasSize(40).containsOnly(180 * 25L);
    }

    @Test
    void givesEachSlotHalfOfWhatIsLeftThenHalfOfTheRestAndSoOn() {
        List<Long> lengths = lengths(plan(800 * 25, 25, 0, 4));

        assertThat(lengths)
                .startsWith(2500L, 2500L, 2500L, 2500L, 1250L, 1250L, 1250L, 1250L, 625L, 625L, 625L, 625L)
                .hasSize(20);
        assertThat(lengths.subList(12, 20)).allMatch(frames -> frames <= 325);
    }

    @Test
    void cutsNoShorterThanSeekingIsWorth() {
        // decoding begins 375 frames before a segment on average, which costs as much as encoding 188
        assertThat(lengths(plan(200 * 25, 250, 0, 2))).containsExactly(2500L, 2500L);
    }

    @Test
    void givesAStrongSlotLongerSegments() {
        SegmentPlan plan = SegmentPlanner.plan(
                index(200 * 25, 1), video(200 * 25, true, true), 0, new Workforce(List.of(1.0, 3.0), 0, 0, 0));

        assertThat(lengths(plan)).startsWith(1875L, 938L, 625L).isSortedAccordingTo(Comparator.reverseOrder());
    }

    /** What is long enough for the others takes it as long as the whole job. */
    @Test
    void givesAWeakSlotSegmentsOfItsOwn() {
        SegmentPlan plan = SegmentPlanner.plan(
                index(60 * 25, 1), video(60 * 25, true, true), 0, new Workforce(List.of(4.0, 2.0, 1.0, 1.0), 0, 0, 0));

        assertThat(lengths(plan)).startsWith(375L, 375L).endsWith(94L, 94L, 93L, 93L);
    }

    /** A slot that is still busy has the cores of those that are done, so there is less to even out. */
    @Test
    void cutsFewSegmentsForOneMachine() {
        assertThat(onOneMachine(60, 2)).containsExactly(563L, 562L, 188L, 187L);
        assertThat(onOneMachine(120, 2)).containsExactly(1125L, 1125L, 375L, 375L);
        assertThat(onOneMachine(200, 2)).containsExactly(1250L, 1250L, 1250L, 625L, 625L);
        assertThat(onOneMachine(9, 2)).containsExactly(125L, 100L);
        assertThat(onOneMachine(170, 1)).containsExactly(4250L);
    }

    private static List<Long> onOneMachine(int seconds, int slots) {
        int frames = seconds * 25;
        return lengths(
                SegmentPlanner.plan(index(frames, 1), video(frames, true, true), 0, Workforce.ofOneMachine(slots, 2)));
    }

    /** With a hundred clips to do on two slots, none has to be cut to keep both busy. */
    @Test
    void doesNotCutAClipThatIsOneOfMany() {
        Workforce busy = new Workforce(List.of(1.0, 1.0), 0, 99, 0);
        assertThat(SegmentPlanner.plan(index(60 * 25, 50), video(60 * 25, true, true), 0, busy)
                        .isCut())
                .isFalse();
    }

    /** On two cores, one process that is not limited does as much in a second as two that share them. */
    @Test
    void doesNotCutAClipThatOneProcessMayEndWith() {
        assertThat(nineSecondsAmong(80, 2)).containsExactly(225L);
        assertThat(nineSecondsAmong(80, 8)).containsExactly(125L, 100L);
        assertThat(nineSecondsAmong(27, 2)).containsExactly(125L, 100L);
    }

    private static List<Long> nineSecondsAmong(int otherSeconds, double cores) {
        Workforce workforce = new Workforce(List.of(1.0, 1.0), otherSeconds * 25L, 0, cores);
        return lengths(SegmentPlanner.plan(index(9 * 25, 1), video(9 * 25, true, true), 0, workforce));
    }

    @Test
    void makesOneSegmentOfWhatCannotBeCutExactly() {
        FrameIndex index = index(1000, 12);
        VideoTrack variable = video(1000, false, false);
        VideoTrack unknown = video(1000, true, false);
        assertThat(SegmentPlanner.plan(index, variable, 8, Workforce.of(4)).isCut())
                .isFalse();
        assertThat(SegmentPlanner.plan(index, unknown, 8, Workforce.of(4)).isCut())
                .isFalse();
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
        SegmentPlan plan = SegmentPlanner.plan(
                new FrameIndex(new long[0], new int[0]), video(208, false, false), 0, Workforce.of(1));
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
    void seeksToTheLastKeyFrameWhereItNeedsNothingBeforeIt() {
        FrameIndex index = index(300, 50).withCleanAccess(pts -> pts == 100 * TICKS);
        SegmentPlan plan = SegmentPlanner.at(index, video(300, true, true), List.of(0, 60, 100, 120, 160));
        assertThat(plan.segments().stream().map(PlannedSegment::seekPts))
                .containsExactly(
                        OptionalLong.empty(),
                        OptionalLong.of(0),
                        OptionalLong.of(100 * TICKS),
                        OptionalLong.of(100 * TICKS),
                        OptionalLong.of(100 * TICKS));
    }

    @Test
    void cutsShorterWhereSeekingIsCheap() {
        FrameIndex index = index(200 * 25, 250).withCleanAccess(pts -> true);
        assertThat(lengths(SegmentPlanner.plan(index, video(200 * 25, true, true), 0, Workforce.of(2))))
                .hasSizeGreaterThan(4);
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

    /** What was not foreseen is evened out when they are split. */
    @Test
    void choosesOneSegmentForEachSlotThatCanBeSplit() {
        long frames = 180 * 25;

        assertThat(SegmentPlanner.chosenLengths(frames, new Rational(25, 1), 12, Workforce.of(4), true))
                .containsExactly(1125L, 1125L, 1125L, 1125L);
        assertThat(SegmentPlanner.chosenLengths(frames, new Rational(25, 1), 12, Workforce.of(4), false))
                .hasSizeGreaterThan(12);
    }

    @Property
    void choosesLongSegmentsBeforeShortOnesThatAreWorthTheirSeeks(
            @ForAll @IntRange(min = 200, max = 200_000) int frames,
            @ForAll @IntRange(min = 1, max = 300) int keyDistance,
            @ForAll @IntRange(min = 1, max = 40) int slots,
            @ForAll @IntRange(min = 0, max = 20) int otherClips,
            @ForAll boolean splittable) {
        Workforce workforce = new Workforce(Collections.nCopies(slots, 1.0), 0, otherClips, 0);

        List<Long> lengths =
                SegmentPlanner.chosenLengths(frames, new Rational(25, 1), 1.5 * keyDistance, workforce, splittable);

        assertThat(lengths.stream().mapToLong(Long::longValue).sum()).isEqualTo(frames);
        assertThat(lengths).isSortedAccordingTo(Comparator.reverseOrder());
        // the last one may be what is left over
        assertThat(lengths.get(lengths.size() - 1)).isGreaterThanOrEqualTo(Math.min(frames, 5 * 25 / 2));
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

    private static List<Long> lengths(SegmentPlan plan) {
        return plan.segments().stream().map(segment -> segment.range().length()).toList();
    }

    private static LongStream starts(SegmentPlan plan) {
        return plan.segments().stream().mapToLong(segment -> segment.range().startFrame());
    }

    private static SegmentPlan plan(int frames, int keyDistance, int count, int slots) {
        return SegmentPlanner.plan(index(frames, keyDistance), video(frames, true, true), count, Workforce.of(slots));
    }

    static FrameIndex index(int frames, int keyDistance) {
        long[] pts = LongStream.range(0, frames).map(frame -> frame * TICKS).toArray();
        int[] keys = IntStream.range(0, frames)
                .filter(frame -> frame % keyDistance == 0)
                .toArray();
        return new FrameIndex(pts, Arrays.copyOf(keys, keys.length));
    }

    static VideoTrack video(int frames, boolean constantRate, boolean cuttable) {
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
