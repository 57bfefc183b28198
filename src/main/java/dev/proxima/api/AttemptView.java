package dev.proxima.api;

/**
 * An FFmpeg process that encodes right now.
 *
 * @param segment index of the segment, -1 for the audio of the job
 * @param frames frames written so far
 */
public record AttemptView(String job, int segment, int attempt, long frames, double fps) {}
