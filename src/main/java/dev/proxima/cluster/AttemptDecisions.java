package dev.proxima.cluster;

import akka.actor.typed.javadsl.ActorContext;
import dev.proxima.job.Failure;
import dev.proxima.job.JobEvent;
import dev.proxima.job.JobState;
import dev.proxima.job.PieceState;
import dev.proxima.job.RetryPolicy;
import dev.proxima.schedule.Choice;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a job decides about its attempts: what a granted slot is used for, and what follows when an attempt has ended. The
 * scheduler is told at once; the events come of the {@link Decisions}.
 */
final class AttemptDecisions {

    private final ActorContext<JobActor.Command> context;
    private final String job;
    private final JobSteps steps;
    private final JobPorts ports;
    private final Decisions decisions;
    private final Function<JobActor.AttemptFailed, JobActor.Command> prepared;

    /** @param prepared what the job is told when {@link #prepared} is to be called for a failure */
    AttemptDecisions(
            ActorContext<JobActor.Command> context,
            String job,
            JobSteps steps,
            JobPorts ports,
            Decisions decisions,
            Function<JobActor.AttemptFailed, JobActor.Command> prepared) {
        this.context = context;
        this.job = job;
        this.steps = steps;
        this.ports = ports;
        this.decisions = decisions;
        this.prepared = prepared;
    }

    void granted(JobActor.SlotGranted granted) {
        decisions.add(state -> dispatched(state, granted));
    }

    private List<JobEvent> dispatched(JobState state, JobActor.SlotGranted granted) {
        Choice choice = granted.choice();
        if (choice.keep().isPresent()) {
            return split(state, granted);
        }
        Optional<PieceState> piece = choice.again().isPresent()
                ? state.anotherRun(choice.again().getAsInt(), choice.node())
                : state.nextFor(choice.node(), choice.frames(), choice.evenIfItFailedThere());
        return dispatched(piece, granted).stream().toList();
    }

    private List<JobEvent> split(JobState state, JobActor.SlotGranted granted) {
        Choice choice = granted.choice();
        long keep = choice.keep().orElseThrow();
        Optional<JobEvent.SegmentSplit> split = choice.again().isPresent()
                ? state.split(choice.again().getAsInt(), keep, choice.node())
                : state.part(keep + choice.frames(), choice.frames());
        Optional<JobEvent> dispatched =
                dispatched(split.flatMap(event -> state.apply(event).piece(event.rest())), granted);
        return Stream.of(split, dispatched).<JobEvent>flatMap(Optional::stream).toList();
    }

    /** Answers the grant by what is made of it. */
    private Optional<JobEvent> dispatched(Optional<PieceState> piece, JobActor.SlotGranted granted) {
        Optional<AttemptId> id = piece.map(next -> new AttemptId(
                job, next.index(), next.attempt() + 1, granted.choice().node()));
        ports.scheduler().tell(new SlotScheduler.Answered(granted.grant(), id.map(AttemptId::entityId)));
        return id.map(known -> new JobEvent.SegmentDispatched(known.segment(), known.attempt(), known.node()));
    }

    void succeeded(JobActor.AttemptSucceeded success) {
        AttemptId id = success.id();
        ended(
                id,
                AttemptEnd.SUCCEEDED,
                "",
                state -> state.succeeded(id.segment(), id.attempt(), success.digest(), success.file()));
    }

    /** Before one that says something of its node counts, the coordinator sees to it that nothing is missing here. */
    void failed(JobState state, JobActor.AttemptFailed failed) {
        AttemptId id = failed.id();
        context.getLog()
                .warn(
                        "{}: {} {}",
                        id.entityId(),
                        failed.failure().message(),
                        failed.failure().detail());
        if (!failed.failure().ofTheNode() || !AttemptTracker.isCurrent(state, id)) {
            prepared(state, failed);
            return;
        }
        BlockingStep.takeFor(
                context,
                JobPorts.ADMISSION_DISPATCHER,
                () -> {
                    steps.prepare(state.spec());
                    return prepared.apply(failed);
                },
                failure -> prepared.apply(new JobActor.AttemptFailed(id, failure)));
    }

    void prepared(JobState state, JobActor.AttemptFailed failed) {
        AttemptId id = failed.id();
        Failure failure = failed.failure();
        long now = Instant.now().toEpochMilli();
        ended(
                id,
                AttemptEnd.by(failure, state.spec().source()),
                failure.message(),
                then -> List.of(RetryPolicy.afterFailure(then, id.segment(), id.attempt(), failure, now)));
    }

    /** Nobody here wished it, or it would not be current: its node is to rest. */
    void stopped(AttemptId id) {
        ended(
                id,
                AttemptEnd.GONE,
                "",
                state -> List.of(
                        new JobEvent.SegmentRequeued(id.segment(), id.attempt(), new Failure.GivenBack(id.node()))));
    }

    void gone(AttemptId id) {
        ended(id, AttemptEnd.GONE, "", state -> List.of(lost(id)));
    }

    static JobEvent lost(AttemptId id) {
        return new JobEvent.SegmentRequeued(id.segment(), id.attempt(), new Failure.NodeLost(id.node()));
    }

    /** The attempt has ended, by whatever way; {@code events} follow if it is not one that was given up before. */
    private void ended(AttemptId id, AttemptEnd how, String message, Function<JobState, List<JobEvent>> events) {
        ports.scheduler().tell(new SlotScheduler.Ended(id.entityId(), how, message, context.getSelf()));
        decisions.addEnd(id, state -> AttemptTracker.isCurrent(state, id) ? events.apply(state) : List.of());
    }
}
