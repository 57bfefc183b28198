package dev.proxima.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.ActorContext;
import dev.proxima.api.JobView;
import dev.proxima.job.JobSpec;
import dev.proxima.job.JobState;
import dev.proxima.job.JobStatus;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Does what the state of a job calls for, and tells others how it stands: planning, slots, the stitch, the end. Keeps what
 * is under way, so it repeats nothing, and is asked again after every change. Transient; belongs to one {@link JobActor}.
 */
final class JobActions {

    /** Seconds between two views of an unchanged job, for nodes that came later. */
    private static final int REPUBLISH_TICKS = 5;

    private final ActorContext<JobActor.Command> context;
    private final NodeContext node;
    private final JobPorts ports;
    private final AttemptTracker attempts;
    private final LongSupplier lastSequenceNr;
    private final JobNews news;
    private final PlanStep planning = new PlanStep();
    private Optional<ActorRef<StitcherActor.Command>> stitcher = Optional.empty();
    private boolean itsTurn;
    private boolean cleaning;
    private boolean settled;
    private boolean untold;
    private CompletableFuture<?> lastWrite = CompletableFuture.completedFuture(null);
    private long ticks;
    private int told = -1;
    private int toldPlanned;

    /** @param lastSequenceNr of the job's events in the journal */
    JobActions(
            ActorContext<JobActor.Command> context,
            NodeContext node,
            JobPorts ports,
            AttemptTracker attempts,
            LongSupplier lastSequenceNr) {
        this.context = context;
        this.node = node;
        this.ports = ports;
        this.attempts = attempts;
        this.lastSequenceNr = lastSequenceNr;
        this.news = new JobNews(ports);
    }

    /** The actor was restarted, which ends its children, and keeps this object. */
    void recovered() {
        stitcher = Optional.empty();
        told = -1;
    }

    /** A finished job is made again, and waits for its turn. */
    void startAnew() {
        settled = false;
        itsTurn = false;
    }

    void giveTurn() {
        itsTurn = true;
    }

    /** A job that waits for its turn is not kept in memory. */
    boolean isWaiting(JobState state) {
        return state.status() == JobStatus.QUEUED && !itsTurn;
    }

    /** Whether nothing is left of a finished job that could touch files. */
    boolean isSettled() {
        return settled;
    }

    /** Does what the state calls for next. Called after every change, on recovery and every second; repeats nothing. */
    void advance(JobState state) {
        switch (state.status()) {
            case QUEUED, PLANNING -> {
                if (itsTurn) {
                    plan(state.spec());
                }
            }
            case ENCODING -> want(state);
            case STITCHING -> stitch(state);
            case SUCCEEDED, FAILED, CANCELLED -> {
                ports.want(state, context.getSelf());
                end(state);
            }
        }
    }

    /** Every second: asks for slots again, in case that a message was lost, and tells what was not told or is long ago. */
    void tick(JobState state) {
        told = -1;
        advance(state);
        boolean due = ++ticks % REPUBLISH_TICKS == 0 || untold;
        if (state.status().isFinished() ? isSlowToSettle(state) : due) {
            publish(state);
        }
    }

    /** The proxy is there: a node that takes long to stop what it went on with does not keep that from anybody. */
    private boolean isSlowToSettle(JobState state) {
        return state.status() == JobStatus.SUCCEEDED && !settled && !attempts.isIdle();
    }

    /**
     * Tells the scheduler what waits: every second, and at once when it is more than before, or when running segments have
     * become shorter. That it is less, the scheduler knows by the answers to its grants; of thousands of segments nobody counts
     * the rest after each.
     */
    private void want(JobState state) {
        int waiting = state.waiting().size();
        int planned =
                state.plan().map(plan -> plan.segments().segments().size()).orElse(0);
        if (waiting > told || planned != toldPlanned) {
            ports.want(state, context.getSelf());
        }
        told = waiting;
        toldPlanned = planned;
    }

    private void plan(JobSpec spec) {
        if (!planning.isUnderWay()) {
            var self = context.getSelf();
            planning.start(
                    context,
                    () -> new JobActor.Planned(
                            spec,
                            node.steps()
                                    .plan(
                                            spec,
                                            node.board().workforce(spec.jobId()),
                                            share -> self.tell(new JobActor.PlanProgress(share)))),
                    failure -> new JobActor.PlanFailed(spec, failure));
        }
    }

    void planEnded() {
        planning.ended();
    }

    void planProgressed(JobState state, double share) {
        if (planning.hears(share)) {
            publish(state);
        }
    }

    void stopPlanning() {
        planning.stop();
    }

    private void stitch(JobState state) {
        if (stitcher.isEmpty()) {
            stitcher = Optional.of(context.spawnAnonymous(
                    StitcherActor.create(state, node.steps(), ports.tenure(), context.getSelf())));
        }
    }

    void stitchEnded() {
        stitcher = Optional.empty();
    }

    /** When all that is under way has ended, the work directory goes, and the journal keeps a summary. */
    private void end(JobState state) {
        planning.stop();
        stitcher.ifPresent(running -> running.tell(new StitcherActor.Stop()));
        if (!settled && !cleaning && attempts.isIdle() && stitcher.isEmpty() && !planning.isUnderWay()) {
            cleaning = true;
            long events = lastSequenceNr.getAsLong();
            JobView view = JobViews.of(state, state.status());
            inJournal(
                    state,
                    () -> {
                        node.steps().cleanUp(state);
                        ports.records().finish(view, events, state.isWorthKeeping());
                    },
                    JobActor.CleanedUp::new);
        }
    }

    /** @param recorded whether the journal has it; if not, it is tried again with the next tick */
    void cleanedUp(JobState state, boolean recorded) {
        cleaning = false;
        if (state.status().isFinished() && recorded) {
            settled = true;
            publish(state);
        }
    }

    /**
     * Takes a step with the journal, when the last one has ended, and tells the actor whether the journal was there. A job may
     * fail sooner than the row of its submission is written, which then must not become the last word on it.
     */
    void inJournal(JobState state, Runnable step, Function<Boolean, JobActor.Command> message) {
        var dispatcher = context.getSystem()
                .dispatchers()
                .lookup(DispatcherSelector.fromConfig(JobDirectory.JOURNAL_DISPATCHER));
        CompletableFuture<Void> write =
                lastWrite.handle((done, failure) -> done).thenRunAsync(step, dispatcher);
        lastWrite = write;
        context.pipeToSelf(write, (done, failure) -> {
            if (failure != null) {
                context.getSystem()
                        .log()
                        .warn("{}: the journal does not answer", state.spec().jobId(), failure);
            }
            return message.apply(failure == null);
        });
    }

    /**
     * How a job ended is told when its work directory is gone, unless that takes long; a cancel is to be seen at once. A
     * view of a large job is large itself: what changes of its segments is told with the next tick.
     */
    void publishChange(JobState before, JobState after) {
        if (after.status().isFinished() && after.status() != JobStatus.CANCELLED) {
            return;
        }
        untold = before != null
                && before.status() == after.status()
                && after.pieces().size() > JobNews.FEW_SEGMENTS;
        if (!untold) {
            publish(after);
        }
    }

    void publish(JobState state) {
        untold = false;
        boolean beingPlanned = planning.isUnderWay() && state.status() == JobStatus.QUEUED;
        JobView view = JobViews.of(state, beingPlanned ? JobStatus.PLANNING : state.status(), node.board());
        news.tell(
                beingPlanned ? view.withProgress(planning.share()) : view,
                JobViews.waitsInVain(state, state.status(), node.board()),
                settled);
    }
}
