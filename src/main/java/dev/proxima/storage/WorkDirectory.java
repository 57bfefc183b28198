package dev.proxima.storage;

import dev.proxima.job.FailureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * The folder of a job's unfinished work: {@code .proxima/<jobId>/} beside the output, so that publishing is a rename
 * within one drive. Names of pieces hold the number of the attempt, as two attempts at one piece may run at once.
 */
public record WorkDirectory(Path path) {

    private static final String PARENT = ".proxima";
    private static final String STITCHED = "stitched-";

    public static WorkDirectory beside(Path output, String jobId) {
        return new WorkDirectory(output.toAbsolutePath().resolveSibling(PARENT).resolve(jobId));
    }

    /** Like {@code segment-0003.a1.mov}. */
    public static String segmentName(int segment, int attempt, String extension) {
        return String.format(Locale.ROOT, "segment-%04d.a%d.%s", segment, attempt, extension);
    }

    /** Like {@code audio.a1.nut}. */
    public static String audioName(int attempt) {
        return "audio.a" + attempt + ".nut";
    }

    public Path file(String name) {
        return path.resolve(name);
    }

    /**
     * A new name for the stitched file until it is published. A coordinator that was cut off may still write one when
     * another takes its job over: no two of them ever write the same file.
     */
    public Path stitched(String extension) {
        return path.resolve(
                STITCHED + Long.toHexString(ThreadLocalRandom.current().nextLong()) + '.' + extension);
    }

    /** Removes what earlier stitches of this job left. */
    public void removeStitched() {
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().startsWith(STITCHED)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // it goes with the folder
        }
    }

    public void create() throws FailureException {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new FailureException(OutputPlace.failure(path, e), e);
        }
    }

    /** Removes the folder with all that is in it, and the one that holds the work of all jobs if it became empty. */
    public void remove() {
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // what cannot be removed now is removed with the next job of this id
        }
        try {
            Files.deleteIfExists(path.getParent());
        } catch (DirectoryNotEmptyException e) {
            // other jobs work there
        } catch (IOException e) {
            // an empty folder does no harm
        }
    }
}
