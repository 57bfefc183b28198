package dev.proxima.schedule;

import dev.proxima.job.PieceState;
import dev.proxima.media.SegmentPlanner;
import dev.proxima.media.Workforce;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Plays a scenario with the schedule that real nodes are given work by. */
final class Simulation {

    private static final long REPORT_EVERY = 2_000;
    private static final long SPLIT_DISTANCE = 20;
    private static final int MOST_SPLITS = 24;
    private static final Set<String> ENCODERS = Set.of("prores");

    /** @param ended when each clip was done, by name
     * @param decisionNanos what all decisions took
     * @param repeated pieces that were begun a second time
     * @param splits running pieces of which the rest was given to another node */
    record Result(
            long makespan,
            int segments,
            Map<String, Long> ended,
            long decisions,
            long decisionNanos,
            int repeated,
            int splits) {}

    private record Event(long at, long number, Runnable what) {}

    private final class Attempt {
        final Job job;
        final int piece;
        final SimulatedNode node;
        final long start;
        long frames;
        double work;
        long end;
        List<Long> splits;
        int behind;

        /** What is told of it while it is the only one at its piece. */
        Demand.Running told;

        Attempt(Job job, int piece, SimulatedNode node) {
            this.job = job;
            this.piece = piece;
            this.node = node;
            start = now;
            measure();
            tell(now + Math.round(frames / speeds.framesPerSecond(node.name(), Scenario.KIND) * 1000), List.of(), 0);
        }

        /** After its piece became shorter, too. */
        void measure() {
            frames = job.lengths.get(piece);
            splits = job.splits(frames);
            behind = 0;
            work = (frames + seek()) / Scenario.USUAL * 1000;
            end = node.end(start, work);
        }

        /** What its node tells of it. */
        void expect() {
            double rate = node.strengthAt(now) * Scenario.USUAL;
            double left = (work - node.work(start, now)) * Scenario.USUAL / 1000;
            double reached = frames - left;
            tell(
                    now + Math.round(left / rate * 1000),
                    reached > 0 ? ahead(reached + rate * REPORT_EVERY / 1000) : List.of(),
                    rate);
        }

        private List<Long> ahead(double reached) {
            while (behind < splits.size() && splits.get(behind) <= reached) {
                behind++;
            }
            return splits.subList(behind, splits.size());
        }

        private void tell(long until, List<Long> ahead, double rate) {
            told = new Demand.Running(piece, frames, Set.of(node.name()), until, ahead, rate);
        }

        private double seek() {
            return piece == 0 ? 0 : job.seek;
        }

        long until() {
            return told.until();
        }
    }

    private static final class Job {
        final Scenario.Clip clip;
        final List<Long> lengths;
        final double seek;
        final TreeMap<Long, List<Integer>> waiting = new TreeMap<>(Collections.reverseOrder());
        final Set<Integer> left = new HashSet<>();
        final Map<Integer, List<Attempt>> attempts = new LinkedHashMap<>();

        Job(Scenario.Clip clip, List<Long> lengths) {
            this.clip = clip;
            this.lengths = new ArrayList<>(lengths);
            seek = SegmentPlanner.seekFrames(25, clip.seekDistance());
            for (int piece = 0; piece < lengths.size(); piece++) {
                left.add(piece);
                await(piece);
            }
        }

        /** Evenly spread, so that long pieces have no more than short ones. */
        List<Long> splits(long frames) {
            long distance = SPLIT_DISTANCE * (1 + frames / (SPLIT_DISTANCE * (MOST_SPLITS + 1)));
            List<Long> splits = new ArrayList<>();
            for (long split = distance; clip.cuttable() && split <= frames - SPLIT_DISTANCE; split += distance) {
                splits.add(split);
            }
            return splits;
        }

        /** Returns the new piece. */
        int split(int piece, long keep) {
            int rest = lengths.size();
            lengths.add(lengths.get(piece) - keep);
            lengths.set(piece, keep);
            left.add(rest);
            return rest;
        }

        void await(int piece) {
            waiting.computeIfAbsent(lengths.get(piece), frames -> new ArrayList<>())
                    .add(piece);
        }

        int take(long frames) {
            List<Integer> pieces = waiting.get(frames);
            int piece = pieces.remove(pieces.size() - 1);
            if (pieces.isEmpty()) {
                waiting.remove(frames);
            }
            return piece;
        }

        void gone(Attempt attempt) {
            List<Attempt> others = attempts.get(attempt.piece);
            others.remove(attempt);
            if (others.isEmpty()) {
                attempts.remove(attempt.piece);
            }
        }

        /** Without streams: it is asked for after every event, and would take most of the time of a simulation. */
        List<Demand.Running> running() {
            List<Demand.Running> running = new ArrayList<>(attempts.size());
            for (List<Attempt> each : attempts.values()) {
                if (PieceState.mayRunOnceMore(each.size())) {
                    running.add(each.size() == 1 ? each.get(0).told : together(each));
                }
            }
            return running;
        }

        private static Demand.Running together(List<Attempt> attempts) {
            Attempt first = attempts.get(0);
            Set<String> nodes =
                    attempts.stream().map(attempt -> attempt.node.name()).collect(Collectors.toUnmodifiableSet());
            long until = attempts.stream().mapToLong(Attempt::until).min().getAsLong();
            return new Demand.Running(first.piece, first.frames, nodes, until);
        }

        Demand demand() {
            List<Demand.Lot> lots = new ArrayList<>();
            waiting.forEach((frames, pieces) -> lots.add(new Demand.Lot(frames, pieces.size(), Set.of())));
            return new Demand(
                    clip.name(),
                    clip.priority(),
                    clip.submittedAt(),
                    clip.frames(),
                    Scenario.KIND,
                    "b",
                    lots,
                    running(),
                    Set.of());
        }
    }

