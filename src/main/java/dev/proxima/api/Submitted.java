package dev.proxima.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** The answer to jobs that were handed in; {@code refused} is left out when all were accepted. */
public record Submitted(
        List<JobView> jobs,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Refusal> refused) {

    public record Refusal(String source, FailureView failure) {}
}
