package dev.proxima.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.pubsub.Topic;
import dev.proxima.api.JobView;

/** Whom job actors tell: the scheduler of slots, the directory of jobs, and whoever watches. */
record JobPorts(
        ActorRef<SlotScheduler.Command> scheduler,
        ActorRef<JobDirectory.Command> directory,
        ActorRef<Topic.Command<JobPorts.Changed>> watchers) {

    static final String PLANNING_DISPATCHER = "proxima.planning-dispatcher";
    static final String STITCHING_DISPATCHER = "proxima.stitching-dispatcher";

    record Changed(JobView job) implements WireMessage {}

    void publish(JobView job) {
        directory.tell(new JobDirectory.Recorded(job));
        watchers.tell(Topic.publish(new Changed(job)));
    }
}
