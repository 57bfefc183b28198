package dev.proxima.cluster;

import akka.actor.typed.javadsl.ActorContext;
import dev.proxima.job.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** The planning of a job, at most one at a time, and how far it has come. Belongs to one actor. */
final class PlanStep {

    /** Planning tells of its progress often; watchers need no more than what they can see. */
    private static final Duration TELL_EVERY = Duration.ofMillis(250);

    private Optional<StoppableStep<JobActor.Command>> step = Optional.empty();
    private double share;
    private long toldAt;

    boolean isUnderWay() {
        return step.isPresent();
    }

    void start(
            ActorContext<JobActor.Command> context,
            BlockingStep<JobActor.Command> plan,
            Function<Failure, JobActor.Command> failed) {
        share = 0;
        StoppableStep<JobActor.Command> started = new StoppableStep<>(plan);
        step = Optional.of(started);
        BlockingStep.takeFor(context, JobPorts.PLANNING_DISPATCHER, started, failed);
    }

    void ended() {
        step = Optional.empty();
    }

    void stop() {
        step.ifPresent(StoppableStep::stop);
    }

    /** Of the clip, that has been read, 0 to 1. */
    double share() {
        return share;
    }

    /** Notes the share; returns whether it is time to tell it. */
    boolean hears(double newShare) {
        share = newShare;
        if (!isUnderWay() || System.nanoTime() - toldAt < TELL_EVERY.toNanos()) {
            return false;
        }
        toldAt = System.nanoTime();
        return true;
    }
}
