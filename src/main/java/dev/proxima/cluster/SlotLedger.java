package dev.proxima.cluster;

import dev.proxima.job.PieceState;
import dev.proxima.schedule.Choice;
import dev.proxima.schedule.Demand;
import dev.proxima.schedule.Machine;
import dev.proxima.schedule.Schedule;
import dev.proxima.schedule.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which slots are free and who wants one. Soft state without actors: it is rebuilt from what nodes report and jobs ask.
 * A slot counts as taken from its grant until the node stops reporting the attempt that came of it. Who gets a free slot is
 * for the {@link Schedule} to say.
 */
final class SlotLedger {

    /** A grant whose job never answered is void after this. */
    static final Duration GRANT_LIFE = Duration.ofSeconds(10);

    /** A job that stopped asking wants nothing. */
    static final Duration WISH_LIFE = Duration.ofSeconds(5);

    /** A node that reports no more, as it does every second, gets no new work. */
    static final Duration REPORT_LIFE = Duration.ofSeconds(3);

    record Grant(long id, Choice choice, Instant at, Optional<String> attempt) {

        String job() {
            return choice.job();
        }

        String node() {
            return choice.node();
        }
    }

    /**
     * @param encoders that work there
     * @param running attempts that hold or await a slot there, by their entity ids
     */
    private record Heard(NodeReport report, Set<String> encoders, Map<String, AttemptId> running, Instant at) {}

    private record Wish(Work work, Instant at) {}

    private final Map<String, Heard> nodes = new HashMap<>();
    private final Map<String, Wish> wishes = new HashMap<>();
    private final Map<Long, Grant> grants = new HashMap<>();
    private final Set<String> endedButReported = new HashSet<>();
    private final Experience experience = new Experience();
    private final Schedule schedule = new Schedule(experience.speeds());
    private final Encoders encoders;
    private long nextGrant;

    /**
     * @param encoders of this node
     * @param firstGrant ids of grants count from here, so that those of an earlier ledger mean nothing to this one
     */
    SlotLedger(Encoders encoders, long firstGrant) {
        this.encoders = encoders;
        this.nextGrant = firstGrant;
    }

    void report(NodeReport report, Instant now) {
        Map<String, AttemptId> reported = runningOn(report);
        nodes.put(report.node(), new Heard(report, encodersOf(report), reported, now));
        endedButReported.removeIf(attempt -> nodeOf(attempt).equals(report.node()) && !reported.containsKey(attempt));
        grants.values()
                .removeIf(grant -> grant.attempt().filter(reported::containsKey).isPresent());
        experience.report(report, now.toEpochMilli());
    }

    /** Only seldom others than last time. */
    private Set<String> encodersOf(NodeReport report) {
        Heard last = nodes.get(report.node());
        return last != null && last.report().lacking().equals(report.lacking())
                ? last.encoders()
                : encoders.without(report.lacking());
    }

    void nodeGone(String node) {
        nodes.remove(node);
        endedButReported.removeIf(attempt -> nodeOf(attempt).equals(node));
        grants.values().removeIf(grant -> grant.node().equals(node));
        experience.nodeGone(node);
    }

    void wish(Work work, Instant now) {
        if (work.isNothing()) {
            wishes.remove(work.job());
            experience.jobEnded(work.job());
        } else {
            wishes.put(work.job(), new Wish(work, now));
            experience.hear(work, now.toEpochMilli());
        }
    }

    /**
     * The grant became {@code attempt}, an entity id, or nothing: the job has no use for it, nor for others until it
     * asks again.
     */
    void answered(long grant, Optional<String> attempt) {
        Grant known = grants.remove(grant);
        if (known != null && attempt.isEmpty()) {
            wishes.remove(known.job());
        } else if (known != null) {
            wishes.computeIfPresent(
                    known.job(), (job, wish) -> new Wish(withoutOne(wish.work(), known.choice()), wish.at()));
            grants.put(grant, new Grant(grant, known.choice(), known.at(), attempt));
        }
    }

