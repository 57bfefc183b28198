package dev.proxima.testing;

import dev.proxima.job.Priority;
import dev.proxima.schedule.Demand;
import dev.proxima.schedule.Work;
import dev.proxima.schedule.WorkClass;
import java.util.List;
import java.util.Set;

/** Work of jobs for tests: pieces of 100 frames of HD. */
public final class WorkSamples {

    public static final long FRAMES = 100;

    public static final WorkClass KIND = WorkClass.of("prores", "h264", 1920, 1080);

    private WorkSamples() {}

    public static Work of(String job, long submittedAt, int pieces, String build) {
        return of(job, submittedAt, pieces, build, List.of());
    }

    public static Work of(String job, long submittedAt, int pieces, String build, List<Work.Run> running) {
        List<Demand.Lot> waiting = pieces == 0 ? List.of() : List.of(new Demand.Lot(FRAMES, pieces, Set.of()));
        return new Work(
                job,
                Priority.NORMAL,
                submittedAt,
                FRAMES * (pieces + running.size()),
                "/footage/",
                KIND,
                build,
                waiting,
                running);
    }
}
