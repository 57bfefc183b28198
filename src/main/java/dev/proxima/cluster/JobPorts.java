package dev.proxima.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.pubsub.Topic;
import dev.proxima.api.JobView;
import dev.proxima.job.JobState;
import dev.proxima.journal.JobRecords;
import dev.proxima.schedule.Work;

/** Whom job actors tell, and what they stand on: the scheduler of slots, the directory of jobs, watchers, the journal. */
record JobPorts(
        ActorRef<SlotScheduler.Command> scheduler,
        ActorRef<JobDirectory.Command> directory,
        ActorRef<Topic.Command<JobPorts.Changed>> watchers,
        JobRecords records,
        Tenure tenure) {

    static final String ADMISSION_DISPATCHER = "proxima.admission-dispatcher";
    static final String PLANNING_DISPATCHER = "proxima.planning-dispatcher";
    static final String STITCHING_DISPATCHER = "proxima.stitching-dispatcher";

    /** @param partly whether the segments are those that changed since it was told last, and not all */
    record Changed(JobView job, boolean partly) implements WireMessage {}

    /** A finished job wants no slot, and says so: what it had asked for before would keep slots from other jobs. */
    void want(JobState state, ActorRef<JobActor.Command> job) {
        scheduler.tell(new SlotScheduler.Wanted(Work.of(state), job));
    }
}
