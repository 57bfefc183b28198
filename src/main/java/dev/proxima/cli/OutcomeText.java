package dev.proxima.cli;

import dev.proxima.api.JobView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How a job ended, in sentences; pure. */
final class OutcomeText {

    private OutcomeText() {}

    static List<String> lines(JobView job) {
        List<String> lines = new ArrayList<>();
        boolean made = job.status().equals("SUCCEEDED");
        if (made && !job.warnings().isEmpty()) {
            lines.add("SUCCEEDED with warnings: " + String.join(" ", job.warnings()));
        } else {
            job.warnings().forEach(warning -> lines.add("warning: " + warning));
        }
        lines.add(made ? success(job) : "error: " + failure(job));
        return lines;
    }

    /** One sentence for a job that ended without a proxy. */
    static String failure(JobView job) {
        if (job.failure() != null) {
            return job.failure().message();
        }
        return "The job of " + job.source() + " was cancelled.";
    }

    private static String success(JobView job) {
        String took = job.submittedAt() == null || job.finishedAt() == null
                ? ""
                : " in "
                        + Format.duration(
                                Duration.between(Instant.parse(job.submittedAt()), Instant.parse(job.finishedAt()))
                                        .toSeconds());
        return "Made the proxy of " + Format.fileName(job.source()) + " (" + ProgressText.extent(job) + ")" + took
                + ": " + job.output();
    }
}
