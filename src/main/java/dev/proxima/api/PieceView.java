package dev.proxima.api;

/** The audio of a job, which is encoded whole; fields as in {@link SegmentView}. */
public record PieceView(String status, String node, int attempts) {}
