package dev.proxima.cli;

import dev.proxima.job.FailureException;
import dev.proxima.job.JobOptions;
import picocli.CommandLine.Option;

/** What to ask for beyond the preset. */
final class OptionFlags {

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            description = "original, 1/2, 1/4 or height=N, instead of the preset's. Never larger than the clip unless "
                    + "the preset says so.")
    private String size;

    @Option(
            names = "--data-level",
            paramLabel = "LEVEL",
            description = "How the clip's values are taken, as in Resolve's clip attributes: auto (as tagged), full or "
                    + "video. Without it, auto.")
    private String level;

    @Option(names = "--flip", paramLabel = "HOW", description = "Turn the pictures over: horizontal, vertical or both.")
    private String flip;

    @Option(
            names = "--timecode",
            paramLabel = "TC",
            description = "Start timecode instead of the clip's, such as 01:00:00:00, or 01:00:00;00 for drop-frame.")
    private String timecode;

    @Option(
            names = "--frame-rate",
            paramLabel = "RATE",
            description =
                    "Frames a second of a sequence of pictures such as clip.%%04d.exr, which do not tell it: 24, 25, "
                            + "23.976, 24000/1001.")
    private String frameRate;

    @Option(
            names = "--priority",
            paramLabel = "HOW",
            description =
                    "urgent, normal or low: a job gets slots before all jobs of a lower priority. Without it, normal.")
    private String priority;

    JobOptions.Words words() {
        return new JobOptions.Words(level, flip, timecode, size, frameRate, priority);
    }

    JobOptions options() throws FailureException {
        return JobOptions.of(words());
    }
}
