package dev.proxima.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which slots are free and who wants one. Soft state without actors: it is rebuilt from what nodes report and jobs ask.
 * A slot counts as taken from its grant until the node stops reporting the attempt that came of it.
 */
final class SlotLedger {

    /** A grant whose job never answered is void after this. */
    static final Duration GRANT_LIFE = Duration.ofSeconds(10);

    /** A job that stopped asking wants nothing. */
    static final Duration WISH_LIFE = Duration.ofSeconds(5);

    /** A node that reports no more, as it does twice a second, gets no new work. */
    static final Duration REPORT_LIFE = Duration.ofSeconds(3);

    /** @param submittedAt jobs are served in the order in which they were submitted */
    record Wish(String job, long submittedAt, int pieces, String build, String encoder, Instant at) {

        private Wish oneLess() {
            return new Wish(job, submittedAt, pieces - 1, build, encoder, at);
        }
    }

    record Grant(long id, String job, String node, Instant at, Optional<String> attempt) {}

    private record Heard(NodeReport report, Instant at) {}

    private final Map<String, Heard> nodes = new HashMap<>();
    private final Map<String, Wish> wishes = new HashMap<>();
    private final Map<Long, Grant> grants = new HashMap<>();
    private final Set<String> endedButReported = new HashSet<>();
    private long nextGrant;

    /** @param firstGrant ids of grants count from here, so that those of an earlier ledger mean nothing to this one */
    SlotLedger(long firstGrant) {
        this.nextGrant = firstGrant;
    }

    void report(NodeReport report, Instant now) {
        nodes.put(report.node(), new Heard(report, now));
        Set<String> reported = runningOn(report);
        endedButReported.removeIf(attempt -> nodeOf(attempt).equals(report.node()) && !reported.contains(attempt));
        grants.values()
                .removeIf(grant -> grant.attempt().filter(reported::contains).isPresent());
    }

    void nodeGone(String node) {
        nodes.remove(node);
        endedButReported.removeIf(attempt -> nodeOf(attempt).equals(node));
        grants.values().removeIf(grant -> grant.node().equals(node));
    }

    void wish(Wish wish) {
        if (wish.pieces() > 0) {
            wishes.put(wish.job(), wish);
        } else {
            wishes.remove(wish.job());
        }
    }

    /**
     * The grant became {@code attempt}, an entity id, or nothing: the job has no use for it, nor for others until it
     * asks again.
     */
    void answered(long grant, Optional<String> attempt) {
        Grant known = grants.remove(grant);
        if (known != null && attempt.isEmpty()) {
            wishes.remove(known.job());
        } else if (known != null) {
            wishes.computeIfPresent(known.job(), (job, wish) -> wish.oneLess());
            grants.put(grant, new Grant(grant, known.job(), known.node(), known.at(), attempt));
        }
    }

    /** An attempt ended; its slot is free even if its node has not said so yet. */
    void ended(String attempt) {
        grants.values()
                .removeIf(grant -> grant.attempt().filter(attempt::equals).isPresent());
        Heard heard = nodes.get(nodeOf(attempt));
        if (heard != null && runningOn(heard.report()).contains(attempt)) {
            endedButReported.add(attempt);
        }
    }

    /** Gives every free slot to the first job in order that can use it. */
    List<Grant> assign(Instant now) {
        grants.values().removeIf(grant -> grant.at().plus(GRANT_LIFE).isBefore(now));
        wishes.values().removeIf(wish -> wish.at().plus(WISH_LIFE).isBefore(now));
        List<Grant> made = new ArrayList<>();
        List<Wish> inOrder = wishes.values().stream()
                .sorted(Comparator.comparingLong(Wish::submittedAt).thenComparing(Wish::job))
                .toList();
        for (Wish wish : inOrder) {
            for (long open = wish.pieces() - unanswered(wish.job()); open > 0; open--) {
                Optional<String> node = freest(wish, now);
                if (node.isEmpty()) {
                    break;
                }
                Grant grant = new Grant(nextGrant++, wish.job(), node.get(), now, Optional.empty());
                grants.put(grant.id(), grant);
                made.add(grant);
            }
        }
        return made;
    }

    private long unanswered(String job) {
        return grants.values().stream()
                .filter(grant -> grant.job().equals(job) && grant.attempt().isEmpty())
                .count();
    }

    /** The usable node with most free slots in proportion, so that work spreads over the machines. */
    private Optional<String> freest(Wish wish, Instant now) {
        return nodes.values().stream()
                .filter(heard -> !heard.at().plus(REPORT_LIFE).isBefore(now))
                .map(Heard::report)
                .filter(node -> !node.draining() && node.build().equals(wish.build()))
                .filter(node -> node.encoders().contains(wish.encoder()))
                .filter(node -> free(node) > 0)
                .max(Comparator.comparingDouble((NodeReport node) -> (double) free(node) / node.slots())
                        .thenComparingInt(this::free)
                        .thenComparing(NodeReport::node))
                .map(NodeReport::node);
    }

    private int free(NodeReport node) {
        Set<String> taken = runningOn(node);
        taken.removeAll(endedButReported);
        grants.values().stream()
                .filter(grant -> grant.node().equals(node.node()))
                .forEach(grant -> taken.add(grant.attempt().orElse("grant " + grant.id())));
        return node.slots() - taken.size();
    }

    private static String nodeOf(String attempt) {
        return AttemptId.parse(attempt).node();
    }

    private static Set<String> runningOn(NodeReport node) {
        Set<String> running = new HashSet<>();
        node.running()
                .forEach(attempt -> running.add(
                        new AttemptId(attempt.job(), attempt.segment(), attempt.attempt(), node.node()).entityId()));
        return running;
    }
}
