package dev.proxima.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.job.JobState;
import java.util.List;
import java.util.Optional;

/**
 * Joins the finished segments of a job, verifies the result and publishes it. A child of its job, which stops it when
 * the job is cancelled, and hears in any case how it ended, when nothing of it runs any more. It has no state: a job that
 * recovers just starts another one.
 */
final class StitcherActor extends AbstractBehavior<StitcherActor.Command> {

    sealed interface Command {}

    /** Ends FFmpeg; the job is told as soon as it has ended. */
    record Stop() implements Command {}

    private record Ended(Optional<Failure> failure, long bytes, List<String> warnings) implements Command {
        static Ended because(Failure failure) {
            return new Ended(Optional.of(failure), 0, List.of());
        }
    }

    private final ActorRef<JobActor.Command> replyTo;
    private final StoppableStep<Command> stitch;

    static Behavior<Command> create(JobState state, JobSteps steps, Tenure tenure, ActorRef<JobActor.Command> replyTo) {
        return Behaviors.setup(context -> new StitcherActor(context, () -> stitch(state, steps, tenure), replyTo));
    }

    private static Ended stitch(JobState state, JobSteps steps, Tenure tenure)
            throws FailureException, InterruptedException {
        JobSteps.Published published = steps.stitch(state, tenure);
        return new Ended(Optional.empty(), published.bytes(), published.warnings());
    }

    private StitcherActor(
            ActorContext<Command> context, BlockingStep<Command> stitch, ActorRef<JobActor.Command> replyTo) {
        super(context);
        this.replyTo = replyTo;
        this.stitch = new StoppableStep<>(stitch);
        BlockingStep.takeFor(context, JobPorts.STITCHING_DISPATCHER, this.stitch, Ended::because);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Stop.class, message -> onStop())
                .onMessage(Ended.class, this::onEnded)
                .onSignal(PostStop.class, signal -> onStop())
                .build();
    }

    private Behavior<Command> onStop() {
        stitch.stop();
        return this;
    }

    private Behavior<Command> onEnded(Ended ended) {
        replyTo.tell(new JobActor.Stitched(ended.failure(), ended.bytes(), ended.warnings()));
        return Behaviors.stopped();
    }
}
