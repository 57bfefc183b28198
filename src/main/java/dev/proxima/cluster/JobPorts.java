package dev.proxima.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.pubsub.Topic;
import dev.proxima.api.JobView;
import dev.proxima.job.JobState;

/** Whom job actors tell: the scheduler of slots, the directory of jobs, and whoever watches. */
record JobPorts(
        ActorRef<SlotScheduler.Command> scheduler,
        ActorRef<JobDirectory.Command> directory,
        ActorRef<Topic.Command<JobPorts.Changed>> watchers) {

    static final String PLANNING_DISPATCHER = "proxima.planning-dispatcher";
    static final String STITCHING_DISPATCHER = "proxima.stitching-dispatcher";

    record Changed(JobView job) implements WireMessage {}

    /** A finished job wants no slot, and says so: what it had asked for before would keep slots from other jobs. */
    void want(JobState state, ActorRef<JobActor.Command> job) {
        scheduler.tell(new SlotScheduler.Wanted(
                state.spec().jobId(),
                state.spec().submittedAt(),
                state.waiting().size(),
                state.plan().map(JobState.Plan::build).orElse(""),
                state.spec().preset().encoder(),
                job));
    }

    void publish(JobView job) {
        directory.tell(new JobDirectory.Recorded(job));
        watchers.tell(Topic.publish(new Changed(job)));
    }
}
