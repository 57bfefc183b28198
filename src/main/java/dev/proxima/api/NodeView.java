package dev.proxima.api;

import java.util.List;

/**
 * A node of the cluster.
 *
 * @param id {@code host:port} of its remoting
 * @param roles {@code coordinator} and/or {@code encoder}
 * @param slots FFmpeg processes that it runs at once
 * @param ffmpeg version of its FFmpeg build
 * @param unusedReason a sentence on why it gets no work; null if it does
 */
public record NodeView(
        String id,
        List<String> roles,
        int slots,
        String version,
        String ffmpeg,
        long pid,
        List<AttemptView> running,
        String unusedReason) {}
