package dev.proxima.schedule;

import dev.proxima.media.SegmentPlanner;
import dev.proxima.media.Workforce;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** Plays a scenario with the schedule that real nodes are given work by. */
final class Simulation {

    static final long REPORT_EVERY = 2_000;

    /** From what happens on a node until one that is free has its next order; what else happens until then is decided with it. */
    private static final long LATENCY = 20;

    private static final Set<String> ENCODERS = Set.of("prores");

    /** @param ended when each clip was done, by name
     * @param decisionNanos what all decisions took
     * @param repeated pieces that were begun a second time
     * @param splits running pieces of which the rest was given to another node
     * @param parts waiting pieces of which a node took the end */
    record Result(
            long makespan,
            int segments,
            Map<String, Long> ended,
            long decisions,
            long decisionNanos,
            int repeated,
            int splits,
            int parts) {}

    private record Event(long at, long number, Runnable what) {}

    private final Scenario scenario;
    private final Speeds speeds = new Speeds();
    private final Schedule schedule = new Schedule(speeds);
    private final PriorityQueue<Event> events = new PriorityQueue<>(
            (a, b) -> a.at() != b.at() ? Long.compare(a.at(), b.at()) : Long.compare(a.number(), b.number()));
    private final Map<String, List<SimulatedAttempt>> running = new LinkedHashMap<>();
    private final Map<String, SimulatedNode> present = new LinkedHashMap<>();
    private final Map<String, Machine> machines = new LinkedHashMap<>();
    private final Map<String, SimulatedJob> jobs = new LinkedHashMap<>();
    private final Map<String, Demand> demands = new LinkedHashMap<>();

    /** Jobs whose demand is to be made anew for the next decision, once however much happened to them until then. */
    private final Set<SimulatedJob> changedJobs = new LinkedHashSet<>();

    private final Map<String, Long> ended = new HashMap<>();
    private long now;
    private long number;
    private int segments;
    private long decisions;
    private long decisionNanos;
    private int repeated;
    private int splits;
    private int parts;
    private boolean deciding;

    private Simulation(Scenario scenario) {
        this.scenario = scenario;
    }

    static Result of(Scenario scenario) {
        return new Simulation(scenario).run();
    }

    private Result run() {
        for (SimulatedNode node : scenario.nodes()) {
            at(0, () -> changed(node, node.strength()));
            if (node.changes()) {
                at(node.changesAt(), () -> changed(node, node.later()));
            }
        }
        scenario.clips().forEach(clip -> at(clip.submittedAt(), () -> submitted(clip)));
        at(REPORT_EVERY, this::report);
        while (ended.size() < scenario.clips().size()) {
            Event event = events.remove();
            now = event.at();
            event.what().run();
        }
        return new Result(now, segments, ended, decisions, decisionNanos, repeated, splits, parts);
    }

    private void at(long when, Runnable what) {
        add(when, () -> {
            what.run();
            decideSoon();
        });
    }

    private void decideSoon() {
        if (!deciding) {
            deciding = true;
            add(now + LATENCY, this::decide);
        }
    }

    private void add(long when, Runnable what) {
        events.add(new Event(when, number++, what));
    }

    private void changed(SimulatedNode node, double strength) {
        String name = node.name();
        if (strength == 0 && present.remove(name) != null) {
            running.remove(name).forEach(lost -> {
                lost.job.gone(lost);
                if (!lost.job.attempts.containsKey(lost.piece)) {
                    lost.job.await(lost.piece);
                }
                changedJobs.add(lost.job);
            });
            machines.remove(name);
            speeds.forget(name);
        } else if (strength > 0 && present.put(name, node) == null) {
            speeds.claims(name, node.claimedCores());
            running.put(name, new ArrayList<>());
            describe(node);
        }
    }

    private void submitted(Scenario.Clip clip) {
        List<Double> strengths = new ArrayList<>();
        present.values()
                .forEach(node -> strengths.addAll(Collections.nCopies(
                        node.slots(), speeds.pace(node.name()).strength())));
        long others = jobs.values().stream().mapToLong(SimulatedJob::framesLeft).sum();
        int unknown = (int) scenario.clips().stream()
                .filter(other -> other.submittedAt() / 1000 == clip.submittedAt() / 1000
                        && other.submittedAt() > clip.submittedAt())
                .count();
        List<Long> lengths = clip.cuttable()
                ? SegmentPlanner.chosenLengths(
                        clip.frames(),
                        Scenario.RATE,
                        clip.seekDistance(),
                        Workforce.among(strengths, others, jobs.size(), unknown),
                        true)
                : List.of(clip.frames());
        segments += lengths.size();
        SimulatedJob job = new SimulatedJob(clip, lengths);
        jobs.put(clip.name(), job);
        changedJobs.add(job);
    }

