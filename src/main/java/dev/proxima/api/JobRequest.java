package dev.proxima.api;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A clip to make a proxy of. Paths are absolute on the coordinator.
 *
 * @param preset name of a preset, or null for the default one
 * @param output the file to write, or null for {@code Proxy/<name>.<ext>} beside the source
 * @param overwrite whether an existing output may be replaced
 * @param segments number of segments to cut into, 1 for an unsplit encode, or 0 to let Proxima choose
 * @param dataLevel auto, full or video; null for auto
 * @param flip horizontal, vertical or both; null for none
 * @param timecode start timecode such as 01:00:00:00, or 01:00:00;00 for drop-frame; null for the clip's own
 * @param size original, 1/2, 1/4 or height=N; null for the preset's
 * @param frameRate of a sequence of pictures such as /shots/clip.%04d.exr: 24, 23.976 or 24000/1001; null for other clips
 * @param priority urgent, normal or low; null for normal
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobRequest(
        String source,
        String preset,
        String output,
        boolean overwrite,
        int segments,
        String dataLevel,
        String flip,
        String timecode,
        String size,
        String frameRate,
        String priority) {

    /** A clip to be encoded as its preset says. */
    public JobRequest(String source, String preset, String output, boolean overwrite, int segments) {
        this(source, preset, output, overwrite, segments, null, null, null, null, null, null);
    }
}
