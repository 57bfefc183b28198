package dev.proxima.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.StashBuffer;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.proxima.api.JobView;
import dev.proxima.api.NodeView;
import dev.proxima.job.Priority;
import dev.proxima.journal.JobRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The list of all jobs, and whose turn it is: a singleton on the coordinators. Jobs keep their own rows in the journal;
 * this reads them, and keeps the latest views of active jobs, which tell on every change and every few seconds. It may
 * die at any time: another one starts from the rows, and gives every active job its turn again and again.
 */
final class JobDirectory extends AbstractBehavior<JobDirectory.Command> {

    sealed interface Command extends WireMessage {}

    /**
     * @param stuck whether no node has what the job needs
     * @param settled whether it is finished and nothing of it is left to do
     */
    record Recorded(JobView job, boolean stuck, boolean settled) implements Command {}

    /** May the job be submitted? */
    record MayEnter(String id, ActorRef<Entry> replyTo) implements Command {}

    /** The last jobs before a place in the list, or of all. */
    record Page(int limit, Optional<JobRecords.Place> before, ActorRef<Answer> replyTo) implements Command {}

    /** The active jobs, and so many of the newest others that there are {@code limit} in all. */
    record Current(int limit, ActorRef<Answer> replyTo) implements Command {}

    record Find(String id, ActorRef<Answer> replyTo) implements Command {}

    /** What do the coordinators know of nodes? */
    record Nodes(ActorRef<Roster> replyTo) implements Command {}

    /** A job whose turn it was has no events. */
    record Unknown(String id) implements Command {}

    /** @param more whether there are jobs before these */
    record Answer(List<JobView> jobs, boolean more) implements WireMessage {}

    /** @param encoders that there are slots for */
    record Roster(List<NodeView> nodes, Set<String> encoders) implements WireMessage {

        static Roster of(LiveBoard board) {
            return new Roster(board.nodes(), board.encoders());
        }
    }

    /** @param limit of unfinished jobs */
    record Entry(boolean room, int limit) implements WireMessage {}

    private record Loaded(List<JobRecords.Unfinished> jobs) implements Command {}

    private record Load() implements Command {}

    private record LoadFailed() implements Command {}

    private record Read(JobRecords.Page page, ActorRef<Answer> replyTo) implements Command {}

    private record ReadFailed() implements Command {}

    private record Activated(List<String> ids) implements Command {}

    private record NotActivated(List<String> ids) implements Command {}

    private record Tick() implements Command {}

    static final String JOURNAL_DISPATCHER = "proxima.journal-dispatcher";

    private static final Duration LOAD_AGAIN_AFTER = Duration.ofMillis(500);
    private static final int TICKS_BETWEEN_TURNS = 2;
    private static final int STASH = 50_000;
    private static final Comparator<JobView> IN_ORDER =
            Comparator.comparingLong(JobDirectory::submittedAt).thenComparing(JobView::id);

    private final NodeContext node;
    private final JobRecords records;
    private final TimerScheduler<Command> timers;
    private final StashBuffer<Command> early;
    private final Executor blocking;
    private final JobQueue queue;
    private final Map<String, JobView> latest = new HashMap<>();
    private boolean loaded;
    private int ticks;

    static Behavior<Command> create(NodeContext node, JobRecords records) {
        return Behaviors.withStash(
                STASH,
                early -> Behaviors.withTimers(
                        timers -> Behaviors.setup(context -> new JobDirectory(context, timers, early, node, records))));
    }

