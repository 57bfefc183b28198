package dev.proxima.storage;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Gives a finished file its own name, so that whoever finds a file of that name finds all of it. */
public final class Publisher {

    private Publisher() {}

    /**
     * @param finished a file on the drive of {@code output}; gone afterwards
     * @param overwrite whether an existing output may be replaced
     * @throws FailureException {@link Failure.OutputExists} if it may not, and in any other case that leaves {@code
     *     output} as it was
     */
    public static void publish(Path finished, Path output, boolean overwrite) throws FailureException {
        try {
            try (FileChannel channel = FileChannel.open(finished, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            if (overwrite) {
                Files.move(finished, output, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
                moveWithoutReplacing(finished, output);
            }
            syncFolder(output.toAbsolutePath().getParent());
        } catch (FileAlreadyExistsException e) {
            throw new FailureException(new Failure.OutputExists(output.toString()), e);
        } catch (IOException e) {
            throw new FailureException(OutputPlace.failure(output, e), e);
        }
    }

    /** A hard link is the one way to give a name only if it is free; not every drive has links. */
    private static void moveWithoutReplacing(Path finished, Path output) throws IOException {
        try {
            Files.createLink(output, finished);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.move(finished, output);
            return;
        }
        Files.delete(finished);
    }

    /** So that the new name survives a power failure. */
    private static void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows does not open folders, and writes names at once
        }
    }
}
