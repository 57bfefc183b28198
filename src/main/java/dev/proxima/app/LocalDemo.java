package dev.proxima.app;

import dev.proxima.api.JobList;
import dev.proxima.api.JobView;
import dev.proxima.api.Json;
import dev.proxima.api.NodeView;
import dev.proxima.api.PlanView;
import dev.proxima.cli.CliPorts;
import dev.proxima.cli.Demo;
import dev.proxima.cli.Planner;
import dev.proxima.cli.Proxima;
import dev.proxima.cli.Terminal;
import dev.proxima.ffmpeg.FfmpegBuild;
import dev.proxima.ffmpeg.PacketComparison;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.settings.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** The demo: real nodes in JVMs of their own, a real clip, and a comparison with FFmpeg alone. */
final class LocalDemo implements Demo {

    private static final int USUAL_SECONDS = 24;
    private static final int SEGMENTS_PER_NODE = 3;
    private static final int JOIN_WITHIN_SECONDS = 30;

    private final CliPorts ports;
    private final int seconds;

    private record Result(JobView job, boolean identical) {}

    LocalDemo(LocalNodes nodes, LocalPlanner planner, LocalPresets presets, LocalVerifier verifier) {
        this(nodes, planner, presets, verifier, USUAL_SECONDS);
    }

    /** @param seconds how long its clip is */
    LocalDemo(LocalNodes nodes, LocalPlanner planner, LocalPresets presets, LocalVerifier verifier, int seconds) {
        this.seconds = seconds;
        this.ports = new CliPorts(nodes, planner, presets, verifier, this);
    }

    CliPorts ports() {
        return ports;
    }

    @Override
    public int run(DemoOptions options, PrintWriter out, PrintWriter err)
            throws FailureException, InterruptedException {
        Settings settings = Settings.load(Map.of());
        FfmpegBuild build = LocalFfmpeg.install(settings);
        List<ChildNode> nodes = new ArrayList<>();
        Path place = null;
        try {
            place = directory(options.directory());
            Path clip = place.resolve("demo.mov");
            err.println("Making a sample clip of " + seconds + " s, 1080p23.976: " + clip);
            SampleClip.make(build, clip, 1920, 1080, "24000/1001", seconds);
            startNodes(place, options.helpers(), nodes, err);
            JobView job = encode(clip, options, nodes, err);
            Optional<String> difference = compare(build, job, clip, place, err);
            if (options.json()) {
                out.println(Json.write(new Result(job, difference.isEmpty())));
            } else {
                report(job, nodes, difference, out);
            }
            return difference.isEmpty() ? 0 : 1;
        } catch (IOException e) {
            throw new FailureException(new Failure.Internal("The demo failed: " + e + ".", ""), e);
        } finally {
            nodes.forEach(ChildNode::close);
            if (place != null) {
                Folders.delete(place.resolve("nodes"));
            }
        }
    }

    private static Path directory(Optional<Path> named) throws FailureException, IOException {
        if (named.isEmpty()) {
            return Files.createTempDirectory("proxima-demo");
        }
        try {
            return Files.createDirectories(named.get());
        } catch (FileAlreadyExistsException e) {
            throw new FailureException(
                    new Failure.InvalidRequest(
                            named.get() + " is a file: name a directory for the clip of the demo and its proxy."),
                    e);
        }
    }

    private void startNodes(Path place, int helpers, List<ChildNode> nodes, PrintWriter err)
            throws FailureException, IOException, InterruptedException {
        Path data = place.resolve("nodes");
        nodes.add(ChildNode.start(nodeArguments("seed", data.resolve("seed"))));
        ChildNode seed = nodes.get(0);
        err.println("Seed " + seed.address() + " is up: " + seed.http());
        for (int helper = 1; helper <= helpers; helper++) {
            List<String> arguments = nodeArguments("join", data.resolve("helper" + helper));
            arguments.addAll(seed.joinArguments());
            nodes.add(ChildNode.start(arguments));
            err.println("Helper " + nodes.get(helper).address() + " joined");
        }
        HttpClient http = HttpClient.newHttpClient();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(JOIN_WITHIN_SECONDS);
        while (slots(http, seed) < nodes.size() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static List<String> nodeArguments(String command, Path dataDir) {
        return new ArrayList<>(List.of(
                command,
                "--data-dir",
                dataDir.toString(),
                "--port",
                "0",
                "--http-port",
                "0",
                "--slots",
                "1",
                "--json"));
    }

    private static int slots(HttpClient http, ChildNode seed) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(seed.http() + "/api/v1/nodes"))
                .build();
        String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return Arrays.stream(Json.read(answer, NodeView[].class))
                .mapToInt(NodeView::slots)
                .sum();
    }

    private JobView encode(Path clip, DemoOptions options, List<ChildNode> nodes, PrintWriter err)
            throws FailureException, IOException {
        List<String> arguments = new ArrayList<>(List.of("queue", clip.toString(), "--wait", "--json", "--overwrite"));
        arguments.addAll(List.of("--segments", Integer.toString(nodes.size() * SEGMENTS_PER_NODE)));
        arguments.addAll(List.of("--node", nodes.get(0).http()));
        options.preset().ifPresent(preset -> arguments.addAll(List.of("--preset", preset)));
        err.println("Encoding it across " + nodes.size() + " nodes…");
        StringWriter result = new StringWriter();
        int exit = Proxima.run(arguments, ports, Terminal.plain(new PrintWriter(result, true), err));
        List<JobView> jobs =
                exit == 0 ? Json.read(result.toString(), JobList.class).jobs() : List.of();
        if (jobs.isEmpty()) {
            throw new FailureException(new Failure.Internal("The clip of the demo was not encoded, see above.", ""));
        }
        return jobs.get(0);
    }

    /** The proxy against what one FFmpeg process makes of the same clip. */
    private Optional<String> compare(FfmpegBuild build, JobView job, Path clip, Path place, PrintWriter err)
            throws FailureException, InterruptedException, IOException {
        err.println("Verifying it against one FFmpeg process…");
        PlanView plan = ports.planner()
                .plan(new Planner.PlanOptions(clip, Optional.of(job.preset()), 1, OptionalInt.empty(), place));
        Path reference = place.resolve("reference.mov");
        makeReference(plan.reference(), reference);
        Optional<String> difference = PacketComparison.firstDifference(build, reference, Path.of(job.output()));
        Files.delete(reference);
        return difference;
    }

    /** @param planned a command whose last word is its output */
    static void makeReference(List<String> planned, Path reference)
            throws FailureException, InterruptedException, IOException {
        List<String> command = new ArrayList<>(planned);
        command.set(command.size() - 1, reference.toString());
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new FailureException(
                    new Failure.FfmpegFailed("making the reference " + reference, process.exitValue(), ""));
        }
    }

    static void report(JobView job, List<ChildNode> nodes, Optional<String> difference, PrintWriter out) {
        for (ChildNode node : nodes) {
            List<String> done = job.segments().stream()
                    .filter(segment -> node.address().equals(segment.node()))
                    .map(segment ->
                            "%d [%d, %d)".formatted(segment.index(), segment.startFrame(), segment.endFrameExclusive()))
                    .toList();
            out.println((node == nodes.get(0) ? "seed   " : "helper ") + node.address() + " did " + done.size()
                    + " segments: " + String.join(", ", done));
        }
        out.println(difference
                .map(what -> "DIFFERENT from a single FFmpeg process: " + what)
                .orElse("Identical, packet by packet, with what a single FFmpeg process makes."));
        out.println(job.output());
        out.flush();
    }
}
