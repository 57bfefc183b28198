package dev.proxima.cluster;

import static dev.proxima.testing.TestSystem.ENCODERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.api.NodeView;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OneBuildTest {

    private static final NodeReport COORDINATOR = report("seed:1", "2.0", "8.0.1-abc/2.0");

    @Test
    void aNodeOfTheSameVersionAndFfmpegIsUsed() {
        NodeReport same = report("helper:1", "2.0", "8.0.1-abc/2.0");

        assertThat(OneBuild.unusedReason(same, COORDINATOR)).isEmpty();
    }

    @Test
    void aNodeOfAnotherVersionIsToldBoth() {
        NodeReport old = report("helper:1", "1.9", "8.0.1-abc/2.0");

        assertThat(OneBuild.unusedReason(old, COORDINATOR))
                .contains(
                        "It runs Proxima 1.9 and its coordinator seed:1 2.0: install the same version on both and start it again.");
    }

    @Test
    void aNodeWithAnotherFfmpegIsToldBothBuilds() {
        assertThat(OneBuild.unusedReason(report("helper:1", "2.0", "7.1-def/2.0"), COORDINATOR))
                .contains(
                        "Its FFmpeg is 7.1-def and that of its coordinator seed:1 8.0.1-abc: set proxima.ffmpeg.dir to "
                                + "the same build on both, or on neither.");
    }

    @Test
    void theBoardShowsTheReasonAndDoesNotCountItsSlots() {
        LiveBoard board = new LiveBoard(ENCODERS);
        board.put(COORDINATOR);
        board.put(report("helper:1", "1.9", "8.0.1-abc/2.0"));
        board.ledBy("seed:1");

        assertThat(board.nodes()).extracting(NodeView::id).containsExactly("helper:1", "seed:1");
        assertThat(board.nodes().get(0).unusedReason()).contains("1.9");
        assertThat(board.nodes().get(1).unusedReason()).isNull();
        assertThat(board.slots()).isEqualTo(4);
        assertThat(board.slotsOf("helper:1")).isEqualTo(4);
    }

    private static NodeReport report(String node, String version, String build) {
        return new NodeReport(node, List.of("encoder"), 4, false, version, build, Set.of(), 1, List.of());
    }
}
