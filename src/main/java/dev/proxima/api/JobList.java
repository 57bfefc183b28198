package dev.proxima.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The shape of every answer that lists jobs, in the order in which they were submitted.
 *
 * @param next what to ask for next, to get the jobs before these; null when these are the first of all
 */
public record JobList(
        List<JobView> jobs,
        @JsonInclude(JsonInclude.Include.NON_NULL) String next) {

    /** Jobs in a page when nobody says how many. */
    public static final int DEFAULT_LIMIT = 500;

    /** The most jobs in a page. */
    public static final int MAX_LIMIT = 1000;

    /** A place in the list of all jobs. */
    public record Place(long submittedAt, String id) {

        /** Reads {@link JobList#next}; empty if it is none. */
        public static Optional<Place> parse(String text) {
            int dot = text.indexOf('.');
            if (!text.matches("\\d{1,18}\\..+")) {
                return Optional.empty();
            }
            return Optional.of(new Place(Long.parseLong(text.substring(0, dot)), text.substring(dot + 1)));
        }
    }

    public JobList(List<JobView> jobs) {
        this(jobs, null);
    }

    /** @param more whether there are jobs before these */
    public static JobList page(List<JobView> jobs, boolean more) {
        return new JobList(jobs, more && !jobs.isEmpty() ? placeOf(jobs.get(0)) : null);
    }

    private static String placeOf(JobView job) {
        return Instant.parse(job.submittedAt()).toEpochMilli() + "." + job.id();
    }
}
