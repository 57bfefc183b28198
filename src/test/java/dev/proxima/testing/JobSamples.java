package dev.proxima.testing;

import dev.proxima.job.Failure;
import dev.proxima.job.JobEvent;
import dev.proxima.job.JobSpec;
import dev.proxima.job.JobState;
import dev.proxima.job.PieceDigest;
import dev.proxima.job.PieceState;
import dev.proxima.media.AudioTrack;
import dev.proxima.media.ClipInfo;
import dev.proxima.media.FrameRange;
import dev.proxima.media.PlannedSegment;
import dev.proxima.media.Preset;
import dev.proxima.media.Rational;
import dev.proxima.media.SegmentPlan;
import dev.proxima.media.SourceStamp;
import dev.proxima.media.SplitPoint;
import dev.proxima.media.VideoTrack;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One job with everything that a job can have, one failure of each kind and one event of each kind. The journal
 * fixtures hold exactly these values: add to them, but do not change them.
 */
public final class JobSamples {

    public static final String NODE = "192.168.1.7:25520";
    public static final String OTHER_NODE = "192.168.1.8:25520";
    public static final long AT = 1_700_000_000_000L;

    public static final Preset PRESET = new Preset(
            "prores-proxy",
            "small, edits smoothly everywhere",
            "mov",
            "prores",
            List.of("-profile:v", "0", "-pix_fmt", "yuv422p10le"),
            List.of("-c:a", "pcm_s16le"));

    public static final JobSpec SPEC = spec("clip-0123456789", 2);

    public static final PieceDigest DIGEST = new PieceDigest(100, 5_000_000_000L, "sha256:00ff");

    /** Starts late, at a rate that is no whole number, with two audio tracks and a drop-frame timecode. */
    public static final ClipInfo CLIP = new ClipInfo(
            "mov,mp4,m4a,3gp,3g2,mj2",
            -21_333,
            new VideoTrack(
                    0,
                    "h264",
                    1920,
                    1080,
                    "yuv420p",
                    new Rational(1, 30_000),
                    new Rational(30_000, 1001),
                    true,
                    2,
                    true,
                    Optional.of("VideoHandler"),
                    200),
            List.of(new AudioTrack(1, "aac", 2, 48_000), new AudioTrack(3, "pcm_s24le", 1, 96_000)),
            Optional.of("01:00:00;00"),
            List.of("Stream 2 is no video and no audio, and is left out."));

    public static final SegmentPlan SEGMENTS = new SegmentPlan(List.of(
            new PlannedSegment(
                    0, new FrameRange(0, 100), OptionalLong.empty(), OptionalLong.of(100_100), OptionalLong.empty()),
            new PlannedSegment(
                    1,
                    new FrameRange(100, 200),
                    OptionalLong.of(100_100),
                    OptionalLong.empty(),
                    OptionalLong.of(50_050))));

    public static final SegmentPlan WHOLE = new SegmentPlan(List.of(new PlannedSegment(
            0, new FrameRange(0, 200), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty())));

    /** The same, of which the second may be split. */
    public static final SegmentPlan SPLITTABLE = new SegmentPlan(List.of(
            SEGMENTS.segments().get(0),
            SEGMENTS.segments()
                    .get(1)
                    .withSplits(List.of(
                            new SplitPoint(125, 125_125, OptionalLong.of(100_100)),
                            new SplitPoint(150, 150_150, OptionalLong.of(150_150))))));

    public static final SourceStamp STAMP = new SourceStamp(85_000_000_000L, AT - 1);

    public static final JobEvent SUBMITTED = new JobEvent.JobSubmitted(SPEC, false);

    public static final JobEvent PLANNED = new JobEvent.SegmentsPlanned(CLIP, STAMP, SEGMENTS, "8.0.1/abc");

    public static final JobEvent PLANNED_SPLITTABLE =
            new JobEvent.SegmentsPlanned(CLIP, STAMP, SPLITTABLE, "8.0.1/abc");

    private JobSamples() {}

    public static JobSpec spec(String id, int segments) {
        return new JobSpec(id, "/media/clip.mov", PRESET, "/media/Proxy/clip.mov", false, segments, AT);
    }

