package dev.proxima.cluster;

import dev.proxima.job.Approach;
import dev.proxima.job.JobState;
import dev.proxima.media.ClipInfo;
import dev.proxima.media.PlannedSegment;
import dev.proxima.media.Preset;
import dev.proxima.media.SourceStamp;
import java.util.Optional;

/**
 * All that a node needs to encode one piece of a job.
 *
 * @param stamp the source as it was planned; an attempt that finds another one fails
 * @param segment what to encode; empty for the audio
 * @param whole whether the segment is the whole clip, read without seeking or trimming
 * @param approach how to come to the first frame of a segment
 * @param workDirectory absolute path of the folder for the result, the same on all nodes
 */
public record EncodeOrder(
        AttemptId id,
        String source,
        SourceStamp stamp,
        ClipInfo clip,
        Preset preset,
        Optional<PlannedSegment> segment,
        boolean whole,
        Approach approach,
        String workDirectory)
        implements WireMessage {

    public static EncodeOrder of(JobState state, AttemptId id, String workDirectory) {
        JobState.Plan plan = state.plan().orElseThrow();
        return new EncodeOrder(
                id,
                state.spec().source(),
                plan.stamp(),
                plan.clip(),
                state.spec().finalPreset(),
                state.planned(id.segment()),
                !plan.segments().isCut(),
                state.approach(id.segment()),
                workDirectory);
    }
}
