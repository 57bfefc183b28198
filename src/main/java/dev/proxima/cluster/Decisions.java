package dev.proxima.cluster;

import dev.proxima.job.JobEvent;
import dev.proxima.job.JobState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a job has to decide about messages that come by the dozen. Each is decided on the state that those before it
 * lead to, and all are persisted in one commit, which costs about as much as one of them. Transient: who sent such a
 * message says it again if nothing comes of it.
 */
final class Decisions {

    /** @param ended an attempt that has ended by itself, whatever comes of it */
    private record Open(Function<JobState, List<JobEvent>> decision, Optional<AttemptId> ended) {}

    /**
     * @param events in their order, and what follows from them; empty if nothing changes
     * @param ended attempts that have ended by themselves
     */
    record Made(List<JobEvent> events, Set<AttemptId> ended) {}

    /** Each waits until all of its commit are persisted and told; there is little to be saved by more, as most commits have fewer. */
    private static final int MOST_IN_A_COMMIT = 24;

    /**
     * A commit costs a coordinator as much as ten decisions. One after a while is made at once, so only a job of which dozens of segments
     * end each second notices the pause.
     */
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Runnable soon;
    private final Consumer<Duration> later;
    private final Deque<Open> open = new ArrayDeque<>();
    private boolean resting;

    /**
     * @param soon has {@link #make} called when all that is here already has been added; run whenever there is a need for it
     * @param later has {@link #rested} and {@link #make} called after so long
     */
    Decisions(Runnable soon, Consumer<Duration> later) {
        this.soon = soon;
        this.later = later;
    }

    void add(Function<JobState, List<JobEvent>> decision) {
        if (open.isEmpty()) {
            soon.run();
        }
        open.add(new Open(decision, Optional.empty()));
    }

    /** Waits for what follows from the end: who adds it has {@link #make} called when that is here. */
    void addEnd(AttemptId ended, Function<JobState, List<JobEvent>> decision) {
        open.add(new Open(decision, Optional.of(ended)));
    }

    /** Who was to call may be gone. */
    void doNotWait() {
        if (!open.isEmpty()) {
            soon.run();
        }
    }

    /** The pause is over. */
    void rested() {
        resting = false;
    }

    void clear() {
        open.clear();
        resting = false;
    }

    /** Decides about as many as are to be in one commit, in the order in which they came; about none in a pause. */
    Made make(JobState before) {
        if (resting || open.isEmpty()) {
            return new Made(List.of(), Set.of());
        }
        JobState state = before;
        List<JobEvent> events = new ArrayList<>();
        Set<AttemptId> ended = new HashSet<>();
        for (int made = 0; made < MOST_IN_A_COMMIT && !open.isEmpty(); made++) {
            Open each = open.remove();
            for (JobEvent event :
                    JobState.withConsequences(state, each.decision().apply(state))) {
                events.add(event);
                state = state.apply(event);
            }
            each.ended().ifPresent(ended::add);
        }
        if (open.isEmpty()) {
            resting = true;
            later.accept(PAUSE);
        } else {
            soon.run();
        }
        return new Made(events, ended);
    }
}
