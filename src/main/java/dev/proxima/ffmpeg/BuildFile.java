package dev.proxima.ffmpeg;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an install knows about its FFmpeg, so that a start need not run it. Written last: an install without this file
 * is not complete.
 */
final class BuildFile {

    private static final String NAME = "build.properties";

    /** Paths of the programs, relative to the install unless absolute. */
    record Layout(Path ffmpeg, Path ffprobe) {}

    private BuildFile() {}

    static Optional<FfmpegBuild> read(Path home) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(home.resolve(NAME))) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        return Optional.of(new FfmpegBuild(
                home.resolve(properties.getProperty("ffmpeg")),
                home.resolve(properties.getProperty("ffprobe")),
                properties.getProperty("version"),
                Set.of(properties.getProperty("encoders").split(" ")),
                BundledFont.in(home.toAbsolutePath().getParent())));
    }

    /** Asks the programs in {@code home} what they are. */
    static void write(Path home, Layout layout) throws IOException, FailureException {
        Path ffmpeg = home.resolve(layout.ffmpeg());
        String about = answer(ffmpeg, "-version");
        answer(home.resolve(layout.ffprobe()), "-version");
        Properties properties = new Properties();
        properties.setProperty("ffmpeg", layout.ffmpeg().toString());
        properties.setProperty("ffprobe", layout.ffprobe().toString());
        properties.setProperty("version", version(about));
        properties.setProperty("encoders", String.join(" ", encoders(answer(ffmpeg, "-hide_banner", "-encoders"))));
        try (Writer writer = Files.newBufferedWriter(home.resolve(NAME))) {
            properties.store(writer, null);
        }
    }

    /** Like {@code 8.0.1-4f1d03aa9c51}: the release, and a digest over all that FFmpeg tells about how it was built. */
    static String version(String about) {
        String[] words = about.lines().findFirst().orElse("").split(" ");
        String release = words.length > 2 ? words[2] : "unknown";
        return release + "-" + Digests.shortSha256(about.strip() + "\n" + System.getProperty("os.arch"));
    }

    /** Lines such as {@code " VFS..D prores_aw   Apple ProRes"} after a rule of dashes. */
    static Set<String> encoders(String listing) {
        Set<String> names = new TreeSet<>();
        listing.lines()
                .dropWhile(line -> !line.strip().startsWith("---"))
                .skip(1)
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length > 1)
                .forEach(words -> names.add(words[1]));
        return names;
    }

    private static String answer(Path program, String... arguments) throws FailureException, IOException {
        QuickRun run = QuickRun.of(program, List.copyOf(Arrays.asList(arguments)));
        if (run.exitCode() != 0) {
            throw new FailureException(
                    new Failure.Internal("FFmpeg does not run on this machine: " + run.lastLine() + ".", run.output()));
        }
        return run.output();
    }
}
