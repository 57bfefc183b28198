package dev.proxima.testing;

import dev.proxima.api.JobService;
import dev.proxima.api.PlanView;
import dev.proxima.api.PresetView;
import dev.proxima.api.VerifyView;
import dev.proxima.cli.CliPorts;
import dev.proxima.cli.Demo;
import dev.proxima.cli.Node;
import dev.proxima.cli.NodeOptions;
import dev.proxima.cli.Nodes;
import dev.proxima.cli.Planner;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the commands stand on, without anything behind it; it remembers what was asked of it. */
public final class FakePorts implements Nodes {

    private final JobService service;
    public final List<String> started = new ArrayList<>();
    public final List<NodeOptions> options = new ArrayList<>();
    public final List<Planner.PlanOptions> plans = new ArrayList<>();
    public final List<Demo.DemoOptions> demos = new ArrayList<>();
    public final List<String> sessions = new ArrayList<>();
    public int closed;

    /** What its nodes ask other machines for. */
    public Optional<String> token = Optional.empty();

    public FakePorts(JobService service) {
        this.service = service;
    }

    public CliPorts ports() {
        return new CliPorts(
                this,
                this::plan,
                dataDir -> List.of(new PresetView("local", "of this machine", "mov", true)),
                FakePorts::verify,
                (asked, out, err) -> {
                    demos.add(asked);
                    return 0;
                });
    }

    /** Looks at names only. */
    private static VerifyView verify(Path source, Path proxy) {
        boolean ok = source.getFileName().equals(proxy.getFileName());
        String sentence = ok ? "Both are called a." : "The source is called a, the proxy b.";
        VerifyView.Check check = new VerifyView.Check("name", ok, sentence);
        return new VerifyView(source.toString(), proxy.toString(), ok, List.of(check));
    }

    private PlanView plan(Planner.PlanOptions asked) throws FailureException {
        plans.add(asked);
        if (!Files.exists(asked.source())) {
            throw new FailureException(new Failure.SourceMissing(asked.source().toString()));
        }
        return new PlanView(
                asked.source().toString(),
                "prores-proxy",
                100,
                "25/1",
                List.of(new PlanView.Range(0, 0, 50), new PlanView.Range(1, 50, 100)),
                List.of("/opt/ffmpeg", "-i", "it's a clip.mov", "OUTPUT"),
                List.of("It is short."));
    }

    @Override
    public Node startEmbedded(NodeOptions asked, String session) {
        sessions.add(session);
        return start("embedded", asked);
    }

    @Override
    public Node startSeed(NodeOptions asked) {
        return start("seed", asked);
    }

    @Override
    public Node startJoin(NodeOptions asked, String seedHost, int seedPort, Optional<String> token) {
        return start(
                "join " + seedHost + " " + seedPort + token.map(" "::concat).orElse(""), asked);
    }

    private Node start(String what, NodeOptions asked) {
        started.add(what);
        options.add(asked);
        return new FakeNode(asked.dataDir().orElse(Path.of("/data")), what.equals("seed"));
    }

    private final class FakeNode implements Node {

        private final Path dataDir;
        private final boolean seed;

        FakeNode(Path dataDir, boolean seed) {
            this.dataDir = dataDir;
            this.seed = seed;
        }

        @Override
        public JobService service() {
            return service;
        }

        @Override
        public String address() {
            return "127.0.0.1:25520";
        }

        @Override
        public Optional<String> accessToken() {
            return token;
        }

        @Override
        public String httpUrl() {
            return "http://127.0.0.1:8980";
        }

        @Override
        public Optional<String> joinLine() {
            return seed ? Optional.of("proxima join 127.0.0.1:25520 --token px-a") : Optional.empty();
        }

        @Override
        public Path dataDir() {
            return dataDir;
        }

        @Override
        public void awaitTermination() {}

        @Override
        public void close() {
            closed++;
        }
    }
}
