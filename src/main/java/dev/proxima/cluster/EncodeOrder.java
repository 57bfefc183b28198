package dev.proxima.cluster;

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
        String workDirectory)
        implements WireMessage {}
