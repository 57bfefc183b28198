package dev.proxima.cluster;

import dev.proxima.api.AttemptView;
import dev.proxima.schedule.Choice;
import dev.proxima.schedule.Progress;
import dev.proxima.schedule.Reputation;
import dev.proxima.schedule.Speeds;
import dev.proxima.schedule.Work;
import dev.proxima.schedule.WorkClass;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was seen of nodes at work: how fast they are at what, when an attempt will end, and which of them a job had better leave
 * alone. Soft state, in milliseconds of a clock that only goes forward.
 */
final class Experience {

    /** An attempt of a job that has not been heard of, after a restart of the coordinator, ends some time. */
    private static final long UNKNOWN_MILLIS = 10_000;

    /** A node that is so many times slower than it claims is a bad one. */
    private static final double BAD = 10;

    /** By when an attempt has shown a rate, if its node is well. */
    private static final long SHOWN_MILLIS = 10_000;

    /** By when a bad node has shown it, and not only a slow start. */
    private static final long SURE_MILLIS = 10_000;

    private final Speeds speeds = new Speeds();
    private final Reputation reputation = new Reputation();
    private final Map<String, WorkClass> kinds = new HashMap<>();
    private final Map<String, String> folders = new HashMap<>();
    private final Map<AttemptId, Long> lengths = new HashMap<>();
    private final Map<AttemptId, Progress> progress = new HashMap<>();

    Speeds speeds() {
        return speeds;
    }

    void report(NodeReport report, long now) {
        speeds.claims(report.node(), report.coresPerSlot());
        Set<AttemptId> running = new HashSet<>();
        for (AttemptView view : report.running()) {
            AttemptId id = new AttemptId(view.job(), view.segment(), view.attempt(), report.node());
            running.add(id);
            Progress known = progress.computeIfAbsent(id, attempt -> new Progress(now));
            long all = lengths.getOrDefault(id, Long.MAX_VALUE);
            known.at(now, view.frames(), all).ifPresent(seen -> saw(id, known, seen, now));
        }
        progress.keySet()
                .removeIf(id -> id.node().equals(report.node()) && !running.contains(id) && !lengths.containsKey(id));
    }

    /** The job tells what its pieces are, and which attempts are in flight. */
    void hear(Work work, long now) {
        kinds.put(work.job(), work.kind());
        folders.put(work.job(), work.folder());
        Set<AttemptId> current = new HashSet<>();
        for (Work.Run run : work.running()) {
            AttemptId id = new AttemptId(work.job(), run.piece(), run.attempt(), run.node());
            current.add(id);
            lengths.put(id, run.frames());
            progress.computeIfAbsent(id, attempt -> new Progress(now));
        }
        lengths.keySet().removeIf(id -> id.job().equals(work.job()) && !current.contains(id));
        progress.keySet().removeIf(id -> id.job().equals(work.job()) && !current.contains(id));
    }

    void ended(AttemptId id, AttemptEnd how, String message, long now) {
        Progress known = progress.remove(id);
        Long frames = lengths.remove(id);
        WorkClass kind = kinds.get(id.job());
        if (how == AttemptEnd.SUCCEEDED) {
            reputation.succeeded(id.job(), id.node(), id.segment(), now);
            reputation.saw(folder(id.job()), id.node(), now);
            if (known != null && frames != null && kind != null && id.segment() >= 0) {
                made(id.node(), kind, frames, known, now);
            }
        } else if (how == AttemptEnd.FAILED) {
            reputation.failed(id.job(), id.node(), id.segment(), message, now);
        } else if (how == AttemptEnd.UNSEEN) {
            reputation.didNotSee(folder(id.job()), id.node(), message, now);
        }
    }

    void jobEnded(String job) {
        kinds.remove(job);
        folders.remove(job);
        lengths.keySet().removeIf(id -> id.job().equals(job));
        progress.keySet().removeIf(id -> id.job().equals(job));
        reputation.jobEnded(job);
    }

    void nodeGone(String node) {
        speeds.forget(node);
        lengths.keySet().removeIf(id -> id.node().equals(node));
        progress.keySet().removeIf(id -> id.node().equals(node));
        reputation.nodeGone(node);
    }

    /** Whether the attempt was seen at work. One of a node that is away, or has just begun, is not called slow. */
    boolean wasSeenAtWork(AttemptId id) {
        return Optional.ofNullable(progress.get(id)).filter(Progress::hasRate).isPresent();
    }

    /** When the attempt is expected to end. */
    long end(AttemptId id, long now) {
        Progress known = progress.get(id);
        Long frames = lengths.get(id);
        WorkClass kind = kinds.get(id.job());
        return known == null || frames == null || kind == null
                ? now + UNKNOWN_MILLIS
                : known.end(now, frames, speeds.framesPerSecond(id.node(), kind), speeds.startMillis(id.node(), kind));
    }

    /** Whether the attempt began so lately that nothing is to be seen of it yet. */
    boolean hasJustBegun(AttemptId id, long now) {
        return Optional.ofNullable(progress.get(id))
                .filter(known -> !known.hasRate() && known.millis(now) < SHOWN_MILLIS)
                .isPresent();
    }

    /** Frames that an attempt of which there was news is thought to have done by now. */
    long framesDone(AttemptId id, long now) {
        return progress.get(id).framesDone(now, expected(id));
    }

    /** What an attempt of which there was news is thought to make from now on. */
    double framesPerSecond(AttemptId id, long now) {
        return progress.get(id).framesPerSecond(now, expected(id));
    }

    private double expected(AttemptId id) {
        return speeds.framesPerSecond(id.node(), kinds.get(id.job()));
    }

    /** When what is made of a grant is expected to end. */
    long end(Choice choice, long granted, long now) {
        WorkClass kind = kinds.get(choice.job());
        return kind == null
                ? now + UNKNOWN_MILLIS
                : new Progress(granted)
                        .end(
                                now,
                                choice.frames(),
                                speeds.framesPerSecond(choice.node(), kind),
                                speeds.startMillis(choice.node(), kind));
    }

    Set<String> shunnedBy(String job, long now) {
        return reputation.shunnedBy(job, folder(job), now);
    }

    Optional<String> reason(String node, long now) {
        return reputation.reason(node, now);
    }

    /** Without one, after a restart of the coordinator, a job stands for itself. */
    private String folder(String job) {
        return folders.getOrDefault(job, job);
    }

    /** A short piece that has shown no rate is taken to have started as others did. */
    private void made(String node, WorkClass kind, long frames, Progress attempt, long now) {
        long start = attempt.startMillis().orElseGet(() -> Math.round(speeds.startMillis(node, kind)));
        long whole = attempt.millis(now);
        long millis = Math.max(whole - start, whole / 2);
        if (millis > 0) {
            speeds.saw(node, kind, frames * 1000.0 / millis, millis);
        }
    }

    private void saw(AttemptId id, Progress attempt, Progress.Seen seen, long now) {
        WorkClass kind = kinds.get(id.job());
        if (kind == null || id.segment() < 0) {
            return;
        }
        speeds.saw(id.node(), kind, seen.framesPerSecond(), seen.millis());
        if (seen.first()) {
            attempt.startMillis().ifPresent(start -> speeds.started(id.node(), kind, start));
        }
        double claimed = speeds.claimed(id.node(), kind);
        double made = speeds.framesPerSecond(id.node(), kind);
        if (attempt.millis(now) >= SURE_MILLIS && made * BAD <= claimed) {
            reputation.slow(id.job(), id.node(), Math.round(claimed / made), now);
        }
    }
}
