package dev.proxima.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.proxima.job.Failure;
import dev.proxima.job.JobEvent;
import dev.proxima.job.JobState;
import dev.proxima.media.FrameRange;
import dev.proxima.media.PlannedSegment;
import dev.proxima.media.SegmentPlan;
import dev.proxima.testing.JobSamples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class WorkTest {

    @Test
    void tellsFewPiecesOneByOneTheAudioFirstThenTheLongest() {
        assertThat(Work.of(cutInto(List.of(51L, 47L, 55L, 47L))).waiting())
                .extracting(Demand.Lot::frames, Demand.Lot::count, Demand.Lot::first)
                .containsExactly(tuple(5L, 1, true), tuple(55L, 1, false), tuple(51L, 1, false), tuple(47L, 2, false));
    }

    @Test
    void tellsManyPiecesByTheirLengthsRoughly() {
        List<Long> lengths = new ArrayList<>(Collections.nCopies(60, 66L));
        lengths.addAll(Collections.nCopies(60, 65L));

        assertThat(Work.of(cutInto(lengths)).waiting())
                .extracting(Demand.Lot::frames, Demand.Lot::count, Demand.Lot::first)
                .containsExactly(tuple(5L, 1, true), tuple(64L, 120, false));
    }

    @Test
    void tellsOfWhichPiecesANodeMayTakeTheEnd() {
        JobState waiting = JobSamples.after(JobSamples.SUBMITTED, JobSamples.PLANNED_SPLITTABLE);
        JobState again = JobSamples.after(
                waiting,
                List.of(
                        new JobEvent.SegmentDispatched(1, 1, JobSamples.NODE),
                        new JobEvent.SegmentRequeued(1, 1, new Failure.NodeLost(JobSamples.NODE))));

        assertThat(Work.of(waiting).waiting())
                .extracting(Demand.Lot::frames, Demand.Lot::count, Demand.Lot::splits)
                .containsExactlyInAnyOrder(tuple(5L, 1, false), tuple(100L, 1, false), tuple(100L, 1, true));
        assertThat(Work.of(again).waiting())
                .as("one of which somebody may have begun all")
                .noneMatch(Demand.Lot::splits);
    }

    /** The frames of the clip stay those of the sample. */
    private static JobState cutInto(List<Long> lengths) {
        List<PlannedSegment> segments = new ArrayList<>();
        long start = 0;
        for (long length : lengths) {
            OptionalLong pts = start == 0 ? OptionalLong.empty() : OptionalLong.of(start);
            segments.add(new PlannedSegment(
                    segments.size(), new FrameRange(start, start + length), pts, OptionalLong.of(start + length), pts));
            start += length;
        }
        return JobSamples.after(
                JobSamples.SUBMITTED,
                new JobEvent.SegmentsPlanned(
                        JobSamples.CLIP, JobSamples.STAMP, new SegmentPlan(segments), JobSamples.NODE));
    }
}
