package dev.proxima.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.proxima.api.JobRequest;
import dev.proxima.api.Json;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of a {@code POST /jobs}.
 *
 * @param isList whether a list was sent, even of one job
 */
record JobRequests(List<JobRequest> jobs, boolean isList) {

    /** @throws FailureException with a sentence that names the field or the place that is wrong */
    static JobRequests read(byte[] body) throws FailureException {
        JsonNode tree = parse(body);
        if (tree.isObject()) {
            return new JobRequests(List.of(job(tree, "")), false);
        }
        if (!tree.isArray() || tree.isEmpty()) {
            throw refusal("The body must be one job or a list of jobs, such as {\"source\": \"/clips/a.mov\"}.");
        }
        List<JobRequest> jobs = new ArrayList<>();
        for (int i = 0; i < tree.size(); i++) {
            jobs.add(job(tree.get(i), " of job " + (i + 1)));
        }
        return new JobRequests(List.copyOf(jobs), true);
    }

    private static JsonNode parse(byte[] body) throws FailureException {
        try {
            return Json.REQUESTS.readTree(body);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String place = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
            throw refusal("The body is not JSON" + place + ": " + firstLine(e.getOriginalMessage()) + ".");
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    private static JobRequest job(JsonNode tree, String which) throws FailureException {
        try {
            JobRequest request = Json.REQUESTS.treeToValue(tree, JobRequest.class);
            return checked(request, which);
        } catch (UnrecognizedPropertyException e) {
            throw refusal(
                    "There is no field \"" + e.getPropertyName() + "\"" + which + ": a job has "
                            + "source, preset, output, overwrite, segments, dataLevel, flip, timecode, size, frameRate and priority.");
        } catch (JsonMappingException e) {
            if (e.getPath().isEmpty()) {
                throw refusal("What is sent" + which + " is not a job: an object with a source is expected.");
            }
            String field = e.getPath().get(e.getPath().size() - 1).getFieldName();
            throw refusal("The field \"" + field + "\"" + which + " has a wrong value: " + expected(field) + ".");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a parsed tree is JSON", e);
        }
    }

    private static JobRequest checked(JobRequest request, String which) throws FailureException {
        if (request == null || request.source() == null || request.source().isBlank()) {
            throw refusal("The field \"source\"" + which + " is missing: it is the absolute path of the clip.");
        }
        if (request.segments() < 0) {
            throw refusal("The field \"segments\"" + which + " has a wrong value: " + expected("segments") + ".");
        }
        if (request.source().indexOf('\0') >= 0
                || (request.output() != null && request.output().indexOf('\0') >= 0)) {
            throw refusal("A path" + which + " holds a character that no path can have.");
        }
        return request;
    }

    private static String expected(String field) {
        return switch (field) {
            case "segments" -> "a whole number is expected, 1 for an unsplit encode or 0 to let Proxima choose";
            case "overwrite" -> "true or false is expected";
            default -> "a text is expected";
        };
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("").replaceAll("[.;:\\s]+$", "");
    }

    private static FailureException refusal(String sentence) {
        return new FailureException(new Failure.InvalidRequest(sentence));
    }
}