    private final Scenario scenario;
    private final Speeds speeds = new Speeds();
    private final Schedule schedule = new Schedule(speeds);
    private final PriorityQueue<Event> events = new PriorityQueue<>(
            (a, b) -> a.at() != b.at() ? Long.compare(a.at(), b.at()) : Long.compare(a.number(), b.number()));
    private final Map<String, List<Attempt>> running = new LinkedHashMap<>();
    private final Map<String, SimulatedNode> present = new LinkedHashMap<>();
    private final Map<String, Machine> machines = new LinkedHashMap<>();
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Map<String, Demand> demands = new LinkedHashMap<>();
    private final Map<String, Long> ended = new HashMap<>();
    private long now;
    private long number;
    private int segments;
    private long decisions;
    private long decisionNanos;
    private int repeated;
    private int splits;

    private Simulation(Scenario scenario) {
        this.scenario = scenario;
    }

    static Result of(Scenario scenario) {
        return new Simulation(scenario).run();
    }

    private Result run() {
        for (SimulatedNode node : scenario.nodes()) {
            node.strengths().forEach((at, strength) -> at(at, () -> changed(node, strength)));
        }
        scenario.clips().forEach(clip -> at(clip.submittedAt(), () -> submitted(clip)));
        at(REPORT_EVERY, this::report);
        while (ended.size() < scenario.clips().size()) {
            Event event = events.remove();
            now = event.at();
            event.what().run();
            if (events.isEmpty() || events.peek().at() > now) {
                decide();
            }
        }
        return new Result(now, segments, ended, decisions, decisionNanos, repeated, splits);
    }

    private void at(long when, Runnable what) {
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
                demands.put(lost.job.clip.name(), lost.job.demand());
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
        long others = jobs.values().stream()
                .mapToLong(job -> job.left.stream().mapToLong(job.lengths::get).sum())
                .sum();
        int unknown = (int) scenario.clips().stream()
                .filter(other -> other.submittedAt() / 1000 == clip.submittedAt() / 1000
                        && other.submittedAt() > clip.submittedAt())
                .count();
        List<Long> lengths = clip.cuttable()
                ? SegmentPlanner.chosenLengths(
                        clip.frames(),
                        Scenario.RATE,
                        clip.seekDistance(),
                        Workforce.among(strengths, others, jobs.size(), unknown))
                : List.of(clip.frames());
        segments += lengths.size();
        Job job = new Job(clip, lengths);
        jobs.put(clip.name(), job);
        demands.put(clip.name(), job.demand());
    }

    private void decide() {
        long before = System.nanoTime();
        List<Choice> choices = schedule.choose(machines.values(), demands.values(), now);
        decisionNanos += System.nanoTime() - before;
        decisions++;
        for (Choice choice : choices) {
            Job job = jobs.get(choice.job());
            begin(new Attempt(job, pieceFor(choice, job), present.get(choice.node())));
        }
        choices.stream().map(Choice::job).distinct().forEach(name -> describe(jobs.get(name)));
    }

    private int pieceFor(Choice choice, Job job) {
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
        Attempt runner = job.attempts.get(piece).get(0);
        runner.measure();
        runner.expect();
        describe(runner.node);
        awaitEnd(runner);
        return rest;
    }

    private void begin(Attempt attempt) {
        running.get(attempt.node.name()).add(attempt);
        attempt.job
                .attempts
                .computeIfAbsent(attempt.piece, piece -> new ArrayList<>())
                .add(attempt);
        describe(attempt.node);
        awaitEnd(attempt);
    }

    private void awaitEnd(Attempt attempt) {
        if (attempt.end < Long.MAX_VALUE) {
            at(attempt.end, () -> end(attempt));
        }
    }

    private void end(Attempt attempt) {
        List<Attempt> here = running.get(attempt.node.name());
        boolean wasShortened = attempt.end != now;
        if (here == null || wasShortened || !here.remove(attempt)) {
            return;
        }
        long millis = now - attempt.start;
        speeds.saw(attempt.node.name(), Scenario.KIND, attempt.frames * 1000.0 / millis, millis);
        describe(attempt.node);
        Job job = attempt.job;
        job.gone(attempt);
        job.left.remove(attempt.piece);
        for (Attempt loser : List.copyOf(job.attempts.getOrDefault(attempt.piece, List.of()))) {
            job.gone(loser);
            running.get(loser.node.name()).remove(loser);
            describe(loser.node);
        }
        describe(job);
        if (job.left.isEmpty()) {
            jobs.remove(job.clip.name());
            ended.put(job.clip.name(), now);
        }
    }

    /** What nodes tell of their progress. */
    private void report() {
        present.values().forEach(node -> {
            List<Attempt> here = running.get(node.name());
            double strength = node.strengthAt(now);
            for (Attempt attempt : here) {
                speeds.saw(node.name(), Scenario.KIND, strength * Scenario.USUAL, REPORT_EVERY);
                attempt.expect();
            }
            if (!here.isEmpty()) {
                describe(node);
            }
        });
        jobs.values().forEach(this::describe);
        at(now + REPORT_EVERY, this::report);
    }

    /** Without streams, as that of a job. */
    private void describe(SimulatedNode node) {
        List<Attempt> here = running.get(node.name());
        List<Long> busy = new ArrayList<>(here.size());
        for (Attempt attempt : here) {
            busy.add(attempt.until());
        }
        machines.put(
                node.name(), new Machine(node.name(), "b", ENCODERS, node.slots(), busy, speeds.pace(node.name())));
    }

    private void describe(Job job) {
        if (job.left.isEmpty()) {
            demands.remove(job.clip.name());
        } else {
            demands.put(job.clip.name(), job.demand());
        }
    }
}
