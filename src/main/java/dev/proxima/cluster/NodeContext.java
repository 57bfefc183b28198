package dev.proxima.cluster;

import akka.actor.typed.ActorSystem;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akka.cluster.typed.Cluster;
import dev.proxima.settings.Settings;
import java.util.function.DoubleSupplier;

/**
 * What the actors of a node stand on. It outlives the actor system, which a node may have to build anew.
 *
 * @param build of this node's FFmpeg and Proxima, see {@link NodeReport}
 * @param version of Proxima
 * @param cores that this node may keep busy now
 */
public record NodeContext(
        Settings settings,
        AttemptRegistry registry,
        JobSteps steps,
        LiveBoard board,
        Duty duty,
        String build,
        Encoders encoders,
        String version,
        DoubleSupplier cores) {

    public static final String COORDINATOR = "coordinator";
    public static final String ENCODER = "encoder";

    /** {@code host:port} of this node, by which all others know it. */
    String selfId(ActorSystem<?> system) {
        return PinnedShards.nodeId(Cluster.get(system).selfMember().address());
    }

    EntityRef<JobActor.Command> jobRef(ActorSystem<?> system, String jobId) {
        return ClusterSharding.get(system).entityRefFor(JobActor.KEY, jobId);
    }

    EntityRef<SegmentActor.Command> attemptRef(ActorSystem<?> system, AttemptId id) {
        return ClusterSharding.get(system).entityRefFor(SegmentActor.KEY, id.entityId());
    }

    boolean isEncoder() {
        return settings.roles().contains(ENCODER);
    }

    boolean isCoordinator() {
        return settings.roles().contains(COORDINATOR);
    }
}
