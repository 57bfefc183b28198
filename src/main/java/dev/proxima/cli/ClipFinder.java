package dev.proxima.cli;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds the clips below directories. */
final class ClipFinder {

    private static final Set<String> EXTENSIONS =
            Set.of("mov", "mp4", "m4v", "mkv", "mxf", "mts", "m2ts", "ts", "avi", "mpg", "mpeg", "webm", "3gp", "wmv");

    private ClipFinder() {}

    /**
     * @param source absolute
     * @param place its directory, relative to what the user named; empty when the clip itself was named
     * @param named whether the clip itself was named
     * @param pictures of a sequence that was found, how many there are; else 0
     */
    record Clip(Path source, Path place, boolean named, int pictures) {

        static Clip named(Path path) {
            return new Clip(path.toAbsolutePath().normalize(), Path.of(""), true, 0);
        }

        boolean isFoundSequence() {
            return pictures > 0;
        }

        /** Of a clip that was named, the node sees whether a rate fits. */
        boolean mayHaveRate() {
            return named || isFoundSequence();
        }
    }

    /** Files as they are, directories as the sorted clips below them, proxies and hidden places left out. */
    static List<Clip> find(List<Path> paths) throws CommandFailed {
        List<Clip> clips = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                clips.addAll(below(path.toAbsolutePath().normalize()));
            } else {
                clips.add(Clip.named(path));
            }
        }
        return clips;
    }

    private static List<Clip> below(Path directory) throws CommandFailed {
        List<Path> found = new ArrayList<>();
        FoundSequences sequences = new FoundSequences();
        try {
            Files.walkFileTree(
                    directory,
                    EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                    Integer.MAX_VALUE,
                    collector(directory, found, sequences));
        } catch (IOException e) {
            throw new CommandFailed(directory + " cannot be searched for clips: check its permissions.", e);
        }
        List<Clip> clips = new ArrayList<>(sequences.clips(directory));
        found.forEach(clip -> clips.add(new Clip(clip, directory.relativize(clip.getParent()), false, 0)));
        if (clips.isEmpty()) {
            throw new CommandFailed("There are no clips in " + directory + ".");
        }
        clips.sort(Comparator.comparing(Clip::source));
        return clips;
    }

    private static SimpleFileVisitor<Path> collector(Path directory, List<Path> found, FoundSequences sequences) {
        return new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                boolean skipped = !visited.equals(directory) && (isHidden(visited) || isProxyPlace(visited));
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && !isHidden(file)) {
                    if (isClip(file)) {
                        found.add(file);
                    } else {
                        sequences.add(file);
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            /** A link into nowhere, a loop of links or one closed directory does not keep the others out. */
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException thrown) throws IOException {
                if (file.equals(directory)) {
                    throw thrown;
                }
                return FileVisitResult.CONTINUE;
            }
        };
    }

    private static boolean isHidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }

    private static boolean isProxyPlace(Path directory) {
        return directory.getFileName().toString().equalsIgnoreCase("Proxy");
    }

    private static boolean isClip(Path file) {
        String name = file.getFileName().toString();
        return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }
}
