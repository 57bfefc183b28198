package dev.proxima.schedule;

/** How long each machine takes for pieces of one class of work, in milliseconds. */
final class Durations {

    private final double[] start;
    private final double[] perFrame;

    /** @param machines in the order of their numbers */
    Durations(Machine[] machines, WorkClass kind, double usualFramesPerSecond) {
        start = new double[machines.length];
        perFrame = new double[machines.length];
        for (int machine = 0; machine < machines.length; machine++) {
            Pace pace = machines[machine].pace();
            start[machine] = pace.startMillis(kind);
            perFrame[machine] = 1000 / pace.framesPerSecond(kind, usualFramesPerSecond);
        }
    }

    double of(long frames, int machine) {
        return start[machine] + frames * perFrame[machine];
    }

    /** Whether it takes no less time than the other one for any piece. */
    boolean isNowhereFaster(int machine, int other) {
        return start[machine] >= start[other] && perFrame[machine] >= perFrame[other];
    }
}