    private JobDirectory(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            StashBuffer<Command> early,
            NodeContext node,
            JobRecords records) {
        super(context);
        this.node = node;
        this.records = records;
        this.timers = timers;
        this.early = early;
        this.blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.fromConfig(JOURNAL_DISPATCHER));
        this.queue = new JobQueue(node.settings().jobLimit());
        timers.startTimerWithFixedDelay(new Tick(), Duration.ofSeconds(1));
        load();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Load.class, message -> load())
                .onMessage(Loaded.class, this::onLoaded)
                .onMessage(LoadFailed.class, message -> onLoadFailed())
                .onMessage(Nodes.class, this::onNodes)
                .onMessage(Command.class, message -> !loaded, this::onEarly)
                .onMessage(Recorded.class, this::onRecorded)
                .onMessage(MayEnter.class, this::onMayEnter)
                .onMessage(Page.class, this::onPage)
                .onMessage(Current.class, this::onCurrent)
                .onMessage(Find.class, this::onFind)
                .onMessage(Read.class, this::onRead)
                .onMessage(ReadFailed.class, message -> this)
                .onMessage(Unknown.class, this::onUnknown)
                .onMessage(Activated.class, this::onActivated)
                .onMessage(NotActivated.class, this::onNotActivated)
                .onMessage(Tick.class, message -> onTick())
                .onSignal(PostStop.class, signal -> onStopped())
                .build();
    }

    private Behavior<Command> load() {
        later(() -> new Loaded(records.unfinished()), new LoadFailed());
        return this;
    }

    private Behavior<Command> onLoadFailed() {
        timers.startSingleTimer(new Load(), LOAD_AGAIN_AFTER);
        return this;
    }

    /** Jobs that are not to be resumed wait until they are submitted again. */
    private Behavior<Command> onLoaded(Loaded found) {
        loaded = true;
        if (node.settings().resumeJobs()) {
            found.jobs().forEach(job -> queue.heard(job.id(), job.priority(), job.submittedAt(), job.active(), false));
        }
        queue.active().forEach(this::giveTurn);
        activate();
        return early.unstashAll(this);
    }

    private Behavior<Command> onEarly(Command command) {
        if (!(command instanceof Tick) && !early.isFull()) {
            early.stash(command);
        }
        return this;
    }

    private Behavior<Command> onRecorded(Recorded recorded) {
        JobView job = recorded.job();
        if (recorded.settled()) {
            queue.finished(job.id());
            latest.remove(job.id());
        } else {
            queue.heard(
                    job.id(),
                    Priority.of(job.priority()),
                    submittedAt(job),
                    !job.status().equals("QUEUED"),
                    recorded.stuck());
            if (queue.isActive(job.id())) {
                latest.put(job.id(), job);
            }
        }
        activate();
        return this;
    }

    private Behavior<Command> onMayEnter(MayEnter question) {
        question.replyTo().tell(new Entry(queue.enter(question.id(), Instant.now()), queue.limit()));
        return this;
    }

    private Behavior<Command> onNodes(Nodes question) {
        question.replyTo().tell(Roster.of(node.board()));
        return this;
    }

    private Behavior<Command> onPage(Page page) {
        return read(() -> records.page(page.limit(), page.before()), page.replyTo());
    }

    private Behavior<Command> onCurrent(Current current) {
        List<JobView> running = List.copyOf(latest.values());
        return read(
                () -> {
                    Map<String, JobView> all = new LinkedHashMap<>();
                    running.forEach(job -> all.put(job.id(), job));
                    JobRecords.Page page = records.page(current.limit(), Optional.empty());
                    List<JobView> newest = new ArrayList<>(page.jobs());
                    newest.sort(IN_ORDER.reversed());
                    newest.stream()
                            .takeWhile(job -> all.size() < current.limit())
                            .forEach(job -> all.putIfAbsent(job.id(), job));
                    return new JobRecords.Page(
                            all.values().stream().sorted(IN_ORDER).toList(), page.more());
                },
                current.replyTo());
    }

    private Behavior<Command> onFind(Find find) {
        JobView known = latest.get(find.id());
        if (known != null) {
            find.replyTo().tell(new Answer(List.of(node.board().withProgress(known)), false));
            return this;
        }
        return read(() -> new JobRecords.Page(records.find(find.id()).stream().toList(), false), find.replyTo());
    }

    /** A row of an active job is as old as its submission. */
    private Behavior<Command> onRead(Read read) {
        List<JobView> jobs = read.page().jobs().stream()
                .map(job -> job.isFinished() ? job : latest.getOrDefault(job.id(), job))
                .map(node.board()::withProgress)
                .toList();
        read.replyTo().tell(new Answer(jobs, read.page().more()));
        return this;
    }

    private Behavior<Command> onUnknown(Unknown unknown) {
        queue.finished(unknown.id());
        latest.remove(unknown.id());
        return this;
    }

    private Behavior<Command> onActivated(Activated activated) {
        activated.ids().forEach(this::giveTurn);
        return this;
    }

    private Behavior<Command> onNotActivated(NotActivated failed) {
        queue.putBack(failed.ids());
        return this;
    }

    private Behavior<Command> onTick() {
        activate();
        if (++ticks % TICKS_BETWEEN_TURNS == 0) {
            queue.active().forEach(this::giveTurn);
        }
        return this;
    }

    /** Noted before it is given: the first to go on after a restart are those that had their turn. */
    private void activate() {
        node.board().putUnfinished(queue.unfinished());
        List<String> next = queue.next(node.settings().activeJobs(node.board().slots()));
        if (!next.isEmpty()) {
            later(
                    () -> {
                        records.activate(next);
                        return new Activated(next);
                    },
                    new NotActivated(next));
        }
    }

    /** From now on the queue is kept elsewhere. */
    private Behavior<Command> onStopped() {
        node.board().putUnfinished(0);
        return this;
    }

    private void giveTurn(String id) {
        node.jobRef(getContext().getSystem(), id).tell(new JobActor.Turn());
    }

    /** When the journal is away, nobody is answered: whoever asked asks again. */
    private Behavior<Command> read(Supplier<JobRecords.Page> query, ActorRef<Answer> replyTo) {
        later(() -> new Read(query.get(), replyTo), new ReadFailed());
        return this;
    }

    private void later(Supplier<Command> step, Command onFailure) {
        getContext().pipeToSelf(CompletableFuture.supplyAsync(step, blocking), (done, failure) -> {
            if (failure != null) {
                getContext().getSystem().log().warn("The journal does not answer: {}", failure.getMessage());
            }
            return failure == null ? done : onFailure;
        });
    }

    private static long submittedAt(JobView job) {
        return Instant.parse(job.submittedAt()).toEpochMilli();
    }
}
