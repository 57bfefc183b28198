package dev.proxima.http;

import dev.proxima.api.JobList;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import java.util.Optional;

/** Which jobs of all a {@code GET /jobs} asks for. */
record JobPage(int limit, Optional<JobList.Place> before) {

    /** @throws FailureException with a sentence that names the parameter that is wrong */
    static JobPage of(Optional<String> limit, Optional<String> before) throws FailureException {
        int jobs = limit.isEmpty() ? JobList.DEFAULT_LIMIT : number(limit.get());
        if (jobs < 1 || jobs > JobList.MAX_LIMIT) {
            throw refusal("The parameter \"limit\" must be a whole number from 1 to " + JobList.MAX_LIMIT + ".");
        }
        Optional<JobList.Place> place = before.flatMap(JobList.Place::parse);
        if (before.isPresent() && place.isEmpty()) {
            throw refusal("The parameter \"before\" must be what an earlier answer named as \"next\".");
        }
        return new JobPage(jobs, place);
    }

    private static int number(String text) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }

    private static FailureException refusal(String sentence) {
        return new FailureException(new Failure.InvalidRequest(sentence));
    }
}
