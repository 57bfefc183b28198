package dev.proxima.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.job.JobState;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Joins the finished segments of a job, verifies the result and publishes it. A child of its job, which stops it when
 * the job is cancelled; it has no state, and a job that recovers just starts another one.
 */
final class StitcherActor extends AbstractBehavior<StitcherActor.Command> {

    sealed interface Command {}

    private record Ended(Optional<Failure> failure, long bytes) implements Command {}

    private final ActorRef<JobActor.Command> replyTo;

    static Behavior<Command> create(JobState state, JobSteps steps, ActorRef<JobActor.Command> replyTo) {
        return Behaviors.setup(context -> new StitcherActor(context, state, steps, replyTo));
    }

    private StitcherActor(
            ActorContext<Command> context, JobState state, JobSteps steps, ActorRef<JobActor.Command> replyTo) {
        super(context);
        this.replyTo = replyTo;
        var dispatcher = context.getSystem()
                .dispatchers()
                .lookup(DispatcherSelector.fromConfig(JobPorts.STITCHING_DISPATCHER));
        context.pipeToSelf(
                CompletableFuture.supplyAsync(() -> stitch(state, steps), dispatcher),
                (ended, bug) -> bug == null ? ended : new Ended(Optional.of(internal(bug)), 0));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder().onMessage(Ended.class, this::onEnded).build();
    }

    private Behavior<Command> onEnded(Ended ended) {
        replyTo.tell(new JobActor.Stitched(ended.failure(), ended.bytes()));
        return Behaviors.stopped();
    }

    private static Ended stitch(JobState state, JobSteps steps) {
        try {
            return new Ended(Optional.empty(), steps.stitch(state));
        } catch (FailureException e) {
            return new Ended(Optional.of(e.failure()), 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Ended(Optional.of(internal(e)), 0);
        }
    }

    private static Failure internal(Throwable bug) {
        return new Failure.Internal("The coordinator met an error of its own while stitching: " + bug + ".", bug.toString());
    }
}
