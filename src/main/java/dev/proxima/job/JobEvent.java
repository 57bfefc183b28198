package dev.proxima.job;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.proxima.media.ClipInfo;
import dev.proxima.media.SegmentPlan;
import dev.proxima.media.SourceStamp;
import java.util.List;

/** What happened to a job. These are written to the journal: fields may be added, never renamed or removed. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = JobEvent.JobSubmitted.class, name = "job-submitted"),
    @JsonSubTypes.Type(value = JobEvent.SegmentsPlanned.class, name = "segments-planned"),
    @JsonSubTypes.Type(value = JobEvent.SegmentDispatched.class, name = "segment-dispatched"),
    @JsonSubTypes.Type(value = JobEvent.SegmentSucceeded.class, name = "segment-succeeded"),
    @JsonSubTypes.Type(value = JobEvent.SegmentFailed.class, name = "segment-failed"),
    @JsonSubTypes.Type(value = JobEvent.SegmentRequeued.class, name = "segment-requeued"),
    @JsonSubTypes.Type(value = JobEvent.SegmentSplit.class, name = "segment-split"),
    @JsonSubTypes.Type(value = JobEvent.SegmentRejoined.class, name = "segment-rejoined"),
    @JsonSubTypes.Type(value = JobEvent.SplitAbandoned.class, name = "split-abandoned"),
    @JsonSubTypes.Type(value = JobEvent.StitchStarted.class, name = "stitch-started"),
    @JsonSubTypes.Type(value = JobEvent.JobSucceeded.class, name = "job-succeeded"),
    @JsonSubTypes.Type(value = JobEvent.JobFailed.class, name = "job-failed"),
    @JsonSubTypes.Type(value = JobEvent.JobCancelled.class, name = "job-cancelled"),
    @JsonSubTypes.Type(value = JobEvent.Together.class, name = "together")
})
public sealed interface JobEvent {

    /** Whether the job is finished by this. */
    default boolean endsJob() {
        return this instanceof JobSucceeded || this instanceof JobFailed || this instanceof JobCancelled;
    }

    /** Submitted, or submitted again after it ended. Finished pieces are kept when {@code keepPieces} says so. */
    record JobSubmitted(JobSpec spec, boolean keepPieces) implements JobEvent {}

    /** @param build id of the FFmpeg build that all attempts of this job have to use */
    record SegmentsPlanned(ClipInfo clip, SourceStamp stamp, SegmentPlan plan, String build) implements JobEvent {}

    record SegmentDispatched(int segment, int attempt, String node) implements JobEvent {}

    record SegmentSucceeded(int segment, int attempt, PieceDigest digest, String file) implements JobEvent {}

    /** An attempt failed by itself, or its file is gone; it counts against the retries of its segment. */
    record SegmentFailed(int segment, int attempt, Failure failure) implements JobEvent {}

    /** An attempt ended through no fault of its own; it does not count. */
    record SegmentRequeued(int segment, int attempt, Failure reason) implements JobEvent {}

    /**
     * What a running attempt had not made of a segment yet was taken off it.
     *
     * @param at frame of the clip with which the rest begins, one of the segment's splits
     * @param rest index of the new segment, the next of the plan
     */
    record SegmentSplit(int segment, long at, int rest) implements JobEvent {}

    /** An attempt had made all of a segment before it heard that the rest of it was taken off. */
    record SegmentRejoined(int segment, List<Integer> rests) implements JobEvent {}

    /** Cutting this clip turned out not to be exact: it is encoded again in one piece. */
    record SplitAbandoned(SegmentPlan plan, String warning) implements JobEvent {}

    record StitchStarted() implements JobEvent {}

    /** @param warnings sentences on what only the finished file could tell */
    record JobSucceeded(long at, long bytes, List<String> warnings) implements JobEvent {

        public JobSucceeded {
            warnings = warnings == null ? List.of() : List.copyOf(warnings);
        }

        public JobSucceeded(long at, long bytes) {
            this(at, bytes, List.of());
        }
    }

    record JobFailed(long at, Failure failure) implements JobEvent {}

    record JobCancelled(long at) implements JobEvent {}

    /** What was decided in one go, in its order: a single row of the journal, which is confirmed and played back as one. */
    record Together(List<JobEvent> events) implements JobEvent {}

    /** One event that says what all of them say; {@code events} has one at least. */
    static JobEvent ofAll(List<JobEvent> events) {
        return events.size() == 1 ? events.get(0) : new Together(List.copyOf(events));
    }
}
