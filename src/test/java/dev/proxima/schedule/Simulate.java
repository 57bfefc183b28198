package dev.proxima.schedule;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Plays all scenarios and prints how each ended compared with its lower bound; {@code scripts/bench/simulate} starts it. The
 * property {@code results} may name a file for the same in JSON.
 */
public final class Simulate {

    private static final double ALLOWED = 1.05;

    private record Played(Scenario scenario, Simulation.Result result, long bound, double seconds) {

        double ratio() {
            return (double) result.makespan() / bound;
        }

        String line() {
            return String.format(
                    Locale.ROOT,
                    "%-40s %6d segments  bound %8.1f s  ended %8.1f s  ratio %.4f  repeated %3d  splits %4d  parts %4d  %8.1f us a decision",
                    scenario.name(),
                    result.segments(),
                    bound / 1000.0,
                    result.makespan() / 1000.0,
                    ratio(),
                    result.repeated(),
                    result.splits(),
                    result.parts(),
                    result.decisionNanos() / 1000.0 / result.decisions());
        }

        String json() {
            return String.format(
                    Locale.ROOT,
                    "{\"scenario\":\"%s\",\"nodes\":%d,\"clips\":%d,\"segments\":%d,\"lowerBoundSeconds\":%.3f,"
                            + "\"makespanSeconds\":%.3f,\"ratio\":%.4f,\"secondAttempts\":%d,\"splits\":%d,\"parts\":%d,\"decisions\":%d,"
                            + "\"decisionMicros\":%.1f}",
                    scenario.name(),
                    scenario.nodes().size(),
                    scenario.clips().size(),
                    result.segments(),
                    bound / 1000.0,
                    result.makespan() / 1000.0,
                    ratio(),
                    result.repeated(),
                    result.splits(),
                    result.parts(),
                    result.decisions(),
                    result.decisionNanos() / 1000.0 / result.decisions());
        }
    }

    private Simulate() {}

    public static void main(String[] arguments) throws Exception {
        boolean json = List.of(arguments).contains("--json");
        long begin = System.nanoTime();
        List<Played> all = playAll();
        double seconds = secondsSince(begin);
        Played worst =
                all.stream().max((a, b) -> Double.compare(a.ratio(), b.ratio())).orElseThrow();
        String result = String.format(
                Locale.ROOT,
                "{\"bench\":\"simulate\",\"scenarios\":[%s],\"worstRatio\":%.4f,\"seconds\":%.2f}",
                all.stream().map(Played::json).collect(Collectors.joining(",")),
                worst.ratio(),
                seconds);
        if (System.getProperty("results") != null) {
            Path file = Path.of(System.getProperty("results"));
            Files.createDirectories(file.getParent());
            Files.writeString(file, result + "\n");
        }
        if (json) {
            System.out.println(result);
        } else {
            all.forEach(played -> System.out.println(played.line()));
            System.out.printf(
                    Locale.ROOT,
                    "worst ratio %.4f (%s), %d scenarios in %.1f s%n",
                    worst.ratio(),
                    worst.scenario().name(),
                    all.size(),
                    seconds);
        }
        System.exit(worst.ratio() <= ALLOWED ? 0 : 1);
    }

    /** On all cores, the longest first. */
    private static List<Played> playAll() throws Exception {
        ExecutorService cores =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            Map<Scenario, Future<Played>> playing = new LinkedHashMap<>();
            Scenarios.all().stream()
                    .sorted(Comparator.comparingLong(Scenario::frames).reversed())
                    .forEach(scenario -> playing.put(scenario, cores.submit(() -> play(scenario))));
            List<Played> played = new ArrayList<>();
            for (Future<Played> each : playing.values()) {
                played.add(each.get());
            }
            return played;
        } finally {
            cores.shutdownNow();
        }
    }

    private static Played play(Scenario scenario) {
        long begin = System.nanoTime();
        Simulation.Result result = Simulation.of(scenario);
        return new Played(scenario, result, scenario.lowerBound(), secondsSince(begin));
    }

    private static double secondsSince(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
