package dev.proxima.cluster;

import dev.proxima.job.JobEvent;
import dev.proxima.job.JobState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    /** Each waits until all of its commit are persisted and told; there is little to be saved by more. */
    private static final int MOST_IN_A_COMMIT = 4;

    private final Runnable soon;
    private final Deque<Open> open = new ArrayDeque<>();

    /** @param soon has {@link #make} called when all that is here already has been added; run whenever there is a need for it */
    Decisions(Runnable soon) {
        this.soon = soon;
    }

    void add(Function<JobState, List<JobEvent>> decision) {
        add(new Open(decision, Optional.empty()));
    }

    void addEnd(AttemptId ended, Function<JobState, List<JobEvent>> decision) {
        add(new Open(decision, Optional.of(ended)));
    }

    private void add(Open added) {
        if (open.isEmpty()) {
            soon.run();
        }
        open.add(added);
    }

    void clear() {
        open.clear();
    }

    /** Decides about as many as are to be in one commit, in the order in which they came. */
    Made make(JobState before) {
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
        if (!open.isEmpty()) {
            soon.run();
        }
        return new Made(events, ended);
    }
}
