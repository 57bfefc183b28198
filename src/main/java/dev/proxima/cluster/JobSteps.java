package dev.proxima.cluster;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.job.JobSpec;
import dev.proxima.job.JobState;
import dev.proxima.media.Workforce;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;

/** The steps of a job that the coordinator takes itself. All of them block, and all may be taken again after a crash. */
public interface JobSteps {

    /** Looks, without reading the clip, whether there is any point in accepting the job. */
    Optional<Failure> admit(JobSpec spec);

    /**
     * @param workforce that may work on the clip, for the choice of the lengths of segments
     * @param progress is told what share of the clip has been read, 0 to 1, where all of it has to be
     */
    JobState.Plan plan(JobSpec spec, Workforce workforce, DoubleConsumer progress)
            throws FailureException, InterruptedException;

    /**
     * Makes sure that the clip is there, and the folder for its segments, which no other node makes: where that folder
     * is not to be seen, a share is not mounted.
     *
     * @throws FailureException when it cannot be; no attempt has any point then
     */
    void prepare(JobSpec spec) throws FailureException;

    /**
     * Stitches, verifies and publishes, the last only while it is sure that the job is still this coordinator's.
     *
     * @return what was published
     */
    Published stitch(JobState state, Tenure tenure) throws FailureException, InterruptedException;

    /**
     * @param bytes size of the file
     * @param warnings sentences on what only the finished file could tell
     */
    record Published(long bytes, List<String> warnings) {

        public Published {
            warnings = List.copyOf(warnings);
        }
    }

    /** Absolute path of the folder for the job's segments. */
    String workDirectory(JobSpec spec);

    /** Removes what a finished job does not need any more; of one that may go on, nothing. */
    void cleanUp(JobState state);
}
