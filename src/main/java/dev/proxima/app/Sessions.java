package dev.proxima.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The journals of encodes on this machine, one folder for each command, kept for as long as it may be typed again. */
final class Sessions {

    /** An encode that was killed and not typed again for so long is not missed. */
    static final Duration KEPT = Duration.ofDays(7);

    private Sessions() {}

    /** Removes what encodes left that were killed long ago. */
    static void removeAbandoned(Path encodes, Instant now) {
        try (Stream<Path> sessions = Files.list(encodes)) {
            sessions.filter(session -> isAbandoned(session, now)).toList().forEach(Folders::delete);
        } catch (IOException | UncheckedIOException e) {
            // there are none, or they are not ours
        }
    }

    private static boolean isAbandoned(Path session, Instant now) {
        try (Stream<Path> all = Files.walk(session)) {
            List<Path> files = all.filter(Files::isRegularFile).toList();
            for (Path file : files) {
                boolean recent = Files.getLastModifiedTime(file).toInstant().isAfter(now.minus(KEPT));
                if (recent || (file.toString().endsWith(".mv.db") && isInUse(file))) {
                    return false;
                }
            }
            return true;
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /** A database that is open is locked by its process. */
    private static boolean isInUse(Path database) throws IOException {
        try (FileChannel channel = FileChannel.open(database, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }
}
