package dev.proxima.cluster;

import akka.actor.Address;
import akka.actor.AddressFromURIString;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import akka.cluster.typed.Join;
import akka.cluster.typed.JoinSeedNodes;
import dev.proxima.journal.Lease;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Keeps a coordinator that shares its journal with others in the one cluster that counts. Created by the guardian of each
 * such node; it looks at the lease in the journal, does what {@link LeaseWatch} makes of it, and keeps nothing of its own.
 */
final class LeaseKeeper extends AbstractBehavior<LeaseKeeper.Command> {

    sealed interface Command {}

    private record Look() implements Command {}

    private record Seen(Optional<Lease.Held> lease, long at) implements Command {}

    private record Taken(boolean taken, Optional<Lease.Held> from) implements Command {}

    private record Blind(Throwable failure) implements Command {}

    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final Lease lease;
    private final LeaseTenure tenure;
    private final TimerScheduler<Command> timers;
    private final Cluster cluster;
    private final String self;
    private final LeaseWatch watch;
    private final Executor blocking;
    private String joining = "";
    private boolean wasBlind;

    static Behavior<Command> create(Lease lease, LeaseTenure tenure) {
        return Behaviors.withTimers(
                timers -> Behaviors.setup(context -> new LeaseKeeper(context, timers, lease, tenure)));
    }

    private LeaseKeeper(
            ActorContext<Command> context, TimerScheduler<Command> timers, Lease lease, LeaseTenure tenure) {
        super(context);
        this.lease = lease;
        this.tenure = tenure;
        this.timers = timers;
        this.cluster = Cluster.get(context.getSystem());
        this.self = name(cluster.selfMember().uniqueAddress());
        this.watch = new LeaseWatch(self);
        this.blocking = context.getSystem()
                .dispatchers()
                .lookup(DispatcherSelector.fromConfig(JobDirectory.JOURNAL_DISPATCHER));
        look();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Look.class, message -> look())
                .onMessage(Seen.class, this::onSeen)
                .onMessage(Taken.class, this::onTaken)
                .onMessage(Blind.class, this::onBlind)
                .build();
    }

    private Behavior<Command> look() {
        long at = System.nanoTime();
        Set<String> coordinators =
                coordinators().map(member -> name(member.uniqueAddress())).collect(Collectors.toSet());
        return ask(() -> new Seen(lease.renew(self, coordinators), at));
    }

    private Behavior<Command> onSeen(Seen seen) {
        wasBlind = false;
        String holder = seen.lease().map(Lease.Held::holder).orElse("");
        switch (watch.decide(seen.lease(), sight(holder), seen.at())) {
            case ACT -> tenure.confirm(seen.at());
            case FORM -> cluster.manager().tell(Join.create(cluster.selfMember().address()));
            case JOIN -> join(LeaseWatch.addressOf(holder));
            case TAKE -> {
                return ask(() -> new Taken(lease.take(self, seen.lease()), seen.lease()));
            }
            case LEAVE -> {
                getContext().getLog().warn("The cluster goes on with coordinator {}: joining it", holder);
                getContext().getSystem().terminate();
                return Behaviors.stopped();
            }
            case WAIT -> {}
        }
        return again();
    }

    /** The cluster goes on with this coordinator at once: without the word of its holder, it would dissolve. */
    private Behavior<Command> onTaken(Taken taken) {
        if (!taken.taken()) {
            return again();
        }
        taken.from().map(Lease.Held::holder).filter(holder -> !holder.isEmpty()).ifPresent(holder -> {
            if (sight(holder).holderIsMember()) {
                getContext().getLog().warn("Coordinator {} is gone: this one takes over", holder);
                cluster.manager().tell(new Down(address(LeaseWatch.addressOf(holder))));
            }
        });
        return look();
    }

    private Behavior<Command> onBlind(Blind blind) {
        watch.blind();
        if (!wasBlind) {
            getContext()
                    .getLog()
                    .warn("The journal does not answer: {}", blind.failure().getMessage());
        }
        wasBlind = true;
        return again();
    }

    private void join(String holder) {
        if (!holder.equals(joining)) {
            joining = holder;
            cluster.manager().tell(new JoinSeedNodes(List.of(address(holder))));
        }
    }

    private Behavior<Command> again() {
        timers.startSingleTimer(new Look(), LOOK_EVERY);
        return this;
    }

    private Behavior<Command> ask(Supplier<Command> question) {
        getContext()
                .pipeToSelf(
                        CompletableFuture.supplyAsync(question, blocking),
                        (answer, failure) -> failure == null ? answer : new Blind(failure));
        return this;
    }

    private LeaseWatch.Sight sight(String holder) {
        boolean joined =
                members().anyMatch(member -> name(member.uniqueAddress()).equals(self));
        boolean isMember =
                coordinators().anyMatch(member -> name(member.uniqueAddress()).equals(holder));
        boolean reachable = coordinators()
                .filter(this::isReachable)
                .anyMatch(member -> name(member.uniqueAddress()).equals(holder));
        boolean first = coordinators()
                .filter(this::isReachable)
                .filter(member -> !name(member.uniqueAddress()).equals(holder))
                .min((a, b) -> a.isOlderThan(b) ? -1 : 1)
                .filter(member -> name(member.uniqueAddress()).equals(self))
                .isPresent();
        return new LeaseWatch.Sight(joined, isMember, reachable, first);
    }

    private Stream<Member> members() {
        return StreamSupport.stream(cluster.state().getMembers().spliterator(), false);
    }

    private Stream<Member> coordinators() {
        return members()
                .filter(member -> member.hasRole(NodeContext.COORDINATOR))
                .filter(member -> member.status() == MemberStatus.up()
                        || member.status() == MemberStatus.weaklyUp()
                        || member.status() == MemberStatus.joining()
                        || member.status() == MemberStatus.leaving());
    }

    private boolean isReachable(Member member) {
        return !cluster.state().getUnreachable().contains(member);
    }

    private Address address(String node) {
        return AddressFromURIString.parse("akka://" + getContext().getSystem().name() + '@' + node);
    }

    private static String name(UniqueAddress node) {
        return PinnedShards.nodeId(node.address()) + '#' + node.longUid();
    }
}
