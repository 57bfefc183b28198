package dev.proxima.schedule;

import dev.proxima.job.JobState;
import dev.proxima.job.PieceState;
import dev.proxima.job.Priority;
import dev.proxima.media.PlannedSegment;
import dev.proxima.media.VideoTrack;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a job tells of itself to whoever gives it slots.
 *
 * @param submittedAt milliseconds since the epoch
 * @param frames of the whole clip
 * @param folder of the clip: a node that does not see it does not see its other clips either
 * @param build id of the FFmpeg build that its attempts have to use
 * @param waiting pieces that no node works on, the audio first and then the longest first
 * @param running attempts in flight
 */
public record Work(
        String job,
        Priority priority,
        long submittedAt,
        long frames,
        String folder,
        WorkClass kind,
        String build,
        List<Demand.Lot> waiting,
        List<Run> running) {

    /** So many pieces are told one by one. */
    private static final int FEW = 100;

    /** Of more, lengths within 3 to 6% of each other count as one, so that thousands are told in a few numbers. */
    private static final int STEPS_PER_OCTAVE = 16;

    private static final Comparator<Demand.Lot> AUDIO_THEN_LONGEST = Comparator.comparing(Demand.Lot::first)
            .thenComparing(Demand.Lot::frames)
            .reversed();

    /**
     * An attempt in flight.
     *
     * @param splits frames from the start of the piece at which what is behind them may be taken off it, in order
     */
    public record Run(int piece, int attempt, String node, long frames, List<Long> splits) {

        public Run {
            splits = splits == null ? List.of() : List.copyOf(splits);
        }

        /** Of a piece that stays whole. */
        public Run(int piece, int attempt, String node, long frames) {
            this(piece, attempt, node, frames, List.of());
        }
    }

    private record Alike(long frames, Set<String> avoid, boolean audio, boolean splits) {}

    /** A job that has no plan has no work yet, and one that is finished none any more. */
    public static Work of(JobState state) {
        VideoTrack video = state.plan()
                .map(plan -> plan.clip().video())
                .filter(any -> !state.status().isFinished())
                .orElse(null);
        String encoder = state.spec().preset().encoder();
        return new Work(
                state.spec().jobId(),
                state.spec().options().priority(),
                state.spec().submittedAt(),
                video == null ? 0 : video.frames(),
                folderOf(state.spec().source()),
                video == null
                        ? WorkClass.of(encoder, "", 0, 0)
                        : WorkClass.of(encoder, video.codec(), video.width(), video.height()),
                state.plan().map(JobState.Plan::build).orElse(""),
                video == null ? List.of() : lots(state),
                video == null ? List.of() : runs(state));
    }

    public boolean isNothing() {
        return waiting.isEmpty() && running.isEmpty();
    }

    /** The same job with other pieces open. */
    public Work with(List<Demand.Lot> newWaiting, List<Run> newRunning) {
        return new Work(job, priority, submittedAt, frames, folder, kind, build, newWaiting, newRunning);
    }

    private static String folderOf(String source) {
        return source.substring(0, Math.max(source.lastIndexOf('/'), source.lastIndexOf('\\')) + 1);
    }

    private static List<Demand.Lot> lots(JobState state) {
        Map<Alike, Integer> counts = new HashMap<>();
        boolean few = state.waiting().size() <= FEW;
        for (PieceState piece : state.waiting()) {
            boolean audio = piece.index() == PieceState.AUDIO;
            long frames = state.framesOf(piece.index());
            boolean splits = state.mayGiveAPartOf(piece);
            counts.merge(
                    new Alike(few || audio ? frames : roughly(frames), piece.failedOn(), audio, splits),
                    1,
                    Integer::sum);
        }
        List<Demand.Lot> lots = new ArrayList<>();
        counts.forEach((alike, count) ->
                lots.add(new Demand.Lot(alike.frames(), count, alike.avoid(), alike.audio(), alike.splits())));
        lots.sort(AUDIO_THEN_LONGEST);
        return lots;
    }

    private static long roughly(long frames) {
        long step = Math.max(1, Long.highestOneBit(frames) / STEPS_PER_OCTAVE);
        return Math.max(1, frames / step * step);
    }

    private static List<Run> runs(JobState state) {
        return state.inFlight().stream()
                .flatMap(piece -> piece.runs().stream()
                        .map(run -> new Run(
                                piece.index(),
                                run.attempt(),
                                run.node(),
                                state.framesOf(piece.index()),
                                splits(state, piece.index()))))
                .toList();
    }

    private static List<Long> splits(JobState state, int piece) {
        PlannedSegment segment = state.planned(piece).orElse(null);
        if (segment == null || segment.splits().isEmpty()) {
            return List.of();
        }
        long start = segment.range().startFrame();
        return segment.splits().stream().map(split -> split.frame() - start).toList();
    }
}
