package dev.proxima.testing;

import dev.proxima.api.FailureView;
import dev.proxima.api.JobList;
import dev.proxima.api.JobRequest;
import dev.proxima.api.JobService;
import dev.proxima.api.JobView;
import dev.proxima.api.LiveEvent;
import dev.proxima.api.NodeView;
import dev.proxima.api.PresetView;
import dev.proxima.job.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A node without a cluster: it accepts every clip whose name does not tell otherwise ({@code missing}, {@code taken}, {@code full})
 * and keeps each job as it is until a test puts another view of it.
 */
public final class FakeJobService implements JobService {

    private static final NodeView NODE = Samples.node("127.0.0.1:25520");

    private final Map<String, JobView> jobs = new LinkedHashMap<>();
    private final List<Consumer<LiveEvent>> listeners = new CopyOnWriteArrayList<>();
    private final List<JobRequest> requests = new CopyOnWriteArrayList<>();
    private volatile boolean coordinatorAway;
    private volatile boolean broken;
    private volatile UnaryOperator<JobView> onSubmit = UnaryOperator.identity();

    /** What becomes of a job at once when it is handed in, such as its end. */
    public FakeJobService onSubmit(UnaryOperator<JobView> change) {
        onSubmit = change;
        return this;
    }

    /** As a node with a bug would. */
    public void breakDown() {
        broken = true;
    }

    public void loseCoordinator() {
        coordinatorAway = true;
    }

    public List<JobRequest> requests() {
        return requests;
    }

    public int listeners() {
        return listeners.size();
    }

    public synchronized void put(JobView job) {
        jobs.put(job.id(), job);
        listeners.forEach(listener -> listener.accept(new LiveEvent.JobChanged(job)));
    }

    @Override
    public synchronized CompletionStage<Submission> submit(JobRequest request) {
        if (coordinatorAway) {
            return away();
        }
        requests.add(request);
        String name = request.source().replaceAll(".*/", "").replaceAll("\\..*", "");
        if (name.startsWith("missing")) {
            return refused(new Failure.SourceMissing(request.source()));
        }
        if (name.startsWith("full")) {
            return refused(new Failure.QueueFull(10));
        }
        if (name.startsWith("taken")) {
            return refused(new Failure.OutputExists("/clips/Proxy/taken.mov"));
        }
        if (request.preset() != null && !request.preset().equals("prores-proxy")) {
            return refused(new Failure.UnknownPreset(request.preset(), "prores-proxy"));
        }
        JobView job = onSubmit.apply(Samples.job(name, "ENCODING"));
        put(job);
        return CompletableFuture.completedFuture(new Submission.Accepted(job));
    }

    @Override
    public synchronized CompletionStage<JobList> jobs(int limit, Optional<JobList.Place> before) {
        if (coordinatorAway) {
            return away();
        }
        List<JobView> all = new ArrayList<>(jobs.values());
        int end = before.map(place -> all.stream().map(JobView::id).toList().indexOf(place.id()))
                .orElse(all.size());
        int start = Math.max(0, end - limit);
        return CompletableFuture.completedFuture(JobList.page(all.subList(start, end), start > 0));
    }

    @Override
    public synchronized CompletionStage<Optional<JobView>> job(String id) {
        if (broken) {
            return CompletableFuture.failedFuture(new IllegalStateException("a bug"));
        }
        return coordinatorAway ? away() : CompletableFuture.completedFuture(Optional.ofNullable(jobs.get(id)));
    }

    @Override
    public synchronized CompletionStage<Cancellation> cancel(String id) {
        JobView job = jobs.get(id);
        if (job == null) {
            return CompletableFuture.completedFuture(Cancellation.NOT_FOUND);
        }
        if (job.isFinished()) {
            return CompletableFuture.completedFuture(Cancellation.ALREADY_FINISHED);
        }
        put(Samples.job(id, "CANCELLED"));
        return CompletableFuture.completedFuture(Cancellation.CANCELLED);
    }

    @Override
    public CompletionStage<List<NodeView>> nodes() {
        return coordinatorAway ? away() : CompletableFuture.completedFuture(List.of(NODE));
    }

    @Override
    public CompletionStage<Optional<NodeView>> drain(String node, boolean now) {
        return rest(node, now ? "It was drained now." : "It was drained.");
    }

    @Override
    public CompletionStage<Optional<NodeView>> resume(String node) {
        return rest(node, null);
    }

    private CompletionStage<Optional<NodeView>> rest(String node, String reason) {
        return nodes().thenApply(nodes -> nodes.stream()
                .filter(known -> known.id().equals(node))
                .map(known -> Samples.resting(known, reason))
                .findFirst());
    }

    @Override
    public CompletionStage<List<PresetView>> presets() {
        return CompletableFuture.completedFuture(List.of(
                new PresetView("prores-proxy", "ProRes 422 Proxy", "mov", true),
                new PresetView("dnxhr-lb", "DNxHR LB", "mxf", false),
                new PresetView("h264-nvenc", "H.264 by a card", "mov", false, "h264_nvenc", false)));
    }

    @Override
    public synchronized Subscription subscribe(Consumer<LiveEvent> listener) {
        listener.accept(new LiveEvent.Snapshot("0.1.0", new ArrayList<>(jobs.values()), List.of(NODE)));
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private static CompletionStage<Submission> refused(Failure failure) {
        return CompletableFuture.completedFuture(new Submission.Refused(FailureView.of(failure)));
    }

    private static <T> CompletionStage<T> away() {
        return CompletableFuture.failedFuture(new TimeoutException("no coordinator"));
    }
}
