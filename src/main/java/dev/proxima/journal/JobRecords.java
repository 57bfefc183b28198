package dev.proxima.journal;

import dev.proxima.api.JobView;
import dev.proxima.job.Priority;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * One row for each job there is or was. All methods block, and throw {@link JournalAwayException} when the database does
 * not answer; each is all or nothing and may be called again.
 */
public interface JobRecords {

    /** @param submittedAt milliseconds since the epoch */
    record Unfinished(String id, Priority priority, long submittedAt, boolean active) {}

    /** A place in the list of jobs, which is ordered by the time of submission and then by id. */
    record Place(long submittedAt, String id) {}

    /** A job that was submitted, for the first time or anew. */
    void put(JobView job);

    /** The jobs' turn has come; they are the first to go on when a coordinator starts. */
    void activate(Collection<String> ids);

    /**
     * What is left of a job that ended.
     *
     * @param lastSequenceNr events and snapshots up to here go
     * @param keepEvents whether they stay nevertheless, as another try may go on from them
     */
    void finish(JobView job, long lastSequenceNr, boolean keepEvents);

    Optional<JobView> find(String id);

    /** @param more whether there are jobs before these */
    record Page(List<JobView> jobs, boolean more) {}

    /** The last jobs before a place, or of all, in their order: {@code limit} of them, or fewer if they are large. */
    Page page(int limit, Optional<Place> before);

    /** In their order. */
    List<Unfinished> unfinished();
}
