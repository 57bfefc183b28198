package dev.proxima.storage;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.media.BaseName;
import dev.proxima.media.Preset;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Where a proxy goes, and whether it can go there. */
public final class OutputPlace {

    /** The folder beside the clips in which DaVinci Resolve looks for proxies by itself. */
    static final String FOLDER = "Proxy";

    private OutputPlace() {}

    /** {@code Proxy/<base name>.<extension>} beside the clip, or beside the pictures of a sequence. */
    public static Path beside(Path source, Preset preset) {
        return source.resolveSibling(FOLDER).resolve(BaseName.of(source) + "." + preset.extension());
    }

    /**
     * Looks whether {@code output} may and can be written. Leaves nothing behind, neither a file nor a folder.
     *
     * @throws FailureException {@link Failure.OutputExists}, {@link Failure.OutputUnwritable}, {@link Failure.NoSpace},
     *     or {@link Failure.InvalidRequest} if the output is the source or has the wrong extension
     */
    public static void check(Path source, Path output, Preset preset, boolean overwrite) throws FailureException {
        if (!output.getFileName().toString().endsWith("." + preset.extension())) {
            throw new FailureException(new Failure.InvalidRequest("The name of " + output + " must end in ."
                    + preset.extension() + ", which is what preset " + preset.name() + " makes."));
        }
        if (isSame(source, output)) {
            throw new FailureException(new Failure.InvalidRequest(
                    output + " is the clip itself: choose another place with --output or --output-dir."));
        }
        if (Files.isDirectory(output)) {
            throw unwritable(output, "it is a folder");
        }
        if (Files.exists(output, LinkOption.NOFOLLOW_LINKS) && !overwrite) {
            throw new FailureException(new Failure.OutputExists(output.toString()));
        }
        tryToWrite(output);
    }

    /** Removes the folder for proxies again if nothing came into it. */
    public static void removeIfUnused(Path output) {
        Path folder = output.toAbsolutePath().getParent();
        if (folder.endsWith(FOLDER)) {
            try {
                Files.deleteIfExists(folder);
            } catch (IOException e) {
                // there is something in it
            }
        }
    }

    private static boolean isSame(Path source, Path output) {
        try {
            return Files.exists(output) && Files.isSameFile(source, output);
        } catch (IOException e) {
            return false;
        }
    }

    private static void tryToWrite(Path output) throws FailureException {
        Deque<Path> created = new ArrayDeque<>();
        try {
            makeFolders(output, output.toAbsolutePath().getParent(), created);
            Path probe = Files.createTempFile(output.toAbsolutePath().getParent(), ".proxima-", ".tmp");
            created.push(probe);
        } catch (IOException e) {
            throw new FailureException(failure(output, e), e);
        } finally {
            created.forEach(OutputPlace::deleteQuietly);
        }
    }

    private static void makeFolders(Path output, Path folder, Deque<Path> created)
            throws IOException, FailureException {
        if (folder == null || Files.isDirectory(folder)) {
            return;
        }
        if (Files.exists(folder)) {
            throw unwritable(output, folder + " is a file, not a folder");
        }
        makeFolders(output, folder.getParent(), created);
        Files.createDirectory(folder);
        created.push(folder);
    }

    /** What an {@link IOException} met while writing {@code output} means to the user. */
    static Failure failure(Path output, IOException e) {
        String reason = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.getMessage();
        reason = String.valueOf(reason);
        if (reason.contains("No space left")
                || reason.contains("quota exceeded")
                || reason.contains("not enough space")) {
            return new Failure.NoSpace(output.toString());
        }
        Path folder = output.toAbsolutePath().getParent();
        if (e instanceof AccessDeniedException || reason.contains("Permission denied")) {
            return new Failure.OutputUnwritable(output.toString(), "there is no permission to write in " + folder);
        }
        if (reason.contains("Read-only file system")) {
            return new Failure.OutputUnwritable(output.toString(), folder + " is on a read-only drive");
        }
        return new Failure.OutputUnwritable(output.toString(), "writing in " + folder + " failed (" + reason + ")");
    }

    private static FailureException unwritable(Path output, String reason) {
        return new FailureException(new Failure.OutputUnwritable(output.toString(), reason));
    }

    private static void deleteQuietly(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // somebody else has put something there meanwhile, so it is theirs
        }
    }
}
