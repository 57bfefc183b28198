package dev.proxima.app;

import akka.actor.typed.ActorSystem;
import akka.cluster.typed.Cluster;
import akka.http.javadsl.ServerBinding;
import akka.management.javadsl.AkkaManagement;
import dev.proxima.api.JobService;
import dev.proxima.api.JobView;
import dev.proxima.cli.Node;
import dev.proxima.cluster.AttemptRegistry;
import dev.proxima.cluster.AttemptRunner;
import dev.proxima.cluster.ClusterNode;
import dev.proxima.cluster.Duty;
import dev.proxima.cluster.Encoders;
import dev.proxima.cluster.FfmpegAttemptRunner;
import dev.proxima.cluster.FfmpegJobSteps;
import dev.proxima.cluster.LiveBoard;
import dev.proxima.cluster.NodeContext;
import dev.proxima.ffmpeg.FfmpegBuild;
import dev.proxima.ffmpeg.WorkingEncoders;
import dev.proxima.http.HttpServer;
import dev.proxima.job.FailureException;
import dev.proxima.machine.FreeMemory;
import dev.proxima.machine.Occupancy;
import dev.proxima.machine.UsableCores;
import dev.proxima.machine.WakeLock;
import dev.proxima.settings.Manners;
import dev.proxima.settings.Settings;
import dev.proxima.storage.WorkDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A node with everything it needs, from FFmpeg to HTTP. */
final class RunningNode implements Node {

    private final Settings settings;
    private final boolean transientData;
    private final NodeSecurity security;
    private final HttpAccess http;
    private final WakeLock wakeLock = new WakeLock();
    private Optional<Occupancy> occupancy = Optional.empty();
    private ClusterNode node;
    private volatile int httpPort;
    private boolean closed;

    /** @param transientData whether the data directory goes when no job can go on from what is in it */
    static RunningNode start(Settings settings, boolean transientData, NodeSecurity security) throws FailureException {
        RunningNode running = new RunningNode(settings, transientData, security, HttpAccess.of(settings, security));
        FfmpegBuild build = LocalFfmpeg.install(settings);
        Encoders encoders = new Encoders(
                build.encoders(), WorkingEncoders.of(build, settings.presets().values()));
        LiveBoard board = new LiveBoard(encoders);
        board.onNotice(System.err::println);
        NodeContext context = new NodeContext(
                settings,
                new AttemptRegistry(settings.slots(), running.runner(build)),
                new FfmpegJobSteps(build, settings.stallTimeout(), LocalFfmpeg.roots(settings)),
                board,
                running.duty(),
                // what this Proxima makes with this FFmpeg: nodes share a job only where it is the same
                build.version() + '/' + version(),
                encoders,
                version(),
                new UsableCores()::now);
        running.node = ClusterNode.start(context, running::serve);
        Runtime.getRuntime().addShutdownHook(new Thread(running::close, "proxima-shutdown"));
        return running;
    }

    private RunningNode(Settings settings, boolean transientData, NodeSecurity security, HttpAccess http) {
        this.settings = settings;
        this.transientData = transientData;
        this.security = security;
        this.http = http;
        this.httpPort = settings.http().port();
    }

    private AttemptRunner runner(FfmpegBuild build) {
        return new AwakeRunner(
                new FfmpegAttemptRunner(
                        build, settings.stallTimeout(), settings.capacity().threads(), LocalFfmpeg.roots(settings)),
                wakeLock);
    }

    private Duty duty() {
        Manners manners = settings.manners();
        occupancy = manners.onlyWhenIdle() ? Optional.of(Occupancy.watch()) : Optional.empty();
        return new Duty(
                manners, now -> occupancy.map(watched -> watched.idleFor(now)).orElseThrow(), FreeMemory::bytes);
    }

    boolean awaitMember(Duration patience) throws InterruptedException {
        return node.awaitMember(patience);
    }

    @Override
    public JobService service() {
        return node.service();
    }

    @Override
    public String address() {
        return node.address();
    }

    @Override
    public String httpUrl() {
        return http.url(settings, httpPort);
    }

    @Override
    public Optional<String> accessToken() throws FailureException {
        return http.printedToken();
    }

    @Override
    public Optional<String> joinLine() throws FailureException {
        return security.joinLine();
    }

    @Override
    public Path dataDir() {
        return settings.dataDir();
    }

    @Override
    public void awaitTermination() throws InterruptedException {
        node.awaitTermination();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        boolean done = transientData && allDone();
        security.close();
        node.close();
        occupancy.ifPresent(Occupancy::close);
        wakeLock.close();
        if (done) {
            Folders.delete(settings.dataDir());
        }
    }

    private boolean allDone() {
        try {
            List<JobView> jobs = service().jobs().toCompletableFuture().get(2, TimeUnit.SECONDS);
            return jobs.stream().allMatch(RunningNode::leftNothing);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private static boolean leftNothing(JobView job) {
        return job.isFinished()
                && Files.notExists(
                        WorkDirectory.beside(Path.of(job.output()), job.id()).path());
    }

    /** Every actor system of this node serves HTTP at the same port. */
    private void serve(ActorSystem<?> system, JobService service) throws FailureException {
        security.open(
                system, Cluster.get(system).selfMember().address().getPort().orElseThrow());
        if (!settings.http().enabled()) {
            return;
        }
        try {
            ServerBinding binding = HttpServer.start(
                            system,
                            settings.http().host(),
                            httpPort,
                            service,
                            Optional.of(AkkaManagement.get(system).getRoutes()),
                            http.access())
                    .toCompletableFuture()
                    .join();
            httpPort = binding.localAddress().getPort();
        } catch (CompletionException e) {
            // it fails in no other way
            throw (FailureException) e.getCause();
        }
    }

    static String version() {
        String version = RunningNode.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
