package dev.proxima.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.testing.JobSamples;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitPointsTest {

    private static final int FRAMES = 60 * 25;
    private static final FrameIndex INDEX = SegmentPlannerTest.index(FRAMES, 47);
    private static final VideoTrack VIDEO = SegmentPlannerTest.video(FRAMES, true, true);

    @Test
    void areWhereNoSeamTouchesAnother() {
        SegmentPlan plan = plan(JobSamples.PRESET, VIDEO, 0, Workforce.of(4));

        for (PlannedSegment segment : plan.segments()) {
            List<Long> frames = segment.splits().stream().map(SplitPoint::frame).toList();
            assertThat(frames).isNotEmpty().isSorted();
            long last = segment.range().startFrame();
            for (long frame : frames) {
                assertThat(frame).isGreaterThanOrEqualTo(last + 10);
                last = frame;
            }
            assertThat(last).isLessThanOrEqualTo(segment.range().endFrameExclusive() - 15);
        }
    }

    @Test
    void areAtKeyFramesThatAreNear() {
        SplitPoint atKeyFrame = plan(JobSamples.PRESET, VIDEO, 0, Workforce.of(4)).segments().stream()
                .flatMap(segment -> segment.splits().stream())
                .filter(split -> split.frame() % 47 == 0)
                .findFirst()
                .orElseThrow();

        assertThat(atKeyFrame.pts()).isEqualTo(atKeyFrame.frame() * 512);
        assertThat(atKeyFrame.seekPts()).hasValue((atKeyFrame.frame() - 47) * 512);
    }

    @Test
    void areNotWhereSplittingIsNotExactOrOfNoUse() {
        Preset longGop = new Preset(
                "h264",
                "",
                "mov",
                "libx264",
                List.of(),
                List.of(),
                Preset.Kind.LONG_GOP,
                List.of(),
                List.of(),
                PictureSettings.PLAIN);
        Preset mxf = new Preset("dnxhr", "", "mxf", "dnxhd", List.of(), List.of());

        Preset flags = new Preset("own", "", "mov", "prores", List.of("-movflags", "+write_colr"), List.of());

        assertThat(splits(plan(flags, VIDEO, 0, Workforce.of(4)))).isZero();
        assertThat(splits(plan(longGop, VIDEO, 0, Workforce.of(4)))).isZero();
        assertThat(splits(plan(mxf, VIDEO, 0, Workforce.of(4)))).isZero();
        assertThat(splits(plan(JobSamples.PRESET, VIDEO, 5, Workforce.of(4)))).isZero();
        assertThat(splits(plan(JobSamples.PRESET, VIDEO, 0, Workforce.ofOneMachine(4, 16))))
                .isZero();
    }

    @Test
    void areFewInAClipOfManySegments() {
        SegmentPlan plan = SegmentPlanner.plan(INDEX, VIDEO, 300, Workforce.of(4));

        assertThat(splits(SplitPoints.in(plan, INDEX, VIDEO, JobSamples.PRESET)))
                .isLessThanOrEqualTo(2_000);
    }

    private static SegmentPlan plan(Preset preset, VideoTrack video, int count, Workforce workforce) {
        SegmentPlan plan = SegmentPlanner.planFor(preset, INDEX, video, count, workforce);
        assertThat(plan.isCut()).isTrue();
        return plan;
    }

    private static long splits(SegmentPlan plan) {
        return plan.segments().stream()
                .mapToLong(segment -> segment.splits().size())
                .sum();
    }
}
