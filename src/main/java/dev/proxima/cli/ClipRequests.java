package dev.proxima.cli;

import dev.proxima.api.JobRequest;
import dev.proxima.api.PresetView;
import dev.proxima.media.BaseName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes requests of clips and of what the command line says about their proxies. */
final class ClipRequests {

    private ClipRequests() {}

    /** @param presets those of the node, which tell the file name extension */
    static List<JobRequest> of(List<ClipFinder.Clip> clips, JobFlags flags, List<PresetView> presets)
            throws CommandFailed {
        Map<String, Path> sources = new HashMap<>();
        List<JobRequest> requests = new ArrayList<>();
        for (ClipFinder.Clip clip : clips) {
            String output = flags.output()
                    .or(() -> flags.outputDir().flatMap(directory -> mirrored(clip, directory, flags, presets)))
                    .map(Path::toString)
                    .orElse(null);
            Path other = output == null ? null : sources.put(output, clip.source());
            if (other != null && !other.equals(clip.source())) {
                throw new CommandFailed(other + " and " + clip.source() + " would both be written to " + output
                        + ": encode them one by one with --output.");
            }
            requests.add(new JobRequest(
                    clip.source().toString(),
                    flags.preset(),
                    output,
                    flags.overwrite(),
                    flags.segments(),
                    flags.options().level(),
                    flags.options().flip(),
                    flags.options().timecode(),
                    flags.options().size(),
                    clip.mayHaveRate() ? flags.options().frameRate() : null,
                    flags.options().priority()));
        }
        return requests;
    }

    /** Empty when there is no such preset, which the node then explains. */
    private static Optional<Path> mirrored(
            ClipFinder.Clip clip, Path directory, JobFlags flags, List<PresetView> presets) {
        String base = BaseName.of(clip.source());
        return presets.stream()
                .filter(preset -> flags.preset() == null
                        ? preset.isDefault()
                        : preset.name().equals(flags.preset()))
                .findFirst()
                .map(preset -> directory.resolve(clip.place()).resolve(base + "." + preset.extension()));
    }
}
