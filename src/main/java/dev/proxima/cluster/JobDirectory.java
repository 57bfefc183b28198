package dev.proxima.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import dev.proxima.api.JobView;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The list of all jobs, as a singleton on the coordinators. It persists that a job is there and how it ended; of an
 * unfinished one it keeps the latest view in memory only, as jobs tell it on every change and every few seconds.
 */
final class JobDirectory extends EventSourcedBehavior<JobDirectory.Command, JobDirectory.Listed, JobDirectory.Jobs> {

    sealed interface Command extends WireMessage {}

    record Recorded(JobView job) implements Command {}

    record All(ActorRef<Answer> replyTo) implements Command {}

    record Find(String id, ActorRef<Answer> replyTo) implements Command {}

    record Answer(List<JobView> jobs) implements WireMessage {}

    record Listed(JobView job) implements WireMessage {}

    /** @param jobs by id, as they were when they were last persisted */
    record Jobs(Map<String, JobView> jobs) implements WireMessage {

        Jobs with(JobView job) {
            Map<String, JobView> changed = new TreeMap<>(jobs);
            changed.put(job.id(), job);
            return new Jobs(changed);
        }
    }

    private final ActorContext<Command> context;
    private final NodeContext node;
    private final Map<String, JobView> latest = new HashMap<>();

    static Behavior<Command> create(NodeContext node) {
        return Behaviors.setup(context -> new JobDirectory(context, node));
    }

    private JobDirectory(ActorContext<Command> context, NodeContext node) {
        super(
                PersistenceId.ofUniqueId("JobDirectory"),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(500), Duration.ofSeconds(5), 0.1));
        this.context = context;
        this.node = node;
    }

    @Override
    public Jobs emptyState() {
        return new Jobs(Map.of());
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(200, 1).withDeleteEventsOnSnapshot();
    }

    @Override
    public SignalHandler<Jobs> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), this::wakeUnfinished)
                .build();
    }

    @Override
    public CommandHandler<Command, Listed, Jobs> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(Recorded.class, this::onRecorded)
                .onCommand(
                        All.class,
                        (jobs, all) ->
                                answer(all.replyTo(), List.copyOf(jobs.jobs().values())))
                .onCommand(
                        Find.class,
                        (jobs, find) -> answer(
                                find.replyTo(),
                                Optional.ofNullable(jobs.jobs().get(find.id())).stream()
                                        .toList()))
                .build();
    }

    @Override
    public EventHandler<Jobs, Listed> eventHandler() {
        return (jobs, listed) -> jobs.with(listed.job());
    }

    private Effect<Listed, Jobs> onRecorded(Jobs jobs, Recorded recorded) {
        JobView job = recorded.job();
        JobView known = jobs.jobs().get(job.id());
        latest.put(job.id(), job);
        boolean news = known == null || known.isFinished() != job.isFinished();
        return news ? Effect().persist(new Listed(job)) : Effect().none();
    }

    private Effect<Listed, Jobs> answer(ActorRef<Answer> replyTo, List<JobView> jobs) {
        replyTo.tell(new Answer(
                jobs.stream().map(job -> latest.getOrDefault(job.id(), job)).toList()));
        return Effect().none();
    }

    /** Remembered entities start by themselves; this also reaches a job that ended the last life of its coordinator. */
    private void wakeUnfinished(Jobs jobs) {
        if (node.settings().resumeJobs()) {
            jobs.jobs().values().stream()
                    .filter(job -> !job.isFinished())
                    .forEach(job -> node.jobRef(context.getSystem(), job.id()).tell(new JobActor.Wake()));
        }
    }
}
