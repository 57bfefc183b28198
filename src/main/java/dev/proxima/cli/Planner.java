package dev.proxima.cli;

import dev.proxima.api.PlanView;
import dev.proxima.job.FailureException;
import dev.proxima.job.JobOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** Plans a clip on this machine, without a cluster. */
public interface Planner {

    PlanView plan(PlanOptions options) throws FailureException;

    /**
     * @param source absolute
     * @param preset empty for the default one
     * @param segments 0 to let Proxima choose
     * @param options what is asked for beyond the preset
     * @param slots slots to plan for, empty for those of this machine
     */
    record PlanOptions(
            Path source, Optional<String> preset, JobOptions options, int segments, OptionalInt slots, Path dataDir) {

        /** As the preset says. */
        public PlanOptions(Path source, Optional<String> preset, int segments, OptionalInt slots, Path dataDir) {
            this(source, preset, JobOptions.NONE, segments, slots, dataDir);
        }
    }
}
