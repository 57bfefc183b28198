package dev.proxima.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What to make of clips. */
final class JobFlags {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {"-p", "--preset"},
            paramLabel = "PRESET",
            description = "What to encode to; \"proxima presets\" lists them. Without it, the default preset.")
    private String preset;

    @ArgGroup
    private Place place;

    @Option(names = "--overwrite", description = "Replace an output that exists. Without it, the output is kept.")
    private boolean overwrite;

    private int segments;

    private static final class Place {
        @Option(
                names = {"-o", "--output"},
                paramLabel = "FILE",
                description = "The proxy to write, for one clip. Without it, Proxy/NAME.EXT beside the clip, where "
                        + "Resolve finds it by itself.")
        private Path output;

        @Option(
                names = "--output-dir",
                paramLabel = "DIR",
                description = "Write proxies below DIR, in the same folders as their clips have.")
        private Path outputDir;
    }

    @Option(
            names = "--segments",
            paramLabel = "N",
            description = "Cut each clip into N segments; 1 encodes it unsplit. Without it, Proxima chooses.")
    void setSegments(int count) {
        segments = Flags.atLeastOne(command, "--segments", count);
    }

    /** {@code --output} names one file. */
    void checkFor(List<?> clips) {
        if (output().isPresent() && clips.size() > 1) {
            throw new ParameterException(
                    command.commandLine(), "--output is for one clip; use --output-dir for several");
        }
    }

    /** A name for this command: the same for the same clips, preset and outputs. */
    String session(List<ClipFinder.Clip> clips) {
        String key =
                clips.stream().map(clip -> clip.source().toString()).sorted().toList() + "|" + preset + "|" + output()
                        + "|" + outputDir();
        return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString();
    }

    String preset() {
        return preset;
    }

    Optional<Path> output() {
        return Optional.ofNullable(place).map(chosen -> chosen.output).map(JobFlags::absolute);
    }

    Optional<Path> outputDir() {
        return Optional.ofNullable(place).map(chosen -> chosen.outputDir).map(JobFlags::absolute);
    }

    boolean overwrite() {
        return overwrite;
    }

    /** 0 when Proxima chooses. */
    int segments() {
        return segments;
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
