package dev.proxima.schedule;

import java.util.List;
import java.util.Set;

/** A piece on a simulated node. */
final class SimulatedAttempt {

    final SimulatedJob job;
    final int piece;
    final SimulatedNode node;
    final long start;
    long frames;
    double work;
    long end;
    private List<Long> splits;
    private int behind;

    /** What is told of it while it is the only one at its piece. */
    Demand.Running told;

    /** @param framesPerSecond that the node is thought to make */
    SimulatedAttempt(SimulatedJob job, int piece, SimulatedNode node, long now, double framesPerSecond) {
        this.job = job;
        this.piece = piece;
        this.node = node;
        start = now;
        measure(0);
        end = node.end(start, work);
        tell(now + Math.round(frames / framesPerSecond * 1000), List.of(), 0);
    }

    /** Its piece became shorter, perhaps by what it did already. */
    void shorten(long now) {
        measure(Demand.Running.BEYOND);
        end = Math.max(now, node.end(start, work));
    }

    private void measure(long more) {
        frames = job.lengths.get(piece);
        splits = job.splits(frames);
        behind = 0;
        work = (frames + more + seek()) / Scenario.USUAL * 1000;
    }

    /** What its node tells of it: no splits that it may have come to when it is heard of again, but for the last one. */
    void expect(long now) {
        double rate = node.strengthAt(now) * Scenario.USUAL;
        double left = (work - node.work(start, now)) * Scenario.USUAL / 1000;
        double reached = frames - left;
        tell(
                now + Math.round(left / rate * 1000),
                reached > 0 ? ahead(reached + rate * Simulation.REPORT_EVERY / 1000) : List.of(),
                rate);
    }

    private List<Long> ahead(double reached) {
        while (behind < splits.size() && splits.get(behind) + Demand.Running.BEYOND <= reached) {
            behind++;
        }
        return splits.subList(Math.max(0, behind - 1), splits.size());
    }

    private void tell(long until, List<Long> ahead, double rate) {
        told = new Demand.Running(piece, frames, Set.of(node.name()), until, ahead, rate, true);
    }

    private double seek() {
        return piece == 0 ? 0 : job.seek;
    }

    long until() {
        return told.until();
    }
}
