/** Locates FFmpeg, probes clips, builds command lines, runs them through Jaffree, stitches and verifies. */
package dev.proxima.ffmpeg;
