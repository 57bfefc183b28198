package dev.proxima.api;

/**
 * A segment of a job.
 *
 * @param index its number, which stays: its place in the order of frames, but for one that was split off another
 * @param status one of {@code WAITING DISPATCHED ENCODING SUCCEEDED FAILED}
 * @param node {@code host:port} of the node that has or had its last attempt, or null
 * @param attempts attempts started so far
 * @param progress share of its frames that are encoded, 0 to 1
 * @param fps frames per second of the running attempt, 0 when none runs
 */
public record SegmentView(
        int index,
        long startFrame,
        long endFrameExclusive,
        String status,
        String node,
        int attempts,
        double progress,
        double fps) {}