    private void decide() {
        deciding = false;
        changedJobs.forEach(this::describe);
        changedJobs.clear();
        long before = System.nanoTime();
        List<Choice> choices = schedule.choose(machines.values(), demands.values(), now);
        decisionNanos += System.nanoTime() - before;
        decisions++;
        for (Choice choice : choices) {
            SimulatedJob job = jobs.get(choice.job());
            changedJobs.add(job);
            int piece = pieceFor(choice, job);
            double expected = speeds.framesPerSecond(choice.node(), Scenario.KIND);
            begin(new SimulatedAttempt(job, piece, present.get(choice.node()), now, expected));
        }
    }

    private int pieceFor(Choice choice, SimulatedJob job) {
        if (choice.again().isEmpty() && choice.keep().isPresent()) {
            parts++;
            return job.takePart(choice.frames() + choice.keep().getAsLong(), choice.frames());
        }
        if (choice.again().isEmpty()) {
            return job.take(choice.frames());
        }
        int piece = choice.again().getAsInt();
        if (choice.keep().isEmpty()) {
            repeated++;
            return piece;
        }
        splits++;
        int rest = job.split(piece, choice.keep().getAsLong());
        SimulatedAttempt runner = job.attempts.get(piece).get(0);
        runner.shorten(now);
        runner.expect(now);
        describe(runner.node);
        awaitEnd(runner);
        return rest;
    }

    private void begin(SimulatedAttempt attempt) {
        running.get(attempt.node.name()).add(attempt);
        attempt.job
                .attempts
                .computeIfAbsent(attempt.piece, piece -> new ArrayList<>())
                .add(attempt);
        describe(attempt.node);
        awaitEnd(attempt);
    }

    private void awaitEnd(SimulatedAttempt attempt) {
        if (attempt.end < Long.MAX_VALUE) {
            at(attempt.end, () -> end(attempt));
        }
    }

    private void end(SimulatedAttempt attempt) {
        List<SimulatedAttempt> here = running.get(attempt.node.name());
        boolean wasShortened = attempt.end != now;
        if (here == null || wasShortened || !here.remove(attempt)) {
            return;
        }
        long millis = now - attempt.start;
        speeds.saw(attempt.node.name(), Scenario.KIND, attempt.frames * 1000.0 / millis, millis);
        describe(attempt.node);
        SimulatedJob job = attempt.job;
        job.gone(attempt);
        job.done(attempt.piece);
        for (SimulatedAttempt loser : List.copyOf(job.attempts.getOrDefault(attempt.piece, List.of()))) {
            job.gone(loser);
            running.get(loser.node.name()).remove(loser);
            describe(loser.node);
        }
        changedJobs.add(job);
        if (job.isDone()) {
            jobs.remove(job.clip.name());
            ended.put(job.clip.name(), now);
        }
    }

    /** What nodes tell of their progress. */
    private void report() {
        present.values().forEach(node -> {
            List<SimulatedAttempt> here = running.get(node.name());
            double strength = node.strengthAt(now);
            for (SimulatedAttempt attempt : here) {
                speeds.saw(node.name(), Scenario.KIND, strength * Scenario.USUAL, REPORT_EVERY);
                attempt.expect(now);
            }
            if (!here.isEmpty()) {
                describe(node);
            }
        });
        jobs.values().stream().filter(job -> !job.attempts.isEmpty()).forEach(changedJobs::add);
        at(now + REPORT_EVERY, this::report);
    }

    /** Without streams, as that of a job. */
    private void describe(SimulatedNode node) {
        List<SimulatedAttempt> here = running.get(node.name());
        List<Long> busy = new ArrayList<>(here.size());
        for (SimulatedAttempt attempt : here) {
            busy.add(attempt.until());
        }
        machines.put(
                node.name(), new Machine(node.name(), "b", ENCODERS, node.slots(), busy, speeds.pace(node.name())));
    }

    private void describe(SimulatedJob job) {
        if (job.isDone()) {
            demands.remove(job.clip.name());
        } else {
            demands.put(job.clip.name(), job.demand());
        }
    }
}
