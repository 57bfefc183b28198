package dev.proxima.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.EntityContext;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EffectBuilder;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import dev.proxima.api.JobView;
import dev.proxima.job.Failure;
import dev.proxima.job.JobEvent;
import dev.proxima.job.JobSpec;
import dev.proxima.job.JobState;
import dev.proxima.job.JobStatus;
import dev.proxima.job.PieceDigest;
import dev.proxima.job.RetryPolicy;
import dev.proxima.schedule.Choice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The life of one clip's job: sharded over the coordinators, event-sourced, and the only durable truth. It plans,
 * dispatches segments on granted slots, supervises their attempts and has the result stitched. What it decides is
 * persisted before anything is done about it, and everything it does may be done twice; so a job that is recovered
 * just goes on in {@link #advance}.
 */
final class JobActor extends EventSourcedBehavior<JobActor.Command, JobEvent, JobState> {

    sealed interface Command extends WireMessage {}

    record Submit(JobSpec spec, ActorRef<SubmitReply> replyTo) implements Command {}

    record Cancel(ActorRef<CancelReply> replyTo) implements Command {}

    /** Has no effect but to recover the job. */
    record Wake() implements Command {}

    /** The job may be planned and encoded. Said again and again, which also recovers it wherever it is needed. */
    record Turn() implements Command {}

    record SlotGranted(long grant, Choice choice) implements Command {}

    record AttemptStarted(AttemptId id) implements Command {}

    /** @param file name of the result in the work directory */
    record AttemptSucceeded(AttemptId id, PieceDigest digest, String file) implements Command {}

    record AttemptFailed(AttemptId id, Failure failure) implements Command {}

    /** It was stopped and nothing is left of it. */
    record AttemptStopped(AttemptId id) implements Command {}

    /** Its node is gone, or knows nothing of it. */
    record AttemptLost(AttemptId id) implements Command {}

    /** It runs, or has ended, on a node that was out of the cluster. */
    record AttemptFound(AttemptId id) implements Command {}

    /** The scheduler knows of an end, and has granted what it grants for it: both are decided about together. */
    record EndNoted() implements Command {}

    record Stop() implements Command {}

    record SubmitReply(Optional<Failure> refusal) implements WireMessage {}

    record CancelReply(CancelResult result) implements WireMessage {}

    enum CancelResult {
        CANCELLED,
        ALREADY_FINISHED,
        NOT_FOUND
    }

    record Stitched(Optional<Failure> failure, long bytes, List<String> warnings) implements Command {}

    private record Admitted(Submit submit, Optional<Failure> refusal) implements Command {}

    record Planned(JobSpec spec, JobState.Plan plan) implements Command {}

    record PlanProgress(double share) implements Command {}

    record PlanFailed(JobSpec spec, Failure failure) implements Command {}

    /** The coordinator has seen to it that nothing of what the attempt missed is missing here. */
    private record Prepared(AttemptFailed failed) implements Command {}

    /** @param recorded whether the journal has the summary of the finished job */
    record CleanedUp(boolean recorded) implements Command {}

    /** @param done whether the journal has the row of the job */
    private record Listed(boolean done) implements Command {}

    private record NodeGone(String node) implements Command {}

    /** Sent to itself, so behind all that is here already and that came while the last decisions were persisted. */
    private record Decide() implements Command {}

    /** Some time after decisions were made. */
    private record Rested() implements Command {}

    private record Tick() implements Command {}

    static final EntityTypeKey<Command> KEY = EntityTypeKey.create(Command.class, "Job");

    private static final Duration UNTIL_SETTLED = Duration.ofMillis(200);

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final EntityContext<Command> entity;
    private final NodeContext node;
    private final JobPorts ports;
    private final AttemptTracker attempts;
    private final JobActions actions;
    private final Decisions decisions;
    private final AttemptDecisions deciding;
    private final List<Submit> admitting = new ArrayList<>();
    private final Submitters submitters = new Submitters();

    static Behavior<Command> create(EntityContext<Command> entity, NodeContext node, JobPorts ports) {
        return Behaviors.withTimers(
                timers -> Behaviors.setup(context -> new JobActor(context, timers, entity, node, ports)));
    }

    private JobActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            EntityContext<Command> entity,
            NodeContext node,
            JobPorts ports) {
        super(
                PersistenceId.of(KEY.name(), entity.getEntityId()),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(500), Duration.ofSeconds(5), 0.1));
        this.context = context;
        this.timers = timers;
        this.entity = entity;
        this.node = node;
        this.ports = ports;
        this.attempts = new AttemptTracker(context.getSystem(), node);
        this.actions = new JobActions(context, node, ports, attempts, () -> lastSequenceNumber(context));
        // not by a timer, as the ticks of Akka's are ten times as long as the pause
        this.decisions = new Decisions(
                () -> context.getSelf().tell(new Decide()),
                pause -> CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
                        .execute(() -> context.getSelf().tell(new Rested())));
        this.deciding =
                new AttemptDecisions(context, entity.getEntityId(), node.steps(), ports, decisions, Prepared::new);
        NodeRemovals.tell(context, NodeGone::new);
    }

    @Override
    public JobState emptyState() {
        return null;
    }

    @Override
    public EventHandler<JobState, JobEvent> eventHandler() {
        return (state, event) -> state == null ? JobState.first(event) : state.apply(event);
    }

    /** The events of a finished job go by themselves: a summary is all that is left of it. */
    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(2000, 1);
    }

    @Override
    public SignalHandler<JobState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), this::onRecovered)
                .onSignal(PostStop.instance(), state -> actions.stopPlanning())
                .build();
    }

    @Override
    public CommandHandler<Command, JobEvent, JobState> commandHandler() {
        var handlers = newCommandHandlerBuilder();
        handlers.forNullState()
                .onCommand(Submit.class, (state, command) -> onSubmit(state, command))
                .onCommand(Admitted.class, (state, command) -> onAdmitted(state, command))
                .onCommand(Cancel.class, this::onCancelUnknown)
                .onCommand(Turn.class, command -> onTurnOfNobody())
                .onCommand(Stop.class, (state, command) -> onStop(state))
                .onAnyCommand(command -> passivate());
        handlers.forNonNullState()
                .onCommand(Submit.class, this::onSubmit)
                .onCommand(Admitted.class, this::onAdmitted)
                .onCommand(Planned.class, this::onPlanned)
                .onCommand(
                        PlanProgress.class,
                        (state, command) -> does(() -> actions.planProgressed(state, command.share())))
                .onCommand(PlanFailed.class, this::onPlanFailed)
                .onCommand(SlotGranted.class, (state, command) -> does(() -> deciding.granted(command)))
                .onCommand(AttemptStarted.class, (state, command) -> does(() -> attempts.confirmed(command.id())))
                .onCommand(AttemptSucceeded.class, (state, command) -> does(() -> deciding.succeeded(command)))
                .onCommand(AttemptFailed.class, (state, command) -> does(() -> deciding.failed(state, command)))
                .onCommand(Prepared.class, (state, command) -> does(() -> deciding.prepared(state, command.failed())))
                .onCommand(AttemptStopped.class, (state, command) -> does(() -> deciding.stopped(command.id())))
                .onCommand(AttemptLost.class, (state, command) -> does(() -> deciding.gone(command.id())))
                .onCommand(AttemptFound.class, (state, command) -> does(() -> attempts.found(state, command.id())))
                .onCommand(Decide.class, (state, command) -> onDecide(state))
                .onCommand(EndNoted.class, (state, command) -> onDecide(state))
                .onCommand(Rested.class, (state, command) -> onRested(state))
                .onCommand(NodeGone.class, this::onNodeGone)
                .onCommand(Stitched.class, this::onStitched)
                .onCommand(Cancel.class, this::onCancel)
                .onCommand(Turn.class, (state, command) -> onTurn(state))
                .onCommand(Listed.class, (state, command) -> onListed(state, command.done()))
                .onCommand(CleanedUp.class, (state, command) -> onCleanedUp(state, command.recorded()))
                .onCommand(Tick.class, (state, command) -> onTick(state))
                .onCommand(Wake.class, command -> Effect().none())
                .onCommand(Stop.class, (state, command) -> onStop(state));
        return handlers.build();
    }

    /** Also of a restart after the journal was away, which ends timers and children, and keeps this object. */
    private void onRecovered(JobState state) {
        timers.startTimerWithFixedDelay(new Tick(), Duration.ofSeconds(1));
        actions.recovered();
        decisions.clear();
        if (state != null) {
            attempts.recovered(state);
            advance(state);
            if (!state.status().isFinished()) {
                actions.publish(state);
            }
        }
    }

    /** An unfinished job is the same job, however often it is submitted. */
    private Effect<JobEvent, JobState> onSubmit(JobState state, Submit submit) {
        if (state != null && !state.status().isFinished()) {
            submitters.add(submit.replyTo());
            return answerWhenListed(state);
        }
        admitting.add(submit);
        BlockingStep.takeFor(
                context,
                JobPorts.ADMISSION_DISPATCHER,
                () -> new Admitted(submit, node.steps().admit(submit.spec())),
                failure -> new Admitted(submit, Optional.of(failure)));
        return Effect().none();
    }

    /** A finished job is made again when nothing of its last life is left that could touch the new one's files. */
    private Effect<JobEvent, JobState> onAdmitted(JobState state, Admitted admitted) {
        if (state != null && state.status().isFinished() && !actions.isSettled()) {
            context.scheduleOnce(UNTIL_SETTLED, context.getSelf(), admitted);
            return Effect().none();
        }
        admitting.remove(admitted.submit());
        JobSpec spec = admitted.submit().spec();
        ActorRef<SubmitReply> replyTo = admitted.submit().replyTo();
        boolean running = state != null && !state.status().isFinished();
        if (running) {
            submitters.add(replyTo);
            return answerWhenListed(state);
        }
        if (admitted.refusal().isPresent()) {
            replyTo.tell(new SubmitReply(admitted.refusal()));
            return state == null ? passivate() : Effect().none();
        }
        actions.startAnew();
        submitters.startAnew();
        submitters.add(replyTo);
        boolean keepPieces = state != null && state.canGoOnAs(spec);
        return persist(state, List.of(new JobEvent.JobSubmitted(spec, keepPieces)));
    }

    private Effect<JobEvent, JobState> answerWhenListed(JobState state) {
        submitters.answer();
        list(state);
        return Effect().none();
    }

    private void list(JobState state) {
        if (submitters.needRow()) {
            JobView view = JobViews.of(state, state.status());
            actions.inJournal(state, () -> ports.records().put(view), Listed::new);
        }
    }

    private Effect<JobEvent, JobState> onListed(JobState state, boolean done) {
        submitters.rowWritten(done);
        submitters.answer();
        if (done && !state.status().isFinished()) {
            actions.publish(state);
        }
        return Effect().none();
    }

    private Effect<JobEvent, JobState> onTurn(JobState state) {
        actions.giveTurn();
        advance(state);
        return Effect().none();
    }

    private Effect<JobEvent, JobState> onTurnOfNobody() {
        ports.directory().tell(new JobDirectory.Unknown(entity.getEntityId()));
        return passivate();
    }

    /** What came in since this actor asked to be passivated goes to the next one, which the shard starts for it. */
    private Effect<JobEvent, JobState> onStop(JobState state) {
        var self = node.jobRef(context.getSystem(), entity.getEntityId());
        admitting.forEach(self::tell);
        if (state != null && !state.status().isFinished() && !actions.isWaiting(state)) {
            self.tell(new Wake());
        }
        return Effect().stop();
    }

    private Effect<JobEvent, JobState> onPlanned(JobState state, Planned planned) {
        actions.planEnded();
        if (state.status() != JobStatus.QUEUED || !state.spec().equals(planned.spec())) {
            return Effect().none().thenRun(this::advance);
        }
        JobState.Plan plan = planned.plan();
        return persist(state, new JobEvent.SegmentsPlanned(plan.clip(), plan.stamp(), plan.segments(), node.build()));
    }

    private Effect<JobEvent, JobState> onPlanFailed(JobState state, PlanFailed failed) {
        actions.planEnded();
        return state.status() == JobStatus.QUEUED && state.spec().equals(failed.spec())
                ? persist(state, new JobEvent.JobFailed(now(), failed.failure()))
                : Effect().none().thenRun(this::advance);
    }

    private Effect<JobEvent, JobState> onNodeGone(JobState state, NodeGone gone) {
        attempts.nodeGone(gone.node());
        return requeue(
                state,
                AttemptTracker.inFlight(state).stream()
                        .filter(id -> id.node().equals(gone.node()) && !attempts.isRecovering(id))
                        .toList());
    }

    private Effect<JobEvent, JobState> onStitched(JobState state, Stitched stitched) {
        actions.stitchEnded();
        if (state.status() != JobStatus.STITCHING) {
            return Effect().none().thenRun(this::advance);
        }
        stitched.failure()
                .ifPresent(failure ->
                        context.getLog().warn("{}: {} {}", entity.getEntityId(), failure.message(), failure.detail()));
        List<JobEvent> events = stitched.failure()
                .map(failure -> RetryPolicy.afterStitchFailure(state, failure, now()))
                .orElseGet(() -> List.of(new JobEvent.JobSucceeded(now(), stitched.bytes(), stitched.warnings())));
        return persist(state, events);
    }

    private Effect<JobEvent, JobState> onCancelUnknown(Cancel cancel) {
        cancel.replyTo().tell(new CancelReply(CancelResult.NOT_FOUND));
        return passivate();
    }

    private Effect<JobEvent, JobState> onCancel(JobState state, Cancel cancel) {
        if (state.status().isFinished()) {
            return reply(cancel.replyTo(), new CancelReply(CancelResult.ALREADY_FINISHED));
        }
        // who is answered finds it cancelled
        return persist(state, List.of(new JobEvent.JobCancelled(now())))
                .thenRun(after -> cancel.replyTo().tell(new CancelReply(CancelResult.CANCELLED)));
    }

    private Effect<JobEvent, JobState> onTick(JobState state) {
        if (actions.isWaiting(state) && !submitters.areWaiting()) {
            return passivate();
        }
        list(state);
        decisions.doNotWait();
        if (!state.status().isFinished() && state.plan().isPresent() && !state.isPlannedBy(node.build())) {
            context.getLog().info("{} starts again: it was planned by another Proxima or FFmpeg", entity.getEntityId());
            return persist(state, new JobEvent.JobSubmitted(state.spec(), false));
        }
        List<AttemptId> lost = attempts.tick(state);
        actions.tick(state);
        leaveIfSettled();
        return requeue(state, lost);
    }

    private Effect<JobEvent, JobState> onCleanedUp(JobState state, boolean recorded) {
        actions.cleanedUp(state, recorded);
        leaveIfSettled();
        return Effect().none();
    }

    private Effect<JobEvent, JobState> onRested(JobState state) {
        decisions.rested();
        return onDecide(state);
    }

    private Effect<JobEvent, JobState> onDecide(JobState state) {
        Decisions.Made made = decisions.make(state);
        return made.events().isEmpty()
                ? Effect().none().thenRun(after -> {
                    made.ended().forEach(attempts::acknowledge);
                    advance(after);
                })
                : persist(state, made.events(), made.ended());
    }

    private Effect<JobEvent, JobState> requeue(JobState state, List<AttemptId> lost) {
        List<JobEvent> events =
                lost.stream().<JobEvent>map(AttemptDecisions::lost).toList();
        return events.isEmpty() || state.status().isFinished() ? Effect().none() : persist(state, events);
    }

    private Effect<JobEvent, JobState> persist(JobState state, JobEvent event) {
        return persist(state, List.of(event));
    }

    /** Persists the events, and the start of the stitch where they complete the last segment; then acts on them. */
    private EffectBuilder<JobEvent, JobState> persist(JobState before, List<JobEvent> events) {
        return persist(before, JobState.withConsequences(before, events), Set.of());
    }

    private EffectBuilder<JobEvent, JobState> persist(JobState before, List<JobEvent> events, Set<AttemptId> ended) {
        return Effect().persist(JobEvent.ofAll(events)).thenRun(after -> {
            attempts.changed(before, after, ended);
            ended.forEach(attempts::acknowledge);
            list(after);
            advance(after);
            actions.publishChange(before, after);
        });
    }

    private void advance(JobState state) {
        actions.advance(state);
        leaveIfSettled();
    }

    private void leaveIfSettled() {
        if (actions.isSettled()) {
            passivate();
        }
    }

    private Effect<JobEvent, JobState> passivate() {
        if (admitting.isEmpty()) {
            entity.getShard().tell(new ClusterSharding.Passivate<>(context.getSelf()));
        }
        return Effect().none();
    }

    /** Nothing is persisted, or not yet. */
    private Effect<JobEvent, JobState> does(Runnable what) {
        what.run();
        return Effect().none();
    }

    private <T> Effect<JobEvent, JobState> reply(ActorRef<T> replyTo, T message) {
        replyTo.tell(message);
        return Effect().none();
    }

    private static long now() {
        return Instant.now().toEpochMilli();
    }
}
