package dev.proxima.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
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
import java.util.concurrent.CompletableFuture;

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
    private final Work work;

    static Behavior<Command> create(JobState state, JobSteps steps, Tenure tenure, ActorRef<JobActor.Command> replyTo) {
        return Behaviors.setup(context -> new StitcherActor(context, new Work(state, steps, tenure), replyTo));
    }

    private StitcherActor(ActorContext<Command> context, Work work, ActorRef<JobActor.Command> replyTo) {
        super(context);
        this.replyTo = replyTo;
        this.work = work;
        var dispatcher =
                context.getSystem().dispatchers().lookup(DispatcherSelector.fromConfig(JobPorts.STITCHING_DISPATCHER));
        context.pipeToSelf(
                CompletableFuture.supplyAsync(work::run, dispatcher),
                (ended, bug) -> bug == null ? ended : Ended.because(internal(bug)));
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
        work.stop();
        return this;
    }

    private Behavior<Command> onEnded(Ended ended) {
        replyTo.tell(new JobActor.Stitched(ended.failure(), ended.bytes(), ended.warnings()));
        return Behaviors.stopped();
    }

    private static Failure internal(Throwable bug) {
        return new Failure.Internal(
                "The coordinator met an error of its own while stitching: " + bug + ".", bug.toString());
    }

    /** The stitch on a thread of the dispatcher, which an interrupt must not hit before or after. */
    private static final class Work {

        private final JobState state;
        private final JobSteps steps;
        private final Tenure tenure;
        private Thread thread;
        private boolean stopped;

        private Work(JobState state, JobSteps steps, Tenure tenure) {
            this.state = state;
            this.steps = steps;
            this.tenure = tenure;
        }

        private Ended run() {
            try {
                begin();
                JobSteps.Published published = steps.stitch(state, tenure);
                return new Ended(Optional.empty(), published.bytes(), published.warnings());
            } catch (FailureException e) {
                return Ended.because(e.failure());
            } catch (InterruptedException | RuntimeException e) {
                return Ended.because(internal(e));
            } finally {
                end();
            }
        }

        private synchronized void begin() throws InterruptedException {
            if (stopped) {
                throw new InterruptedException("stopped before it began");
            }
            thread = Thread.currentThread();
        }

        private synchronized void end() {
            thread = null;
            Thread.interrupted();
        }

        private synchronized void stop() {
            stopped = true;
            if (thread != null) {
                thread.interrupt();
            }
        }
    }
}
