package dev.proxima.job;

import dev.proxima.media.ClipInfo;
import dev.proxima.media.PlannedSegment;
import dev.proxima.media.SegmentPlan;
import dev.proxima.media.SourceStamp;
import dev.proxima.media.SplitPoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The state of a job, which is what its events say and nothing else.
 *
 * @param plan what was planned; empty while the job is queued or planning
 * @param pieces the audio, if there is any, and the segments, by index
 * @param finishedAt milliseconds since the epoch, 0 while unfinished
 */
public record JobState(
        JobSpec spec,
        JobStatus status,
        Optional<Plan> plan,
        Pieces pieces,
        List<String> warnings,
        Optional<Failure> failure,
        long finishedAt) {

    /** The audio of a clip takes about as long as so small a share of its pictures. */
    private static final long FRAMES_PER_FRAME_OF_AUDIO = 40;

    /** What planning found, on which every attempt of the job stands. */
    public record Plan(ClipInfo clip, SourceStamp stamp, SegmentPlan segments, String build) {}

    public static JobState submitted(JobSpec spec) {
        return new JobState(spec, JobStatus.QUEUED, Optional.empty(), Pieces.NONE, List.of(), Optional.empty(), 0);
    }

    /** The state after {@code event}. Nothing but a new submission changes a finished job. The first event of a job is {@code JobSubmitted}, for which see {@link #first}. */
    public JobState apply(JobEvent event) {
        if (event instanceof JobEvent.JobSubmitted e) {
            return e.keepPieces() ? resubmitted(e.spec()) : anew(e.spec());
        } else if (event instanceof JobEvent.Together e) {
            return after(this, e.events());
        } else if (status.isFinished()) {
            return this;
        } else if (event instanceof JobEvent.SegmentsPlanned e) {
            return planned(
                    new Plan(e.clip(), e.stamp(), e.plan(), e.build()), e.clip().warnings());
        } else if (event instanceof JobEvent.SegmentDispatched e) {
            return withPiece(e.segment(), piece -> piece.dispatched(e.attempt(), e.node()));
        } else if (event instanceof JobEvent.SegmentSucceeded e) {
            return withPiece(e.segment(), piece -> piece.succeeded(e.attempt(), e.digest(), e.file()));
        } else if (event instanceof JobEvent.SegmentFailed e) {
            return withPiece(e.segment(), piece -> piece.failed(e.attempt(), e.failure()))
                    .withStatus(JobStatus.ENCODING);
        } else if (event instanceof JobEvent.SegmentRequeued e) {
            return withPiece(e.segment(), piece -> piece.requeued(e.attempt())).withStatus(JobStatus.ENCODING);
        } else if (event instanceof JobEvent.SegmentSplit e) {
            return withSplit(e);
        } else if (event instanceof JobEvent.SegmentRejoined e) {
            return rejoined(e);
        } else if (event instanceof JobEvent.SplitAbandoned e) {
            return unsplit(e.plan(), e.warning());
        } else if (event instanceof JobEvent.StitchStarted) {
            return withStatus(JobStatus.STITCHING);
        } else if (event instanceof JobEvent.JobSucceeded e) {
            return withWarnings(e.warnings()).finished(JobStatus.SUCCEEDED, Optional.empty(), e.at());
        } else if (event instanceof JobEvent.JobFailed e) {
            return finished(JobStatus.FAILED, Optional.of(e.failure()), e.at());
        } else if (event instanceof JobEvent.JobCancelled e) {
            return finished(JobStatus.CANCELLED, Optional.empty(), e.at());
        }
        throw new IllegalArgumentException("no such event: " + event);
    }

    /** @param before null if the first of the events is the first of the job */
    private static JobState after(JobState before, List<JobEvent> events) {
        JobState after = before;
        for (JobEvent event : events) {
            after = after == null ? first(event) : after.apply(event);
        }
        return after;
    }

    public static JobState first(JobEvent event) {
        if (event instanceof JobEvent.JobSubmitted e) {
            return submitted(e.spec());
        }
        throw new IllegalArgumentException("a job starts with its submission, not with " + event);
    }

    /** {@code events}, and the start of the stitch if they complete the last piece. {@code before} may be null. */
    public static List<JobEvent> withConsequences(JobState before, List<JobEvent> events) {
        JobState after = after(before, events);
        if (after == null || !after.isReadyToStitch()) {
            return events;
        }
        List<JobEvent> all = new ArrayList<>(events);
        all.add(new JobEvent.StitchStarted());
        return all;
    }

    /** Whether finished pieces of this failed job are of use to the same job submitted again. */
    public boolean canGoOnAs(JobSpec newSpec) {
        return isWorthKeeping()
                && newSpec.preset().equals(spec.preset())
                && newSpec.options().makeTheSameAs(spec.options())
                && newSpec.segments() == spec.segments();
    }

    /** Whether the finished segments of this finished job may serve another try. */
    public boolean isWorthKeeping() {
        return status == JobStatus.FAILED
                && plan.isPresent()
                && failure.filter(Failure::retryable).isPresent();
    }

    /** Pieces that no node works on. */
    public Collection<PieceState> waiting() {
        return status == JobStatus.ENCODING ? pieces.waiting() : List.of();
    }

    /**
     * What a node should work on next: what is nearest to the length that it was chosen for. Not what it failed at, if somebody
     * else could try.
     */
    public Optional<PieceState> nextFor(String node, long frames, boolean evenIfItFailedThere) {
        PieceState nearest = null;
        long distance = Long.MAX_VALUE;
        for (PieceState piece : waiting()) {
            long its = Math.abs(framesOf(piece.index()) - frames);
            if (its < distance && (evenIfItFailedThere || !piece.failedOn().contains(node))) {
                nearest = piece;
                distance = its;
            }
            if (distance == 0) {
                break;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** Whether a node may take only the end of a piece that waits: no attempt was ever made of it, so nobody may still be at the whole. */
    public boolean mayGiveAPartOf(PieceState piece) {
        return piece.attempt() == 0
                && planned(piece.index())
                        .filter(segment -> !segment.splits().isEmpty())
                        .isPresent();
    }

    /**
     * The end of a piece that waits, for a node that is too slow for all of it.
     *
     * @param frames about the length of the piece
     * @param part frames that the node is to get at most, or as few as there can be
     * @return empty if no piece can be split
     */
    public Optional<JobEvent.SegmentSplit> part(long frames, long part) {
        return waiting().stream()
                .filter(this::mayGiveAPartOf)
                .min(Comparator.comparingLong(piece -> Math.abs(framesOf(piece.index()) - frames)))
                .flatMap(piece -> planned(piece.index()))
                .map(segment -> new JobEvent.SegmentSplit(
                        segment.index(),
                        segment.lastPart(part).frame(),
                        plan.orElseThrow().segments().indices()));
    }

    /** A piece that is worked on and that {@code node} may begin as well. */
    public Optional<PieceState> anotherRun(int index, String node) {
        return status == JobStatus.ENCODING ? piece(index).filter(piece -> piece.mayRunAlsoOn(node)) : Optional.empty();
    }

    /**
     * The rest of a piece that is worked on, for {@code node}, which must be another one.
     *
     * @param keep frames that the piece keeps, at one of its splits
     * @return empty if it cannot be split there, or not any more
     */
    public Optional<JobEvent.SegmentSplit> split(int index, long keep, String node) {
        if (status != JobStatus.ENCODING
                || piece(index).filter(piece -> piece.mayBeSplitFor(node)).isEmpty()) {
            return Optional.empty();
        }
        return planned(index)
                .flatMap(segment -> segment.split(segment.range().startFrame() + keep))
                .map(point -> new JobEvent.SegmentSplit(
                        index, point.frame(), plan.orElseThrow().segments().indices()));
    }

    /** The events that follow when a current attempt succeeded; one that had not heard that its segment got shorter made more. */
    public List<JobEvent> succeeded(int index, int attempt, PieceDigest digest, String file) {
        JobEvent succeeded = new JobEvent.SegmentSucceeded(index, attempt, digest, file);
        List<Integer> rests = restsMadeWith(index, digest.packets());
        return rests.isEmpty() ? List.of(succeeded) : List.of(new JobEvent.SegmentRejoined(index, rests), succeeded);
    }

    /** What was taken off a segment of which an attempt made {@code frames} all the same; empty where that is not so. */
    private List<Integer> restsMadeWith(int index, long frames) {
        PlannedSegment segment = planned(index).orElse(null);
        if (segment == null || segment.range().length() >= frames) {
            return List.of();
        }
        long end = segment.range().startFrame() + frames;
        List<PlannedSegment> rests = plan.orElseThrow().segments().segments().stream()
                .filter(other -> other.range().startFrame() >= segment.range().endFrameExclusive()
                        && other.range().endFrameExclusive() <= end)
                .toList();
        boolean fits = !rests.isEmpty()
                && rests.get(rests.size() - 1).range().endFrameExclusive() == end
                && rests.stream().allMatch(PlannedSegment::isRest);
        return fits ? rests.stream().map(PlannedSegment::index).toList() : List.of();
    }

    /** Frames of a segment; for the audio so many as take about as long. */
    public long framesOf(int index) {
        return planned(index)
                .map(segment -> segment.range().length())
                .orElseGet(() ->
                        Math.max(1, plan.map(p -> p.clip().video().frames()).orElse(0L) / FRAMES_PER_FRAME_OF_AUDIO));
    }

    public Collection<PieceState> inFlight() {
        return pieces.inFlight();
    }

    public boolean isReadyToStitch() {
        return status == JobStatus.ENCODING && pieces.areDone();
    }

    public Optional<PieceState> piece(int index) {
        return pieces.get(index);
    }

    /** Whether its plan was made by another version of Proxima or FFmpeg, whose pieces must not be mixed with ours. */
    public boolean isPlannedBy(String build) {
        return plan.filter(made -> made.build().equals(build)).isPresent();
    }

    /** The planned segment at {@code index}; empty for the audio. */
    public Optional<PlannedSegment> planned(int index) {
        return index == PieceState.AUDIO
                ? Optional.empty()
                : plan.flatMap(made -> made.segments().get(index));
    }

    /** How the next attempt at a piece comes to its start. */
    public Approach approach(int index) {
        if (piece(index).filter(PieceState::suspect).isEmpty()) {
            return Approach.AS_PLANNED;
        }
        Optional<PieceDigest> before = plan.flatMap(made -> made.segments().before(index))
                .flatMap(segment -> piece(segment.index()))
                .flatMap(PieceState::digest);
        return new Approach(true, before.map(PieceDigest::tail).orElse(""));
    }

    /**
     * From the start, but attempts count on: one of before may still run on a node that is cut off, and must not be taken
     * for one of these, nor write to the same file.
     */
    private JobState anew(JobSpec newSpec) {
        JobState fresh = submitted(newSpec);
        return lastAttempt() == 0 ? fresh : fresh.with(Pieces.NONE.with(PieceState.waiting(0, lastAttempt())));
    }

    private int lastAttempt() {
        return pieces.values().stream().mapToInt(PieceState::attempt).max().orElse(0);
    }

    private JobState resubmitted(JobSpec newSpec) {
        Pieces kept = pieces;
        for (PieceState piece : pieces.values()) {
            kept = kept.with(piece.afresh());
        }
        JobStatus next = plan.isPresent() ? JobStatus.ENCODING : JobStatus.QUEUED;
        return new JobState(newSpec, next, plan, kept, warnings, Optional.empty(), 0);
    }

    private JobState planned(Plan newPlan, List<String> newWarnings) {
        Pieces all = Pieces.NONE;
        // a clip that is not cut is encoded with its audio by the reference command
        if (newPlan.segments().isCut() && !newPlan.clip().audio().isEmpty()) {
            all = all.with(PieceState.waiting(PieceState.AUDIO, lastAttempt()));
        }
        for (PlannedSegment segment : newPlan.segments().segments()) {
            all = all.with(PieceState.waiting(segment.index(), lastAttempt()));
        }
        return new JobState(spec, JobStatus.ENCODING, Optional.of(newPlan), all, newWarnings, failure, 0);
    }

    /** Attempts at the rest count on from those that came before this one at the whole, in this life of the job or another. */
    private JobState withSplit(JobEvent.SegmentSplit split) {
        Optional<SplitPoint> point = planned(split.segment()).flatMap(segment -> segment.split(split.at()));
        if (point.isEmpty()) {
            return this;
        }
        int before = piece(split.segment()).orElseThrow().attemptsBefore();
        return withSegments(plan.orElseThrow().segments().split(split.segment(), point.get()))
                .with(pieces.with(PieceState.waiting(split.rest(), before)));
    }

    private JobState rejoined(JobEvent.SegmentRejoined rejoined) {
        if (!rejoined.rests().stream().allMatch(rest -> planned(rest).isPresent())) {
            return this;
        }
        Pieces left = pieces;
        for (int rest : rejoined.rests()) {
            left = left.without(rest);
        }
        return withSegments(plan.orElseThrow().segments().rejoin(rejoined.segment(), rejoined.rests()))
                .with(left);
    }

    private JobState withSegments(SegmentPlan segments) {
        Plan old = plan.orElseThrow();
        Plan changed = new Plan(old.clip(), old.stamp(), segments, old.build());
        return new JobState(spec, status, Optional.of(changed), pieces, warnings, failure, finishedAt);
    }

    /** The audio comes with the whole; attempts count on, so that no two of them ever share a file name. */
    private JobState unsplit(SegmentPlan whole, String warning) {
        Plan old = plan.orElseThrow();
        Pieces all = Pieces.NONE.with(PieceState.waiting(0, lastAttempt()));
        List<String> allWarnings = new ArrayList<>(warnings);
        allWarnings.add(warning);
        Plan newPlan = new Plan(old.clip(), old.stamp(), whole, old.build());
        return new JobState(spec, JobStatus.ENCODING, Optional.of(newPlan), all, List.copyOf(allWarnings), failure, 0);
    }

    private JobState withPiece(int index, UnaryOperator<PieceState> change) {
        return with(
                pieces.get(index).map(piece -> pieces.with(change.apply(piece))).orElse(pieces));
    }

    private JobState with(Pieces newPieces) {
        return new JobState(spec, status, plan, newPieces, warnings, failure, finishedAt);
    }

    private JobState withWarnings(List<String> more) {
        List<String> all = new ArrayList<>(warnings);
        all.addAll(more);
        return new JobState(spec, status, plan, pieces, List.copyOf(all), failure, finishedAt);
    }

    private JobState withStatus(JobStatus newStatus) {
        return new JobState(spec, newStatus, plan, pieces, warnings, failure, finishedAt);
    }

    private JobState finished(JobStatus newStatus, Optional<Failure> why, long at) {
        return new JobState(spec, newStatus, plan, pieces, warnings, why, at);
    }
}
