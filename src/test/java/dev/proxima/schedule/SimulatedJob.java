package dev.proxima.schedule;

import dev.proxima.job.PieceState;
import dev.proxima.media.SegmentPlanner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The pieces of a clip in a simulation. */
final class SimulatedJob {

    final Scenario.Clip clip;
    final List<Long> lengths;
    final double seek;
    private final boolean cut;
    private final Map<Long, List<Long>> splits = new HashMap<>();
    private List<Demand.Lot> lots;
    private final TreeMap<Long, List<Integer>> waiting = new TreeMap<>(Collections.reverseOrder());
    private final Set<Integer> left = new HashSet<>();
    private long framesLeft;
    final Map<Integer, List<SimulatedAttempt>> attempts = new LinkedHashMap<>();

    SimulatedJob(Scenario.Clip clip, List<Long> lengths) {
        this.clip = clip;
        this.lengths = new ArrayList<>(lengths);
        cut = lengths.size() > 1;
        seek = SegmentPlanner.seekFrames(25, clip.seekDistance());
        for (int piece = 0; piece < lengths.size(); piece++) {
            left.add(piece);
            framesLeft += lengths.get(piece);
            await(piece);
        }
    }

    boolean isDone() {
        return left.isEmpty();
    }

    /** Of pieces that are not done. */
    long framesLeft() {
        return framesLeft;
    }

    void done(int piece) {
        if (left.remove(piece)) {
            framesLeft -= lengths.get(piece);
        }
    }

    /** A clip that is not cut is encoded by a single pass. */
    List<Long> splits(long frames) {
        return cut ? splits.computeIfAbsent(frames, SegmentPlanner::splitFrames) : List.of();
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
        lots = null;
        waiting.computeIfAbsent(lengths.get(piece), frames -> new ArrayList<>()).add(piece);
    }

    /** The end of a piece that waits becomes a piece; returns it. */
    int takePart(long frames, long part) {
        int piece = take(frames);
        List<Long> splits = splits(frames);
        long keep = splits.stream()
                .filter(split -> frames - split <= part)
                .findFirst()
                .orElseGet(() -> splits.get(splits.size() - 1));
        int rest = split(piece, keep);
        await(piece);
        return rest;
    }

    int take(long frames) {
        lots = null;
        List<Integer> pieces = waiting.get(frames);
        int piece = pieces.remove(pieces.size() - 1);
        if (pieces.isEmpty()) {
            waiting.remove(frames);
        }
        return piece;
    }

    void gone(SimulatedAttempt attempt) {
        List<SimulatedAttempt> others = attempts.get(attempt.piece);
        others.remove(attempt);
        if (others.isEmpty()) {
            attempts.remove(attempt.piece);
        }
    }

    /** Without streams: it is asked for after every event, and would take most of the time of a simulation. */
    List<Demand.Running> running() {
        List<Demand.Running> running = new ArrayList<>(attempts.size());
        for (List<SimulatedAttempt> each : attempts.values()) {
            if (PieceState.mayRunOnceMore(each.size())) {
                running.add(each.size() == 1 ? each.get(0).told : together(each));
            }
        }
        return running;
    }

    private static Demand.Running together(List<SimulatedAttempt> attempts) {
        SimulatedAttempt first = attempts.get(0);
        Set<String> nodes =
                attempts.stream().map(attempt -> attempt.node.name()).collect(Collectors.toUnmodifiableSet());
        long until = attempts.stream().mapToLong(SimulatedAttempt::until).min().getAsLong();
        return new Demand.Running(first.piece, first.frames, nodes, until);
    }

    Demand demand() {
        if (lots == null) {
            lots = new ArrayList<>();
            waiting.forEach((frames, pieces) -> lots.add(new Demand.Lot(
                    frames, pieces.size(), Set.of(), false, !splits(frames).isEmpty())));
        }
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
