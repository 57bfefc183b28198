package dev.proxima.ffmpeg;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Puts the FFmpeg that came with Proxima where it can be run, or takes the user's own. An install is made aside and
 * renamed into place, so that any number of processes may do it at once and a complete one is simply used again.
 */
public final class FfmpegInstaller {

    private FfmpegInstaller() {}

    /**
     * @param dataDir a folder of Proxima's own; created if absent
     * @param ownFfmpegDir a folder with {@code ffmpeg} and {@code ffprobe} to be used instead of the bundled ones
     * @throws FailureException {@link Failure.Internal} if there is no FFmpeg that runs here
     */
    public static FfmpegBuild install(Path dataDir, Optional<Path> ownFfmpegDir) throws FailureException {
        return install(dataDir, ownFfmpegDir, ProcessLimits.USUAL);
    }

    /** @param limits of every process of the build */
    public static FfmpegBuild install(Path dataDir, Optional<Path> ownFfmpegDir, ProcessLimits limits)
            throws FailureException {
        return install(dataDir, ownFfmpegDir, limits, Platform.current());
    }

    static FfmpegBuild install(Path dataDir, Optional<Path> ownFfmpegDir, ProcessLimits limits, Platform platform)
            throws FailureException {
        Path homes = dataDir.toAbsolutePath().normalize().resolve("ffmpeg");
        try {
            Files.createDirectories(homes);
            Path home = ownFfmpegDir.isPresent()
                    ? own(homes, platform, ownFfmpegDir.get().toAbsolutePath().normalize())
                    : bundled(homes, platform);
            FfmpegBuild build =
                    BuildFile.read(home).orElseThrow(() -> new IOException(home + " is not complete: delete it"));
            return platform.posix() ? build.within(limits, home.resolve("limits")) : build.within(limits);
        } catch (IOException e) {
            throw new FailureException(
                    new Failure.Internal(
                            "FFmpeg could not be installed in " + homes + ": " + reason(e) + ".", e.toString()),
                    e);
        }
    }

    /** @return its home, with a {@link BuildFile} */
    private static Path bundled(Path homes, Platform platform) throws IOException, FailureException {
        URL program = FfmpegInstaller.class
                .getClassLoader()
                .getResource(platform.resourceFolder() + platform.executable("ffmpeg"));
        if (program == null) {
            throw new FailureException(new Failure.Internal(
                    "Proxima was built without the FFmpeg of " + platform.name()
                            + ": set proxima.ffmpeg.dir to your own.",
                    ""));
        }
        JarFile jar = ((JarURLConnection) program.openConnection()).getJarFile();
        List<JarEntry> entries = jar.stream()
                .filter(entry -> isWanted(entry.getName(), platform))
                .sorted(Comparator.comparing(JarEntry::getName))
                .toList();
        Path home = homes.resolve(platform.name() + "-" + fingerprint(entries));
        if (BuildFile.read(home).isPresent()) {
            return home;
        }
        return place(home, aside -> {
            for (JarEntry entry : entries) {
                extract(jar, entry, aside.resolve("lib"), platform);
            }
            if (platform.posix()) {
                LaunchScripts.writeLauncher(aside.resolve("bin/ffmpeg"), "ffmpeg");
                LaunchScripts.writeLauncher(aside.resolve("bin/ffprobe"), "ffprobe");
            }
            String programs = platform.posix() ? "bin" : "lib";
            Path ffmpeg = Path.of(programs, platform.executable("ffmpeg"));
            MissingLibraries.supply(aside, aside.resolve(ffmpeg), platform);
            return new BuildFile.Layout(ffmpeg, Path.of(programs, platform.executable("ffprobe")));
        });
    }

    private static Path own(Path homes, Platform platform, Path folder) throws IOException, FailureException {
        Path ffmpeg = folder.resolve(platform.executable("ffmpeg"));
        Path ffprobe = folder.resolve(platform.executable("ffprobe"));
        for (Path program : List.of(ffmpeg, ffprobe)) {
            if (!Files.isExecutable(program) || Files.isDirectory(program)) {
                throw new FailureException(new Failure.Internal(
                        "There is no program " + program
                                + ": proxima.ffmpeg.dir must name a folder with ffmpeg and ffprobe.",
                        ""));
            }
        }
        String identity = ffmpeg + "|" + Files.size(ffmpeg) + "|" + Files.getLastModifiedTime(ffmpeg);
        Path home = homes.resolve("own-" + Digests.shortSha256(identity));
        if (BuildFile.read(home).isPresent()) {
            return home;
        }
        return place(home, aside -> new BuildFile.Layout(ffmpeg, ffprobe));
    }

    private interface Filling {
        BuildFile.Layout fill(Path aside) throws IOException, FailureException;
    }

    private static Path place(Path home, Filling filling) throws IOException, FailureException {
        Path aside = Files.createTempDirectory(home.getParent(), ".installing-");
        try {
            BuildFile.write(aside, filling.fill(aside));
            try {
                Files.move(aside, home, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
                // another process was first: its install is as good
            } catch (FileSystemException e) {
                if (!Files.isDirectory(home)) {
                    throw e;
                }
            }
        } finally {
            deleteTree(aside);
        }
        return home;
    }

    private static boolean isWanted(String name, Platform platform) {
        String folder = platform.resourceFolder();
        if (!name.startsWith(folder) || name.endsWith("/")) {
            return false;
        }
        String file = name.substring(folder.length());
        boolean binding = file.startsWith("libjni") || file.startsWith("jni");
        return !binding && !file.contains("/") && !file.endsWith(".h") && !file.endsWith(".lib");
    }

    private static String fingerprint(List<JarEntry> entries) {
        StringBuilder text = new StringBuilder();
        entries.forEach(entry -> text.append(entry.getName())
                .append('|')
                .append(entry.getSize())
                .append('|')
                .append(entry.getCrc())
                .append('\n'));
        return Digests.shortSha256(text.toString());
    }

    private static void extract(JarFile jar, JarEntry entry, Path folder, Platform platform) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(
                entry.getName().substring(platform.resourceFolder().length()));
        try (InputStream content = jar.getInputStream(entry)) {
            Files.copy(content, file);
        }
        if (platform.posix()) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static String reason(IOException e) {
        String message = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message.strip().replaceAll("\\.$", "");
    }
}