    /** An attempt ended; its slot is free even if its node has not said so yet. */
    void ended(String attempt, AttemptEnd how, String message, Instant now) {
        grants.values()
                .removeIf(grant -> grant.attempt().filter(attempt::equals).isPresent());
        AttemptId id = AttemptId.parse(attempt);
        Heard heard = nodes.get(id.node());
        if (heard != null && heard.running().containsKey(attempt)) {
            endedButReported.add(attempt);
        }
        wishes.computeIfPresent(id.job(), (job, wish) -> new Wish(without(wish.work(), id), wish.at()));
        experience.ended(id, how, message, now.toEpochMilli());
    }

    /** Gives free slots away, as the schedule wants it. */
    List<Grant> assign(Instant now) {
        grants.values().removeIf(grant -> grant.at().plus(GRANT_LIFE).isBefore(now));
        wishes.values().removeIf(wish -> wish.at().plus(WISH_LIFE).isBefore(now));
        List<Machine> machines = nodes.values().stream()
                .filter(heard -> !heard.at().plus(REPORT_LIFE).isBefore(now))
                .map(heard -> machine(heard, now.toEpochMilli()))
                .toList();
        if (wishes.isEmpty() || machines.stream().allMatch(machine -> machine.free() == 0)) {
            return List.of();
        }
        List<Demand> demands = wishes.values().stream()
                .map(wish -> demand(wish.work(), now.toEpochMilli()))
                .toList();
        List<Grant> made = schedule.choose(machines, demands, now.toEpochMilli()).stream()
                .map(choice -> new Grant(nextGrant++, choice, now, Optional.empty()))
                .toList();
        made.forEach(grant -> grants.put(grant.id(), grant));
        return made;
    }

    /** What is thought of each node that was heard of. */
    Map<String, SlotScheduler.Standing> standings(Instant now) {
        Map<String, SlotScheduler.Standing> standings = new TreeMap<>();
        nodes.keySet()
                .forEach(node -> standings.put(
                        node,
                        new SlotScheduler.Standing(
                                experience.speeds().pace(node).strength(),
                                experience.reason(node, now.toEpochMilli()).orElse(null))));
        return standings;
    }

    private Machine machine(Heard heard, long now) {
        NodeReport node = heard.report();
        List<Long> busy = new ArrayList<>();
        heard.running().forEach((attempt, id) -> {
            if (!endedButReported.contains(attempt)) {
                busy.add(experience.end(id, now));
            }
        });
        for (Grant grant : grants.values()) {
            if (grant.node().equals(node.node())
                    && grant.attempt().filter(heard.running()::containsKey).isEmpty()) {
                busy.add(experience.end(grant.choice(), grant.at().toEpochMilli(), now));
            }
        }
        return new Machine(
                node.node(),
                node.build(),
                heard.encoders(),
                node.draining() ? 0 : node.slots(),
                busy,
                experience.speeds().pace(node.node()));
    }

    /** What the job asks for, but for what it was granted and has not answered yet. */
    private Demand demand(Work work, long now) {
        Work open = work;
        for (Grant grant : grants.values()) {
            if (grant.job().equals(work.job()) && grant.attempt().isEmpty()) {
                open = withoutOne(open, grant.choice());
            }
        }
        return new Demand(
                work.job(),
                work.priority(),
                work.submittedAt(),
                work.frames(),
                work.kind(),
                work.build(),
                open.waiting(),
                running(open, now),
                experience.shunnedBy(work.job(), now));
    }

    /** Pieces of which all attempts are known to get on, and one more may be made. */
    private List<Demand.Running> running(Work work, long now) {
        Map<Integer, List<Work.Run>> runs = new TreeMap<>();
        work.running()
                .forEach(run -> runs.computeIfAbsent(run.piece(), piece -> new ArrayList<>())
                        .add(run));
        List<Demand.Running> running = new ArrayList<>();
        runs.forEach((piece, each) -> {
            boolean atWork = each.stream().allMatch(run -> isAtWork(work, run));
            if (each.size() == 1 && (atWork || hasJustBegun(work, each.get(0), now))) {
                running.add(alone(work, each.get(0), atWork, now));
            } else if (atWork && PieceState.mayRunOnceMore(each.size())) {
                running.add(together(work, each, now));
            }
        });
        return running;
    }

