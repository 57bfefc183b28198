package dev.proxima.cluster;

import dev.proxima.api.AttemptView;
import dev.proxima.api.JobView;
import dev.proxima.api.NodeView;
import dev.proxima.api.PieceView;
import dev.proxima.api.SegmentView;
import dev.proxima.media.Workforce;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What this node has heard of nodes and of unfinished jobs: on a coordinator of all, on a helper of itself and of coordinators,
 * and of the others only while somebody watches it. Written by the watch actor and the agent, read by anybody.
 */
public final class LiveBoard {

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(8);

    private final Encoders encoders;
    private final Map<String, NodeReport> nodes = new ConcurrentHashMap<>();
    private final Map<String, JobView> jobs = new ConcurrentHashMap<>();
    private volatile Consumer<String> notices = sentence -> {};
    private volatile String leader = "";
    private volatile Optional<Instant> ledAt = Optional.empty();
    private volatile int unfinished;

    /** @param encoders of this node, whose build those of use share */
    public LiveBoard(Encoders encoders) {
        this.encoders = encoders;
    }

    /** Replaces who hears sentences for the person at this node, from any thread. */
    public void onNotice(Consumer<String> newNotices) {
        notices = newNotices;
    }

    void notice(String sentence) {
        notices.accept(sentence);
    }

    /** Tells which coordinator all nodes have to be like: the oldest, on which slots are granted. */
    void ledBy(String coordinator) {
        leader = coordinator;
    }

    private volatile Set<String> coordinators = Set.of();
    private volatile Map<String, SlotScheduler.Standing> standings = Map.of();

    void put(Map<String, SlotScheduler.Standing> newStandings) {
        standings = newStandings;
    }

    void put(NodeReport report) {
        nodes.put(report.node(), report);
        if (report.roles().contains(NodeContext.COORDINATOR)) {
            ledAt = Optional.of(SteadyTime.now());
        }
    }

    /** How many jobs there are, with those that wait for their turn; 0 where the queue is not kept. */
    void putUnfinished(int jobs) {
        unfinished = jobs;
    }

    /** Whether the coordinators have told nothing of themselves for longer than any of them ever takes to. */
    boolean isLeftAlone(Instant now) {
        return ledAt.map(at -> at.plus(LONGEST_SILENCE).isBefore(now)).orElse(false);
    }

    /** What a node that came later, or missed news, cannot make sense of is left until the job is told whole. */
    void put(JobPorts.Changed changed) {
        JobView job = changed.job();
        if (!changed.partly()) {
            put(job);
        } else if (jobs.containsKey(job.id())) {
            overlaid(jobs.get(job.id()).segments(), job.segments())
                    .ifPresent(all -> put(job.withSegments(all, job.audio(), job.progress())));
        }
    }

    private static Optional<List<SegmentView>> overlaid(List<SegmentView> known, List<SegmentView> news) {
        Map<Integer, SegmentView> all = new LinkedHashMap<>();
        known.forEach(segment -> all.put(segment.index(), segment));
        for (SegmentView segment : news) {
            SegmentView old = all.get(segment.index());
            if (old == null
                    || old.startFrame() != segment.startFrame()
                    || old.endFrameExclusive() != segment.endFrameExclusive()) {
                return Optional.empty();
            }
            all.put(segment.index(), segment);
        }
        return Optional.of(List.copyOf(all.values()));
    }

    /** A job that waits for its turn makes no progress. */
    private void put(JobView job) {
        if (job.isFinished() || job.status().equals("QUEUED")) {
            jobs.remove(job.id());
        } else {
            jobs.put(job.id(), job);
        }
    }

    void removeNode(String node) {
        nodes.remove(node);
    }

    void forgetOthers(String self) {
        nodes.values()
                .removeIf(
                        report -> !report.node().equals(self) && !report.roles().contains(NodeContext.COORDINATOR));
        jobs.clear();
    }

    void clear() {
        nodes.clear();
        jobs.clear();
        ledAt = Optional.empty();
    }

    /** {@code host:port} of the coordinators that this node knew last, for when it has to find one again. */
    Set<String> coordinators() {
        return coordinators;
    }

    void rememberCoordinators(Set<String> known) {
        if (!known.isEmpty()) {
            coordinators = Set.copyOf(known);
        }
    }

    /** Encode slots of all nodes that were heard of and are of use. */
    int slots() {
        return useful().mapToInt(NodeReport::slots).sum();
    }

    /** Encode slots that a node told of, whether they are of use or not. */
    int slotsOf(String node) {
        return Optional.ofNullable(nodes.get(node)).map(NodeReport::slots).orElse(0);
    }

    private Stream<NodeReport> useful() {
        return nodes.values().stream().filter(node -> uselessReason(node).isEmpty());
    }

