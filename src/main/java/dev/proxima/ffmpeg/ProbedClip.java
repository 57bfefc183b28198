package dev.proxima.ffmpeg;

import dev.proxima.media.ClipInfo;
import dev.proxima.media.FrameIndex;
import dev.proxima.media.SourceStamp;

/** All that a plan needs to know of a clip. Only {@code info} is worth keeping: the index is as long as the clip. */
public record ProbedClip(ClipInfo info, FrameIndex index, SourceStamp stamp) {}
