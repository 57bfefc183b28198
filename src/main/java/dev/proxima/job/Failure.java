package dev.proxima.job;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.proxima.media.SequenceName;
import java.util.List;
import java.util.stream.Stream;

/**
 * Why something could not be done. {@link #message()} is one sentence for the editor: what happened, to which file or
 * node, and what to do. {@link #retryable()} tells whether another attempt, perhaps elsewhere, can help.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Failure.SourceMissing.class, name = "source-missing"),
    @JsonSubTypes.Type(value = Failure.SourceChanged.class, name = "source-changed"),
    @JsonSubTypes.Type(value = Failure.SourceUnreadable.class, name = "source-unreadable"),
    @JsonSubTypes.Type(value = Failure.OutputExists.class, name = "output-exists"),
    @JsonSubTypes.Type(value = Failure.OutputUnwritable.class, name = "output-unwritable"),
    @JsonSubTypes.Type(value = Failure.NoSpace.class, name = "no-space"),
    @JsonSubTypes.Type(value = Failure.OutsideRoots.class, name = "outside-media-roots"),
    @JsonSubTypes.Type(value = Failure.UnknownPreset.class, name = "unknown-preset"),
    @JsonSubTypes.Type(value = Failure.InvalidRequest.class, name = "invalid-request"),
    @JsonSubTypes.Type(value = Failure.FfmpegFailed.class, name = "ffmpeg-failed"),
    @JsonSubTypes.Type(value = Failure.FfmpegStalled.class, name = "ffmpeg-stalled"),
    @JsonSubTypes.Type(value = Failure.FfmpegOverdue.class, name = "ffmpeg-overdue"),
    @JsonSubTypes.Type(value = Failure.SegmentMismatch.class, name = "segment-mismatch"),
    @JsonSubTypes.Type(value = Failure.SegmentGone.class, name = "segment-gone"),
    @JsonSubTypes.Type(value = Failure.OutputMismatch.class, name = "output-mismatch"),
    @JsonSubTypes.Type(value = Failure.OutOfReach.class, name = "out-of-reach"),
    @JsonSubTypes.Type(value = Failure.ReadFailed.class, name = "read-failed"),
    @JsonSubTypes.Type(value = Failure.OutputLost.class, name = "output-lost"),
    @JsonSubTypes.Type(value = Failure.NodeLost.class, name = "node-lost"),
    @JsonSubTypes.Type(value = Failure.QueueFull.class, name = "queue-full"),
    @JsonSubTypes.Type(value = Failure.GivenBack.class, name = "given-back"),
    @JsonSubTypes.Type(value = Failure.Internal.class, name = "internal")
})
public sealed interface Failure {

    String message();

    /** Technical detail for a log or a report, such as the end of FFmpeg's output; may be empty. */
    default String detail() {
        return "";
    }

    default boolean retryable() {
        return false;
    }

    /** Whether it may be the fault of the node alone, so that the coordinator has to look whether it is everybody's. */
    default boolean ofTheNode() {
        return false;
    }

    record SourceMissing(String source) implements Failure {
        @Override
        public String message() {
            String name = source.substring(Math.max(source.lastIndexOf('/'), source.lastIndexOf('\\')) + 1);
            boolean sequence = SequenceName.of(name).isPresent();
            return (sequence ? "There are no pictures " : "There is no file ") + source
                    + ": check the path, and that its drive or share is mounted.";
        }
    }

    record SourceChanged(String source) implements Failure {
        @Override
        public String message() {
            return source
                    + " changed while it was being encoded: wait until it is fully written, then run the job again.";
        }
    }

    /** @param reason a full clause, such as {@code "it is a directory, not a clip"} */
    record SourceUnreadable(String source, String reason, String detail) implements Failure {
        @Override
        public String message() {
            return source + " cannot be made into a proxy: " + reason + ".";
        }
    }

    record OutputExists(String output) implements Failure {
        @Override
        public String message() {
            return output + " exists already and was kept: use --overwrite to replace it, or choose another --output.";
        }
    }

    record OutputUnwritable(String output, String reason) implements Failure {
        @Override
        public String message() {
            return output + " cannot be written: " + reason + "; choose another place with --output or --output-dir.";
        }
    }

    record NoSpace(String place) implements Failure {
        @Override
        public String message() {
            return "No space is left on the drive of " + place + ": free some and run the job again.";
        }
    }

    record QueueFull(int limit) implements Failure {
        @Override
        public String message() {
            return "The queue is full, as " + limit
                    + " jobs are unfinished: hand the clip in again when some of them have finished, or raise"
                    + " proxima.jobs.limit.";
        }
    }

    /**
     * Nothing is known of the path, not even whether there is such a file.
     *
     * @param place what refuses it, such as {@code this node}
     * @param roots the folders that it takes, for the sentence
     */
    record OutsideRoots(String path, String place, String roots) implements Failure {
        @Override
        public String message() {
            return path + " is not below a media root of " + place + " (" + roots
                    + "): choose a place there, or add a root with --media-root.";
        }

        /** Another node may have other roots. */
        @Override
        public boolean retryable() {
            return true;
        }
    }

    /** @param known the names that there are, for the sentence */
    record UnknownPreset(String preset, String known) implements Failure {
        @Override
        public String message() {
            return "There is no preset \"" + preset + "\": choose one of " + known + ".";
        }
    }

    record InvalidRequest(String message) implements Failure {}

    /** @param exitCode FFmpeg's exit status, or the negative number of the signal that ended it */
    record FfmpegFailed(String what, int exitCode, String detail) implements Failure {
        @Override
        public String message() {
            return "FFmpeg ended with status " + exitCode + " while " + what + ".";
        }

        @Override
        public boolean retryable() {
            return true;
        }
    }

    record FfmpegStalled(String what, long silentSeconds) implements Failure {
        @Override
        public String message() {
            return "FFmpeg made no progress for " + silentSeconds + " s while " + what + " and was ended.";
        }

        @Override
        public boolean retryable() {
            return true;
        }
    }

    /** It went on and on, which no clip gives a reason for; another attempt would as well. */
    record FfmpegOverdue(String what, long seconds) implements Failure {
        @Override
        public String message() {
            return "FFmpeg was ended as it took longer than " + seconds + " s while " + what
                    + ": if that is not too long, set proxima.ffmpeg.time-limit higher.";
        }
    }

    /** A segment came out with other frames than planned; cutting this clip there is not exact. */
    record SegmentMismatch(int segment, String reason) implements Failure {
        @Override
        public String message() {
            return "Segment " + segment + " did not come out as planned: " + reason + ".";
        }

        @Override
        public boolean retryable() {
            return true;
        }
    }

    /**
     * The file of a finished segment is not in the work directory any more, or is not what its node made.
     *
     * @param others further segments of which the same is true
     */
    record SegmentGone(int segment, String file, List<Integer> others) implements Failure {

        public SegmentGone {
            others = others == null ? List.of() : List.copyOf(others);
        }

        public SegmentGone(int segment, String file) {
            this(segment, file, List.of());
        }

        public List<Integer> all() {
            return Stream.concat(Stream.of(segment), others.stream()).toList();
        }

        @Override
        public String message() {
            return "The finished segment " + file
                    + " is gone or damaged: all nodes need the same folder under the same path.";
        }

        @Override
        public boolean retryable() {
            return true;
        }
    }

    /** @param guilty indices of the pieces whose own fault it is, each of which may be made again; empty if nobody knows */
    record OutputMismatch(String output, String reason, List<Integer> guilty) implements Failure {

        /** Journals that knew no guilty pieces had none of them made again. */
        public OutputMismatch {
            guilty = guilty == null ? List.of() : List.copyOf(guilty);
        }

        public OutputMismatch(String output, String reason) {
            this(output, reason, List.of());
        }

        @Override
        public String message() {
            return "The stitched file for " + output + " was not published as it is not exact: " + reason + ".";
        }
    }

    /** A node does not find a file or folder that its coordinator may well see. */
    record OutOfReach(String path, String node) implements Failure {
        @Override
        public String message() {
            return "Node " + node + " does not find " + path
                    + ": check that its drive or share is mounted there, under the same path.";
        }

        @Override
        public boolean retryable() {
            return true;
        }

        @Override
        public boolean ofTheNode() {
            return true;
        }
    }

    /** The source was there, and reading on in it failed: a drive or a share that went away, as opposed to damage. */
    record ReadFailed(String source, String detail) implements Failure {
        @Override
        public String message() {
            return "Reading " + source
                    + " failed before its end: check its drive or share, and that all nodes reach it, then run the job again.";
        }

        @Override
        public boolean retryable() {
            return true;
        }
    }

    /**
     * FFmpeg did its work, and some of what it told about it was not read: nothing can be counted by the rest.
     *
     * @param detail why the reading broke off
     */
    record OutputLost(String what, String detail) implements Failure {
        @Override
        public String message() {
            return "What FFmpeg told while " + what + " was lost on its way: run the job again.";
        }

        @Override
        public boolean retryable() {
            return true;
        }
    }

    record NodeLost(String node) implements Failure {
        @Override
        public String message() {
            return "Node " + node + " left the cluster while it was encoding.";
        }

        @Override
        public boolean retryable() {
            return true;
        }
    }

    /** A node that was drained, closed, or that somebody came back to, ended an attempt for others to make. */
    record GivenBack(String node) implements Failure {
        @Override
        public String message() {
            return "Node " + node + " gave a segment back: it was drained or closed, or somebody uses it.";
        }

        @Override
        public boolean retryable() {
            return true;
        }
    }

    record Internal(String message, String detail) implements Failure {
        @Override
        public boolean retryable() {
            return true;
        }
    }
}
