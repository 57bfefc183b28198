package dev.proxima.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.pubsub.Topic;
import akka.pattern.Patterns;
import dev.proxima.api.FailureView;
import dev.proxima.api.JobList;
import dev.proxima.api.JobRequest;
import dev.proxima.api.JobService;
import dev.proxima.api.JobView;
import dev.proxima.api.LiveEvent;
import dev.proxima.api.NodeView;
import dev.proxima.api.PresetView;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.job.JobOptions;
import dev.proxima.job.JobSpec;
import dev.proxima.job.JobState;
import dev.proxima.job.JobStatus;
import dev.proxima.journal.JobRecords;
import dev.proxima.media.Preset;
import dev.proxima.settings.Settings;
import dev.proxima.storage.OutputPlace;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** What a node offers to its clients, answered by the actors of the cluster. */
final class ClusterJobService implements JobService {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** An order that was not obeyed by then is given again. */
    private static final Duration ORDER_PATIENCE = Duration.ofSeconds(1);

    private static final int MORE_ORDERS = 9;

    private final ActorSystem<?> system;
    private final NodeContext node;
    private final ActorRef<JobDirectory.Command> directory;
    private final ActorRef<WatchActor.Command> watch;
    private final ActorRef<Topic.Command<NodeAgent.Command>> orders;

    ClusterJobService(
            ActorSystem<?> system,
            NodeContext node,
            ActorRef<JobDirectory.Command> directory,
            ActorRef<WatchActor.Command> watch,
            ActorRef<Topic.Command<NodeAgent.Command>> orders) {
        this.system = system;
        this.node = node;
        this.directory = directory;
        this.watch = watch;
        this.orders = orders;
    }

    @Override
    public CompletionStage<Submission> submit(JobRequest request) {
        Settings settings = node.settings();
        String presetName = request.preset() == null ? settings.defaultPreset() : request.preset();
        Optional<Preset> preset = settings.preset(presetName);
        if (preset.isEmpty()) {
            return refused(new Failure.UnknownPreset(presetName, settings.presetNames()));
        }
        try {
            return submit(specOf(request, preset.get()));
        } catch (FailureException e) {
            return refused(e.failure());
        } catch (InvalidPathException e) {
            return refused(
                    new Failure.InvalidRequest("\"" + e.getInput() + "\" is not a path: " + e.getReason() + "."));
        }
    }

    private CompletionStage<Submission> submit(JobSpec spec) {
        return this.<JobDirectory.Entry>ask(replyTo -> new JobDirectory.MayEnter(spec.jobId(), replyTo))
                .thenCompose(entry -> entry.room() ? enter(spec) : refused(new Failure.QueueFull(entry.limit())));
    }

    private CompletionStage<Submission> enter(JobSpec spec) {
        return node.jobRef(system, spec.jobId())
                .ask((ActorRef<JobActor.SubmitReply> replyTo) -> new JobActor.Submit(spec, replyTo), PATIENCE)
                .thenApply(reply -> reply.refusal()
                        .<Submission>map(refusal -> new Submission.Refused(FailureView.of(refusal)))
                        .orElseGet(() ->
                                new Submission.Accepted(JobViews.of(JobState.submitted(spec), JobStatus.QUEUED))));
    }

    private static JobSpec specOf(JobRequest request, Preset preset) throws FailureException {
        Path source = Path.of(request.source()).toAbsolutePath().normalize();
        Path output = request.output() == null
                ? OutputPlace.beside(source, preset)
                : Path.of(request.output()).toAbsolutePath().normalize();
        return new JobSpec(
                JobSpec.idFor(source.toString(), preset.name(), output.toString()),
                source.toString(),
                preset,
                output.toString(),
                request.overwrite(),
                request.segments(),
                Instant.now().toEpochMilli(),
                JobOptions.of(new JobOptions.Words(
                        request.dataLevel(),
                        request.flip(),
                        request.timecode(),
                        request.size(),
                        request.frameRate(),
                        request.priority())));
    }

    private static CompletionStage<Submission> refused(Failure failure) {
        return CompletableFuture.completedFuture(new Submission.Refused(FailureView.of(failure)));
    }

