package dev.proxima.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.List;

/**
 * A job as clients see it.
 *
 * @param status one of {@code QUEUED PLANNING ENCODING STITCHING SUCCEEDED FAILED CANCELLED}
 * @param priority {@code urgent}, {@code normal} or {@code low}
 * @param frames presented frames of the clip, 0 until it was probed
 * @param frameRate such as {@code 30000/1001}, empty until the clip was probed
 * @param progress share of the frames that are encoded, 0 to 1; while {@code PLANNING}, of the clip that was read
 * @param submittedAt ISO-8601 instant
 * @param finishedAt ISO-8601 instant, or null
 * @param failure null unless the status is {@code FAILED}
 */
public record JobView(
        String id,
        String status,
        String source,
        String output,
        String preset,
        String priority,
        long frames,
        String frameRate,
        double progress,
        List<SegmentView> segments,
        PieceView audio,
        List<String> warnings,
        FailureView failure,
        String submittedAt,
        String finishedAt) {

    /** Journals of the first form knew no priorities. */
    public JobView {
        priority = priority == null ? "normal" : priority;
    }

    @JsonIgnore
    public boolean isFinished() {
        return switch (status) {
            case "SUCCEEDED", "FAILED", "CANCELLED" -> true;
            default -> false;
        };
    }

    public JobView withWarning(String warning) {
        List<String> more = new ArrayList<>(warnings);
        more.add(warning);
        return new JobView(
                id,
                status,
                source,
                output,
                preset,
                priority,
                frames,
                frameRate,
                progress,
                segments,
                audio,
                more,
                failure,
                submittedAt,
                finishedAt);
    }

    public JobView withProgress(double newProgress) {
        return withSegments(segments, audio, newProgress);
    }

    public JobView withSegments(List<SegmentView> newSegments, PieceView newAudio, double newProgress) {
        return new JobView(
                id,
                status,
                source,
                output,
                preset,
                priority,
                frames,
                frameRate,
                newProgress,
                newSegments,
                newAudio,
                warnings,
                failure,
                submittedAt,
                finishedAt);
    }
}
