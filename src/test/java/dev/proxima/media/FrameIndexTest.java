package dev.proxima.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameIndexTest {

    private final FrameIndex index = new FrameIndex(new long[] {-1, 1, 3, 5, 7, 9}, new int[] {1, 4});

    @ParameterizedTest
    @CsvSource({"0, -1, 1", "1, 1, 1", "2, 1, 4", "4, 4, 4", "5, 4, -1"})
    void findsTheKeyFramesAround(long frame, int before, int after) {
        assertThat(index.keyFrameAtOrBefore(frame)).isEqualTo(before);
        assertThat(index.keyFrameAtOrAfter(frame)).isEqualTo(after);
    }

    @Test
    void knowsWhereEachFrameIs() {
        assertThat(index.frames()).isEqualTo(6);
        assertThat(index.pts(0)).isEqualTo(-1);
        assertThat(index.pts(5)).isEqualTo(9);
    }

    @Test
    void takesOnlyFramesThatFollowEachOther() {
        assertThatThrownBy(() -> new FrameIndex(new long[] {0, 1, 1}, new int[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("frame 2");
    }

    @Test
    void aPlanHasNoGap() {
        assertThatThrownBy(() -> new SegmentPlan(List.of(segment(0, 0, 10), segment(1, 11, 20))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("segment 1 does not start at frame 10");
        assertThatThrownBy(() -> new FrameRange(10, 10)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new SegmentPlan(List.of(segment(0, 0, 10), segment(1, 10, 20))).isCut())
                .isTrue();
        assertThat(new SegmentPlan(List.of(segment(0, 0, 10))).isCut()).isFalse();
    }

    private static PlannedSegment segment(int index, long start, long end) {
        return new PlannedSegment(
                index, new FrameRange(start, end), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
    }
}
