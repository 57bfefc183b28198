package dev.proxima.api;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A clip to make a proxy of. Paths are absolute on the coordinator.
 *
 * @param preset name of a preset, or null for the default one
 * @param output the file to write, or null for {@code Proxy/<name>.<ext>} beside the source
 * @param overwrite whether an existing output may be replaced
 * @param segments number of segments to cut into, 1 for an unsplit encode, or 0 to let Proxima choose
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobRequest(String source, String preset, String output, boolean overwrite, int segments) {}
