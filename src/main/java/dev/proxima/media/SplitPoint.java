package dev.proxima.media;

import java.util.OptionalLong;

/**
 * A frame at which a segment that is being encoded may still be split in two, so that another node makes the rest.
 *
 * @param frame of the clip, the first of the rest
 * @param pts timestamp of that frame, see {@link PlannedSegment#startPts}
 * @param seekPts see {@link PlannedSegment#seekPts}
 */
public record SplitPoint(long frame, long pts, OptionalLong seekPts) {}