    /** Who may work on a job that is to be planned, and what there is to do beside it. */
    Workforce workforce(String job) {
        List<Double> strengths = new ArrayList<>();
        List<NodeReport> workers = useful().filter(node -> node.slots() > 0).toList();
        workers.forEach(node -> strengths.addAll(Collections.nCopies(node.slots(), strength(node.node()))));
        List<JobView> others =
                jobs.values().stream().filter(other -> !other.id().equals(job)).toList();
        long knownFrames = others.stream()
                .mapToLong(other ->
                        Math.round(other.frames() * (1 - withProgress(other).progress())))
                .sum();
        int known = (int) others.stream().filter(other -> other.frames() > 0).count();
        if (strengths.isEmpty()) {
            return Workforce.of(1);
        }
        double cores = workers.size() == 1 ? workers.get(0).coresPerSlot() * strengths.size() : 0;
        // how long those are that wait for their turn nobody knows, but there a wrong guess costs little
        int all = Workforce.oneProcessFills(cores) ? Math.max(others.size(), unfinished - 1) : others.size();
        return Workforce.among(strengths, knownFrames, known, all - known).sharing(cores);
    }

    private double strength(String node) {
        return Optional.ofNullable(standings.get(node))
                .map(SlotScheduler.Standing::strength)
                .filter(known -> known > 0)
                .orElse(1.0);
    }

    /** Whether any encode slot was heard of. */
    boolean hasSlots() {
        return slots() > 0;
    }

    /** For which there is a slot, busy or not. */
    Set<String> encoders() {
        return useful().filter(node -> node.slots() > 0)
                .flatMap(node -> encoders.without(node.lacking()).stream())
                .collect(Collectors.toSet());
    }

    /** Whether there is a slot for the encoder, busy or not. */
    boolean hasSlotFor(String encoder) {
        return encoders.ofBuild().contains(encoder)
                && useful().anyMatch(node -> node.slots() > 0 && !node.lacking().contains(encoder));
    }

    List<NodeView> nodes() {
        return nodes.values().stream()
                .map(this::view)
                .sorted(Comparator.comparing(NodeView::id))
                .toList();
    }

    NodeView view(NodeReport report) {
        Optional<String> shunned = Optional.ofNullable(standings.get(report.node()))
                .map(SlotScheduler.Standing::reason)
                .filter(reason -> report.slots() > 0);
        return report.view(unusedReason(report).or(() -> shunned).orElse(null));
    }

    /** Why it gets no work, now or ever. */
    Optional<String> unusedReason(NodeReport report) {
        return uselessReason(report).or(() -> Optional.ofNullable(report.restReason()));
    }

    /** Why it can never get any as it is. A node that only rests still counts when a clip is planned. */
    private Optional<String> uselessReason(NodeReport report) {
        return Optional.ofNullable(nodes.get(leader))
                .flatMap(coordinator -> OneBuild.unusedReason(report, coordinator));
    }

    Optional<JobView> job(String id) {
        return Optional.ofNullable(jobs.get(id)).map(this::withProgress);
    }

    /** The job with the progress that nodes report of its running attempts. */
    JobView withProgress(JobView job) {
        if (job.isFinished()) {
            return job;
        }
        List<SegmentView> segments = job.segments().stream()
                .map(segment -> withProgress(job.id(), segment))
                .toList();
        double done = 0;
        for (SegmentView segment : segments) {
            done += segment.progress() * (segment.endFrameExclusive() - segment.startFrame());
        }
        double progress = job.frames() == 0 ? job.progress() : done / job.frames();
        return job.withSegments(segments, audio(job), progress);
    }

    private SegmentView withProgress(String job, SegmentView segment) {
        if (!segment.status().equals("DISPATCHED")) {
            return segment;
        }
        return furthest(job, segment)
                .map(attempt -> {
                    long length = segment.endFrameExclusive() - segment.startFrame();
                    double progress = Math.min(1, (double) attempt.frames() / length);
                    return new SegmentView(
                            segment.index(),
                            segment.startFrame(),
                            segment.endFrameExclusive(),
                            "ENCODING",
                            segment.node(),
                            segment.attempts(),
                            progress,
                            attempt.fps());
                })
                .orElse(segment);
    }

    /** Of two attempts at one segment, the one that is ahead. */
    private Optional<AttemptView> furthest(String job, SegmentView segment) {
        return nodes.values().stream()
                .flatMap(report -> report.running().stream())
                .filter(view -> view.job().equals(job)
                        && view.segment() == segment.index()
                        && view.attempt() <= segment.attempts())
                .max(Comparator.comparingLong(AttemptView::frames));
    }

    private PieceView audio(JobView job) {
        PieceView audio = job.audio();
        return audio != null
                        && audio.status().equals("DISPATCHED")
                        && running(job.id(), -1, audio.node(), audio.attempts()).isPresent()
                ? new PieceView("ENCODING", audio.node(), audio.attempts())
                : audio;
    }

    private Optional<AttemptView> running(String job, int segment, String node, int attempt) {
        return Optional.ofNullable(node)
                .map(nodes::get)
                .flatMap(report -> report.running().stream()
                        .filter(view ->
                                view.job().equals(job) && view.segment() == segment && view.attempt() == attempt)
                        .findFirst());
    }
}