    /** It can be split where it is yet to come to, or at the last split that is behind it: a slow one is done at once then. */
    private Demand.Running alone(Work work, Work.Run run, boolean mayRepeat, long now) {
        AttemptId id = attempt(work, run);
        long done = experience.framesDone(id, now);
        List<Long> splits = run.splits();
        int next = 0;
        while (next < splits.size() && splits.get(next) + Demand.Running.BEYOND <= done) {
            next++;
        }
        return new Demand.Running(
                run.piece(),
                run.frames(),
                Set.of(run.node()),
                experience.end(id, now),
                splits.subList(Math.max(0, next - 1), splits.size()),
                experience.framesPerSecond(id, now),
                mayRepeat);
    }

    /** None of them can be told to stop, as another one goes on. */
    private Demand.Running together(Work work, List<Work.Run> runs, long now) {
        return new Demand.Running(
                runs.get(0).piece(),
                runs.get(0).frames(),
                runs.stream().map(Work.Run::node).collect(Collectors.toSet()),
                runs.stream()
                        .mapToLong(run -> experience.end(attempt(work, run), now))
                        .min()
                        .orElseThrow());
    }

    private boolean isAtWork(Work work, Work.Run run) {
        return nodes.containsKey(run.node()) && experience.wasSeenAtWork(attempt(work, run));
    }

    /** It is as fast as its node was so far, for all that is known, and may be split; it is not called slow. */
    private boolean hasJustBegun(Work work, Work.Run run, long now) {
        return nodes.containsKey(run.node())
                && !run.splits().isEmpty()
                && experience.hasJustBegun(attempt(work, run), now);
    }

    private static AttemptId attempt(Work work, Work.Run run) {
        return new AttemptId(work.job(), run.piece(), run.attempt(), run.node());
    }

    private static Work withoutOne(Work work, Choice choice) {
        List<Demand.Lot> waiting = new ArrayList<>(work.waiting());
        List<Work.Run> running = new ArrayList<>(work.running());
        OptionalInt again = choice.again();
        if (again.isPresent()) {
            running.removeIf(run -> run.piece() == again.getAsInt());
        } else {
            // of which a part is taken, the rest comes with the job's next wish
            boolean found = takeOne(waiting, choice.frames() + choice.keep().orElse(0));
            if (!found && !waiting.isEmpty()) {
                takeOne(waiting, waiting.get(waiting.size() - 1).frames());
            }
        }
        return work.with(waiting, running);
    }

    private static Work without(Work work, AttemptId ended) {
        return work.with(
                work.waiting(),
                work.running().stream()
                        .filter(run -> run.piece() != ended.segment() || run.attempt() != ended.attempt())
                        .toList());
    }

    private static boolean takeOne(List<Demand.Lot> lots, long frames) {
        for (int i = 0; i < lots.size(); i++) {
            Demand.Lot lot = lots.get(i);
            if (lot.frames() == frames) {
                if (lot.count() == 1) {
                    lots.remove(i);
                } else {
                    lots.set(i, lot.lessOne());
                }
                return true;
            }
        }
        return false;
    }

    private static String nodeOf(String attempt) {
        return AttemptId.parse(attempt).node();
    }

    private static Map<String, AttemptId> runningOn(NodeReport node) {
        Map<String, AttemptId> running = new HashMap<>();
        node.running().forEach(attempt -> {
            AttemptId id = new AttemptId(attempt.job(), attempt.segment(), attempt.attempt(), node.node());
            running.put(id.entityId(), id);
        });
        return running;
    }
}