    public static List<JobEvent> events() {
        return List.of(
                SUBMITTED,
                PLANNED,
                new JobEvent.SegmentDispatched(PieceState.AUDIO, 1, NODE),
                new JobEvent.SegmentSucceeded(PieceState.AUDIO, 1, DIGEST, "audio-1.mov"),
                new JobEvent.SegmentFailed(0, 1, new Failure.FfmpegFailed("encoding segment 0", -9, "Killed")),
                new JobEvent.SegmentRequeued(1, 3, new Failure.NodeLost(NODE)),
                new JobEvent.SegmentSplit(1, 150, 2),
                new JobEvent.SegmentRejoined(1, List.of(2)),
                new JobEvent.SplitAbandoned(WHOLE, "encoded in one piece"),
                new JobEvent.StitchStarted(),
                new JobEvent.JobSucceeded(AT, 5_000_000_000L),
                new JobEvent.JobFailed(AT, new Failure.SourceChanged("/media/clip.mov")),
                new JobEvent.JobCancelled(AT),
                new JobEvent.Together(List.of(
                        new JobEvent.SegmentSucceeded(0, 2, DIGEST, "segment-0-2.mov"),
                        new JobEvent.SegmentDispatched(1, 2, OTHER_NODE))));
    }

    public static List<Failure> failures() {
        return List.of(
                new Failure.SourceMissing("/media/clip.mov"),
                new Failure.SourceChanged("/media/clip.mov"),
                new Failure.SourceUnreadable("/media/clip.mov", "it is a directory, not a clip", "detail"),
                new Failure.OutputExists("/media/Proxy/clip.mov"),
                new Failure.OutputUnwritable("/media/Proxy/clip.mov", "its folder is read-only"),
                new Failure.NoSpace("/media/Proxy"),
                new Failure.OutsideRoots("/etc/passwd", "127.0.0.1:25520", "/media"),
                new Failure.UnknownPreset("nope", "dnxhr-lb, prores-proxy"),
                new Failure.InvalidRequest("\"x\" is not a path."),
                new Failure.FfmpegFailed("encoding segment 3", 1, "Conversion failed!"),
                new Failure.FfmpegStalled("encoding segment 3", 60),
                new Failure.FfmpegOverdue("encoding segment 3", 86_400),
                new Failure.SegmentMismatch(1, "99 frames of 100"),
                new Failure.OutputMismatch("/media/Proxy/clip.mov", "packet 7 has another hash"),
                new Failure.SegmentGone(1, "segment-1-1.mov", List.of(2, 3)),
                new Failure.OutOfReach("/media/clip.mov", NODE),
                new Failure.ReadFailed("/media/clip.mov", "Error during demuxing: Input/output error"),
                new Failure.OutputLost("checking /media/clip.mov", "java.io.IOException: Stream closed"),
                new Failure.NodeLost(NODE),
                new Failure.GivenBack(NODE),
                new Failure.QueueFull(20_000),
                new Failure.Internal("It met an error.", "stack"),
                new Failure.OutputMismatch("/media/Proxy/clip.mov", "segment 1 is another", List.of(1)));
    }

    /** Encoding: the audio is done, segment 0 failed once and waits, segment 1 runs. */
    public static JobState encoding() {
        return after(
                SUBMITTED,
                PLANNED,
                new JobEvent.SegmentDispatched(PieceState.AUDIO, 1, NODE),
                new JobEvent.SegmentSucceeded(PieceState.AUDIO, 1, DIGEST, "audio-1.mov"),
                new JobEvent.SegmentDispatched(0, 1, NODE),
                new JobEvent.SegmentFailed(0, 1, new Failure.FfmpegFailed("encoding segment 0", 1, "")),
                new JobEvent.SegmentDispatched(1, 1, NODE));
    }

    /** The rest of segment 1, which runs, was split off and runs as well. */
    public static JobState split() {
        return after(
                SUBMITTED,
                PLANNED_SPLITTABLE,
                new JobEvent.SegmentDispatched(1, 1, NODE),
                new JobEvent.SegmentSplit(1, 150, 2),
                new JobEvent.SegmentDispatched(2, 1, OTHER_NODE));
    }

    public static JobState after(JobEvent first, JobEvent... more) {
        return after(JobState.first(first), List.of(more));
    }

    public static JobState after(JobState before, List<JobEvent> events) {
        JobState state = before;
        for (JobEvent event : events) {
            state = state.apply(event);
        }
        return state;
    }
}
