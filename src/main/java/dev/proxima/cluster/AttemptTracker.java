package dev.proxima.cluster;

import akka.actor.typed.ActorSystem;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import dev.proxima.job.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Carries a job's decisions to the nodes until they are known to have arrived: starts what the state says is in
 * flight, stops what it says no more. Transient; a recovered job starts with {@link #recovered}.
 */
final class AttemptTracker {

    /** A node whose seed restarted downs itself in about 10 s and rejoins; its finished work is worth waiting for. */
    static final Duration RECOVERY_GRACE = Duration.ofSeconds(30);

    private static final Duration CONFIRM_WITHIN = Duration.ofSeconds(2);

    private final ActorSystem<?> system;
    private final NodeContext node;
    private final Map<AttemptId, Instant> unconfirmed = new HashMap<>();
    private final Map<AttemptId, Instant> recovering = new HashMap<>();
    private final Set<AttemptId> stopping = new HashSet<>();

    AttemptTracker(ActorSystem<?> system, NodeContext node) {
        this.system = system;
        this.node = node;
    }

    static boolean isCurrent(JobState state, AttemptId id) {
        return !state.status().isFinished()
                && state.piece(id.segment())
                        .flatMap(piece -> piece.run(id.attempt()))
                        .filter(run -> run.node().equals(id.node()))
                        .isPresent();
    }

    /** What was in flight when the coordinator went away may still run, or be finished. */
    void recovered(JobState state) {
        Instant deadline = SteadyTime.now().plus(RECOVERY_GRACE);
        for (AttemptId id : inFlight(state)) {
            if (state.status().isFinished()) {
                stopping.add(id);
            } else {
                recovering.put(id, deadline);
            }
        }
    }

    /** Starts and stops attempts, and shortens them, as the change of state demands. {@code ended} have ended by themselves. */
    void changed(JobState before, JobState after, Set<AttemptId> ended) {
        Set<AttemptId> old = before == null ? Set.of() : inFlight(before);
        Set<AttemptId> wanted = after.status().isFinished() ? Set.of() : inFlight(after);
        for (AttemptId id : wanted) {
            if (!old.contains(id) || !after.planned(id.segment()).equals(before.planned(id.segment()))) {
                unconfirmed.put(id, SteadyTime.now());
                run(after, id);
            }
        }
        for (AttemptId id : old) {
            if (!wanted.contains(id)) {
                forget(id);
                if (!ended.contains(id)) {
                    stopping.add(id);
                    tell(id, new SegmentActor.Cancel());
                }
            }
        }
    }

    void confirmed(AttemptId id) {
        unconfirmed.remove(id);
        recovering.remove(id);
    }

    /** The attempt ended, or nothing of it is there; its entity may go. */
    void acknowledge(AttemptId id) {
        forget(id);
        stopping.remove(id);
        tell(id, new SegmentActor.Acknowledge());
    }

    /** An attempt whose node came back: the job goes on with it, or has it stopped if it went on without. */
    void found(JobState state, AttemptId id) {
        tell(id, isCurrent(state, id) ? new SegmentActor.Reattach() : new SegmentActor.Cancel());
    }

    void nodeGone(String gone) {
        stopping.removeIf(id -> id.node().equals(gone));
    }

    /** Says again what was not confirmed; returns attempts whose node did not come back in time. */
    List<AttemptId> tick(JobState state) {
        Instant now = SteadyTime.now();
        stopping.forEach(id -> tell(id, new SegmentActor.Cancel()));
        unconfirmed.forEach((id, since) -> {
            if (since.plus(CONFIRM_WITHIN).isBefore(now)) {
                run(state, id);
            }
        });
        List<AttemptId> lost = new ArrayList<>();
        recovering.forEach((id, deadline) -> {
            if (isUp(id.node())) {
                tell(id, new SegmentActor.Reattach());
            } else if (deadline.isBefore(now)) {
                lost.add(id);
            }
        });
        return lost;
    }

    boolean isRecovering(AttemptId id) {
        return recovering.containsKey(id);
    }

    /** Nothing is left to be stopped. */
    boolean isIdle() {
        return stopping.isEmpty();
    }

    private void run(JobState state, AttemptId id) {
        String workDirectory = node.steps().workDirectory(state.spec());
        tell(id, new SegmentActor.Run(EncodeOrder.of(state, id, workDirectory)));
    }

    private void tell(AttemptId id, SegmentActor.Command command) {
        node.attemptRef(system, id).tell(command);
    }

    private void forget(AttemptId id) {
        unconfirmed.remove(id);
        recovering.remove(id);
    }

    /** All attempts in flight; of a slow piece there may be two. */
    static Set<AttemptId> inFlight(JobState state) {
        return state.inFlight().stream()
                .flatMap(piece -> piece.runs().stream()
                        .map(run -> new AttemptId(state.spec().jobId(), piece.index(), run.attempt(), run.node())))
                .collect(Collectors.toSet());
    }

    private boolean isUp(String nodeId) {
        return StreamSupport.stream(Cluster.get(system).state().getMembers().spliterator(), false)
                .anyMatch(member -> member.status() == MemberStatus.up()
                        && PinnedShards.nodeId(member.address()).equals(nodeId));
    }
}
