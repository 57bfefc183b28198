package dev.proxima.schedule;

import java.util.BitSet;

/** How long each machine takes for pieces of one class of work, in milliseconds. */
final class Durations {

    private final double[] start;
    private final double[] perFrame;
    private final double usualPerFrame;

    /** @param machines in the order of their numbers */
    Durations(Machine[] machines, WorkClass kind, double usualFramesPerSecond) {
        start = new double[machines.length];
        perFrame = new double[machines.length];
        usualPerFrame = 1000 / usualFramesPerSecond;
        for (int machine = 0; machine < machines.length; machine++) {
            Pace pace = machines[machine].pace();
            start[machine] = pace.startMillis(kind);
            perFrame[machine] = 1000 / pace.framesPerSecond(kind, usualFramesPerSecond);
        }
    }

    private Durations(double start, double perFrame, double usualPerFrame) {
        this.start = new double[] {start};
        this.perFrame = new double[] {perFrame};
        this.usualPerFrame = usualPerFrame;
    }

    /** Of a usual slot. */
    double usualPerFrame() {
        return usualPerFrame;
    }

    /** Of one that starts as soon as the first of the machines to start and is as fast as the fastest: no machine takes less time. */
    Durations best(BitSet machines) {
        double leastStart = Double.MAX_VALUE;
        double leastPerFrame = Double.MAX_VALUE;
        for (int machine = machines.nextSetBit(0); machine >= 0; machine = machines.nextSetBit(machine + 1)) {
            leastStart = Math.min(leastStart, start[machine]);
            leastPerFrame = Math.min(leastPerFrame, perFrame[machine]);
        }
        return new Durations(leastStart, leastPerFrame, usualPerFrame);
    }

    /** Until both ends come at once if the other one takes as much as it can of what ends in {@code left} milliseconds else. */
    double together(int machine, double left, double othersPerFrame) {
        return start[machine] + (left - start[machine]) * perFrame[machine] / (perFrame[machine] + othersPerFrame);
    }

    double of(long frames, int machine) {
        return start[machine] + frames * perFrame[machine];
    }

    /** The most frames of one piece that it makes within {@code millis}. */
    long framesWithin(double millis, int machine) {
        return (long) Math.max(0, (millis - start[machine]) / perFrame[machine]);
    }

    /** Whether it takes no less time than the other one for any piece. */
    boolean isNowhereFaster(int machine, int other) {
        return start[machine] >= start[other] && perFrame[machine] >= perFrame[other];
    }
}
