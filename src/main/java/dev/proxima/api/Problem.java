package dev.proxima.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * An error answer, RFC 9457.
 *
 * @param detail one sentence for people
 * @param kind the machine-readable name of the failure
 * @param refused each job of a refused list, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type, String title, int status, String detail, String kind, List<Submitted.Refusal> refused) {}
