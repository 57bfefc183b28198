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

    record Changed(JobView job) implements WireMessage {}

    /** A finished job wants no slot, and says so: what it had asked for before would keep slots from other jobs. */
    void want(JobState state, ActorRef<JobActor.Command> job) {
        scheduler.tell(new SlotScheduler.Wanted(Work.of(state), job));
    }

    /** For the meaning of the rest, see {@link JobDirectory.Recorded}. */
    void publish(JobView job, boolean stuck, boolean settled) {
        directory.tell(new JobDirectory.Recorded(job, stuck, settled));
        watchers.tell(Topic.publish(new Changed(job)));
    }
}