    @Override
    public CompletionStage<JobList> jobs(int limit, Optional<JobList.Place> before) {
        Optional<JobRecords.Place> place = before.map(known -> new JobRecords.Place(known.submittedAt(), known.id()));
        return this.<JobDirectory.Answer>ask(replyTo -> new JobDirectory.Page(limit, place, replyTo))
                .thenApply(page -> JobList.page(page.jobs(), page.more()));
    }

    @Override
    public CompletionStage<Optional<JobView>> job(String id) {
        return this.<JobDirectory.Answer>ask(replyTo -> new JobDirectory.Find(id, replyTo))
                .thenApply(found -> found.jobs().stream().findFirst());
    }

    private <T> CompletionStage<T> ask(akka.japi.function.Function<ActorRef<T>, JobDirectory.Command> question) {
        return AskPattern.ask(directory, question, PATIENCE, system.scheduler());
    }

    /** A job that nobody has heard of is not woken: that would make one. Of a finished one only its row is left. */
    @Override
    public CompletionStage<Cancellation> cancel(String id) {
        return job(id).thenCompose(known -> known.isEmpty() || known.get().isFinished()
                ? CompletableFuture.completedFuture(
                        known.isEmpty() ? Cancellation.NOT_FOUND : Cancellation.ALREADY_FINISHED)
                : node.jobRef(system, id)
                        .ask(JobActor.Cancel::new, PATIENCE)
                        .thenApply(reply -> Cancellation.valueOf(reply.result().name())));
    }

    @Override
    public CompletionStage<List<NodeView>> nodes() {
        return roster().thenApply(JobDirectory.Roster::nodes);
    }

    /** A helper hears of others only while somebody watches it. */
    private CompletionStage<JobDirectory.Roster> roster() {
        return node.isCoordinator()
                ? CompletableFuture.completedFuture(JobDirectory.Roster.of(node.board()))
                : ask(JobDirectory.Nodes::new);
    }

    @Override
    public CompletionStage<Optional<NodeView>> drain(String id, boolean now) {
        return order(id, now ? Duty.Draining.NOW : Duty.Draining.AFTER_SEGMENT);
    }

    @Override
    public CompletionStage<Optional<NodeView>> resume(String id) {
        return order(id, Duty.Draining.NO);
    }

    /** A node that is gone would never answer. */
    private CompletionStage<Optional<NodeView>> order(String id, Duty.Draining draining) {
        return nodes().thenCompose(
                        nodes -> nodes.stream().anyMatch(known -> known.id().equals(id))
                                ? orderKnown(id, draining)
                                : CompletableFuture.completedFuture(Optional.empty()));
    }

    /** It takes some seconds until all know that a new node listens to orders. To obey twice does no harm. */
    private CompletionStage<Optional<NodeView>> orderKnown(String id, Duty.Draining draining) {
        return Patterns.retry(() -> giveOrder(id, draining), MORE_ORDERS, Duration.ZERO, system)
                .thenApply(obeyed -> Optional.of(node.board().view(obeyed.report())));
    }

    private CompletionStage<NodeAgent.Obeyed> giveOrder(String id, Duty.Draining draining) {
        return AskPattern.ask(
                orders,
                replyTo -> Topic.publish(new NodeAgent.Order(id, draining, replyTo)),
                ORDER_PATIENCE,
                system.scheduler());
    }

    @Override
    public CompletionStage<List<PresetView>> presets() {
        return roster().thenApply(roster -> presets(roster.encoders()));
    }

    private List<PresetView> presets(Set<String> encoders) {
        Settings settings = node.settings();
        return settings.presetList().stream()
                .map(preset -> new PresetView(
                        preset.name(),
                        preset.description(),
                        preset.extension(),
                        preset.name().equals(settings.defaultPreset()),
                        preset.encoder(),
                        encoders.contains(preset.encoder()) || isHere(preset.encoder())))
                .toList();
    }

    /** This node knows of itself before it has heard of anybody. */
    private boolean isHere(String encoder) {
        return node.isEncoder() && node.encoders().working().contains(encoder);
    }

    @Override
    public Subscription subscribe(Consumer<LiveEvent> listener) {
        watch.tell(new WatchActor.Watch(listener));
        return () -> watch.tell(new WatchActor.Unwatch(listener));
    }
}
