package dev.proxima.cluster;

import akka.actor.typed.ActorRef;
import dev.proxima.api.AttemptView;
import dev.proxima.api.JobView;
import dev.proxima.job.Approach;
import dev.proxima.job.Failure;
import dev.proxima.job.JobStatus;
import dev.proxima.job.PieceState;
import dev.proxima.journal.JobRecords;
import dev.proxima.schedule.Choice;
import dev.proxima.schedule.Work;
import dev.proxima.testing.JobSamples;
import dev.proxima.testing.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A sample of every message that may travel between nodes. */
final class WireSamples {

    static final AttemptId ID = new AttemptId("clip-0123456789", PieceState.AUDIO, 2, JobSamples.NODE);

    static final EncodeOrder SEGMENT_ORDER =
            order(JobSamples.SEGMENTS.segments().get(1));

    static final NodeReport REPORT = new NodeReport(
            JobSamples.NODE,
            List.of("encoder"),
            4,
            true,
            "0.1.0",
            "8.0.1/abc",
            Set.of("h264_nvenc"),
            4_194_304,
            List.of(new AttemptView(ID.job(), ID.segment(), ID.attempt(), 25, 49.5)),
            "It was drained.",
            8);

    private WireSamples() {}

    /** @param ref an actor of the running system; references are written as its address and path */
    static List<Object> all(ActorRef<?> ref) {
        List<Object> samples = new ArrayList<>(List.of(SEGMENT_ORDER, order(null), REPORT));
        samples.add(new NodeAgent.Order(JobSamples.NODE, Duty.Draining.NOW, ref.unsafeUpcast()));
        samples.add(new NodeAgent.Obeyed(REPORT));
        samples.addAll(ofJobs(ref));
        samples.addAll(ofAttempts(ref));
        samples.addAll(ofTheScheduler(ref));
        samples.addAll(ofTheDirectory(ref));
        samples.addAll(JobSamples.events());
        samples.add(JobSamples.encoding());
        samples.add(JobSamples.split());
        samples.add(JobSamples.after(JobSamples.SUBMITTED));
        JobSamples.failures().forEach(failure -> samples.add(new JobActor.AttemptFailed(ID, failure)));
        return samples;
    }

    private static List<Object> ofJobs(ActorRef<?> ref) {
        return List.of(
                new JobActor.Submit(JobSamples.SPEC, ref.unsafeUpcast()),
                new JobActor.Cancel(ref.unsafeUpcast()),
                new JobActor.Wake(),
                new JobActor.Turn(),
                new JobActor.SlotGranted(
                        1_700_000_000_000_001L, new Choice(ID.job(), JobSamples.NODE, 1500, true, OptionalInt.of(3))),
                new JobActor.AttemptStarted(ID),
                new JobActor.AttemptSucceeded(ID, JobSamples.DIGEST, "audio-2.mov"),
                new JobActor.AttemptStopped(ID),
                new JobActor.AttemptFound(ID),
                new JobActor.AttemptLost(ID),
                new JobActor.EndNoted(),
                new JobActor.Stop(),
                new JobActor.SubmitReply(Optional.empty()),
                new JobActor.SubmitReply(Optional.of(new Failure.OutputExists("/media/Proxy/clip.mov"))),
                new JobActor.CancelReply(JobActor.CancelResult.ALREADY_FINISHED),
                new JobActor.Planned(
                        JobSamples.SPEC, JobSamples.encoding().plan().orElseThrow()),
                new JobActor.PlanProgress(0.25),
                new JobActor.PlanFailed(JobSamples.SPEC, new Failure.OutputExists("/media/Proxy/clip.mov")),
                new JobActor.CleanedUp(false),
                new JobActor.Stitched(Optional.empty(), 5_000_000_000L, List.of("a warning")),
                new JobActor.Stitched(Optional.of(new Failure.SegmentGone(1, "segment-1-1.mov")), 0, List.of()));
    }

    private static List<Object> ofAttempts(ActorRef<?> ref) {
        return List.of(
                new SegmentActor.Run(SEGMENT_ORDER),
                new SegmentActor.Reattach(),
                new SegmentActor.Cancel(),
                new SegmentActor.Acknowledge(),
                new SegmentActor.Hello(ref.unsafeUpcast()),
                new SegmentActor.Stop(),
                new NodeAgent.ShardPlaced());
    }

    private static List<Object> ofTheScheduler(ActorRef<?> ref) {
        return List.of(
                new SlotScheduler.Reported(REPORT),
                new SlotScheduler.Wanted(Work.of(JobSamples.encoding()), ref.unsafeUpcast()),
                new SlotScheduler.Answered(7, Optional.of(ID.entityId())),
                new SlotScheduler.Answered(7, Optional.empty()),
                new SlotScheduler.Ended(ID.entityId(), AttemptEnd.FAILED, "It failed.", ref.unsafeUpcast()),
                new SlotScheduler.Standings(Map.of(JobSamples.NODE, new SlotScheduler.Standing(0.5, "It is slow."))));
    }

    private static List<Object> ofTheDirectory(ActorRef<?> ref) {
        JobView unplanned = JobViews.of(JobSamples.after(JobSamples.SUBMITTED), JobStatus.PLANNING);
        JobView failed = Samples.job("b", "FAILED");
        return List.of(
                new JobDirectory.Recorded(unplanned, true, false),
                new JobDirectory.MayEnter("clip-0123456789", ref.unsafeUpcast()),
                new JobDirectory.Entry(true, 20_000),
                new JobDirectory.Page(500, Optional.empty(), ref.unsafeUpcast()),
                new JobDirectory.Page(
                        500, Optional.of(new JobRecords.Place(JobSamples.AT, "clip-0123456789")), ref.unsafeUpcast()),
                new JobDirectory.Current(200, ref.unsafeUpcast()),
                new JobDirectory.Unknown("clip-0123456789"),
                new JobDirectory.Find("clip-0123456789", ref.unsafeUpcast()),
                new JobDirectory.Answer(List.of(unplanned, failed), true),
                new JobDirectory.Nodes(ref.unsafeUpcast()),
                new JobDirectory.Roster(List.of(Samples.node("10.0.0.1:25520")), Set.of("prores_ks")),
                new JobPorts.Changed(JobViews.of(JobSamples.encoding(), JobStatus.ENCODING), true));
    }

    private static EncodeOrder order(dev.proxima.media.PlannedSegment segment) {
        return new EncodeOrder(
                ID,
                "/media/clip.mov",
                JobSamples.STAMP,
                JobSamples.CLIP,
                JobSamples.PRESET,
                Optional.ofNullable(segment),
                false,
                new Approach(true, "00ff"),
                "/media/Proxy/.proxima/clip-0123456789");
    }
}
