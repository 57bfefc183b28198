package dev.proxima.cluster;

import static dev.proxima.testing.TestSystem.ENCODERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.api.JobView;
import dev.proxima.api.SegmentView;
import dev.proxima.job.JobState;
import dev.proxima.job.JobStatus;
import dev.proxima.testing.JobSamples;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LiveBoardTest {

    private final LiveBoard board = new LiveBoard(ENCODERS);
    private final JobView whole = JobViews.of(JobSamples.encoding(), JobStatus.ENCODING);

    @Test
    void keepsWhatAPlanningJobTellsOfItsProgress() {
        JobView planning = JobViews.of(JobState.submitted(JobSamples.SPEC), JobStatus.PLANNING)
                .withProgress(0.4);
        board.put(new JobPorts.Changed(planning, false));
        assertThat(known().progress()).isEqualTo(0.4);
    }

    @Test
    void isLeftAloneWhenNoCoordinatorHasToldOfItselfForLong() {
        board.put(report("helper", NodeContext.ENCODER));
        assertThat(board.isLeftAlone(SteadyTime.now().plusSeconds(60))).isFalse();

        board.put(report("seed", NodeContext.COORDINATOR));
        board.put(report("helper", NodeContext.ENCODER));

        assertThat(board.isLeftAlone(SteadyTime.now().plusSeconds(7))).isFalse();
        assertThat(board.isLeftAlone(SteadyTime.now().plusSeconds(9))).isTrue();
    }

    private static NodeReport report(String node, String role) {
        return new NodeReport(node, List.of(role), 1, false, "1", "build", Set.of(), 1, List.of());
    }

    @Test
    void knowsTheEncodersThatSomeNodeDoesNotLack() {
        board.put(new NodeReport("a:1", List.of("encoder"), 1, false, "1", "build", Set.of("prores"), 1, List.of()));
        assertThat(board.encoders()).containsExactly("dnxhd");
        assertThat(board.hasSlotFor("dnxhd")).isTrue();
        assertThat(board.hasSlotFor("prores")).isFalse();
        assertThat(board.hasSlotFor("an encoder that the build does not have")).isFalse();

        board.put(report("b:1", "encoder"));
        assertThat(board.hasSlotFor("prores")).isTrue();
    }

    @Test
    void countsClipsThatWaitForTheirTurnWhereOneProcessIsEnoughForAMachine() {
        board.putUnfinished(20);
        board.put(reportOf("a:1", 2));
        assertThat(board.workforce("a job").otherClips()).isEqualTo(19);

        board.put(reportOf("a:1", 8));
        assertThat(board.workforce("a job").otherClips()).isZero();

        board.put(reportOf("a:1", 2));
        board.put(reportOf("b:1", 2));
        assertThat(board.workforce("a job").otherClips()).isZero();

        board.removeNode("b:1");
        board.putUnfinished(0);
        assertThat(board.workforce("a job").otherClips()).isZero();
    }

    private static NodeReport reportOf(String node, double cores) {
        return new NodeReport(node, List.of("encoder"), 2, false, "1", "build", Set.of(), 1, List.of(), null, cores);
    }

    @Test
    void laysWhatChangedOverWhatItKnows() {
        board.put(new JobPorts.Changed(whole, false));
        SegmentView done = segment(1, whole.segments().get(1).startFrame(), "SUCCEEDED");

        board.put(news(done));

        assertThat(known().segments())
                .hasSameSizeAs(whole.segments())
                .contains(done, whole.segments().get(0));
    }

    @Test
    void leavesChangesThatDoNotFitUntilTheJobIsToldWhole() {
        SegmentView done = segment(1, whole.segments().get(1).startFrame(), "SUCCEEDED");
        board.put(news(done));
        assertThat(board.job(whole.id())).isEmpty();

        board.put(new JobPorts.Changed(whole, false));
        board.put(news(segment(1, 7, "SUCCEEDED")));
        board.put(news(segment(999, 0, "SUCCEEDED")));

        assertThat(known().segments()).isEqualTo(whole.segments());
    }

    private JobView known() {
        return board.job(JobSamples.SPEC.jobId()).orElseThrow();
    }

    private SegmentView segment(int index, long start, String status) {
        long end = whole.segments().get(1).endFrameExclusive();
        return new SegmentView(index, start, end, status, "node:1", 1, 1, 0);
    }

    private JobPorts.Changed news(SegmentView... segments) {
        return new JobPorts.Changed(whole.withSegments(List.of(segments), whole.audio(), whole.progress()), true);
    }
}
