package dev.proxima.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.ClusterShardingSettings;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.ClusterSingletonSettings;
import akka.cluster.typed.SingletonActor;
import dev.proxima.journal.Journal;
import dev.proxima.journal.Lease;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The root of a node's actors. It starts them all and has no life of its own. */
final class NodeGuardian {

    private NodeGuardian() {}

    /**
     * @param journal of a coordinator; empty for a node that only encodes
     * @param service completed with what the node offers to its clients
     */
    static Behavior<Void> create(
            NodeContext node, Optional<Journal> journal, CompletableFuture<ClusterJobService> service) {
        return Behaviors.setup(context -> {
            node.board().clear();
            Channels channels = Channels.open(context);
            ActorRef<SlotScheduler.Command> scheduler =
                    singleton(context.getSystem(), SlotScheduler.create(node.encoders(), channels), "slot-scheduler");
            ActorRef<JobDirectory.Command> directory =
                    singleton(context.getSystem(), directory(node, journal), "job-directory");
            Tenure tenure = journal.flatMap(Journal::lease)
                    .map(lease -> watch(context, lease))
                    .orElse(Tenure.SOLE);
            shardJobs(
                    context.getSystem(),
                    node,
                    new JobPorts(
                            scheduler,
                            directory,
                            channels.jobs(),
                            journal.map(Journal::jobs).orElse(null),
                            tenure));
            shardAttempts(context.getSystem(), node);
            context.spawn(NodeAgent.create(node, scheduler, channels), "agent");
            ActorRef<WatchActor.Command> watch = context.spawn(WatchActor.create(node, directory, channels), "watch");
            service.complete(new ClusterJobService(context.getSystem(), node, directory, watch, channels.orders()));
            return Behaviors.empty();
        });
    }

    /** A singleton on coordinators is never started elsewhere. */
    private static Behavior<JobDirectory.Command> directory(NodeContext node, Optional<Journal> journal) {
        return journal.map(open -> JobDirectory.create(node, open.jobs())).orElse(Behaviors.empty());
    }

    private static Tenure watch(ActorContext<?> context, Lease lease) {
        LeaseTenure tenure = new LeaseTenure();
        context.spawn(LeaseKeeper.create(lease, tenure), "lease");
        return tenure;
    }

    private static <T> ActorRef<T> singleton(ActorSystem<?> system, Behavior<T> behavior, String name) {
        Behavior<T> supervised =
                Behaviors.supervise(behavior).onFailure(RuntimeException.class, SupervisorStrategy.restart());
        return ClusterSingleton.get(system)
                .init(SingletonActor.of(supervised, name)
                        .withSettings(ClusterSingletonSettings.create(system).withRole(NodeContext.COORDINATOR)));
    }

    private static void shardJobs(ActorSystem<?> system, NodeContext node, JobPorts ports) {
        ClusterShardingSettings settings =
                ClusterShardingSettings.create(system).withRememberEntities(false);
        ClusterSharding.get(system)
                .init(Entity.of(JobActor.KEY, entity -> JobActor.create(entity, node, ports))
                        .withRole(NodeContext.COORDINATOR)
                        .withSettings(settings)
                        .withStopMessage(new JobActor.Stop()));
    }

    private static void shardAttempts(ActorSystem<?> system, NodeContext node) {
        ClusterShardingSettings settings =
                ClusterShardingSettings.create(system).withRememberEntities(false);
        ClusterSharding.get(system)
                .init(Entity.of(SegmentActor.KEY, entity -> SegmentActor.create(entity.getEntityId(), node))
                        .withRole(NodeContext.ENCODER)
                        .withSettings(settings)
                        .withAllocationStrategy(new PinnedShards(system.classicSystem()))
                        .withMessageExtractor(new PinnedShards.Extractor())
                        .withStopMessage(new SegmentActor.Stop()));
    }
}
