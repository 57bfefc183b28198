package dev.proxima.api;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.proxima.job.Failure;
import java.util.Arrays;

/** Why a job failed: a kind for programs, a sentence for people, and technical detail that may be empty. */
public record FailureView(String kind, String message, String detail) {

    public static FailureView of(Failure failure) {
        return new FailureView(kindOf(failure), failure.message(), failure.detail());
    }

    private static String kindOf(Failure failure) {
        return Arrays.stream(Failure.class.getAnnotation(JsonSubTypes.class).value())
                .filter(type -> type.value() == failure.getClass())
                .map(JsonSubTypes.Type::name)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(failure.getClass() + " has no kind"));
    }
}
