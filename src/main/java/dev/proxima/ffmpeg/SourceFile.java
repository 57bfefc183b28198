package dev.proxima.ffmpeg;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.media.SourceStamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** What can be said of a source without FFmpeg. */
public final class SourceFile {

    private SourceFile() {}

    /** @throws FailureException {@link Failure.SourceMissing} or {@link Failure.SourceUnreadable} */
    public static SourceStamp stamp(Path source) throws FailureException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(source, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                throw unreadable(source, "it is a directory, not a clip");
            }
            if (!Files.isReadable(source)) {
                throw unreadable(source, "its permissions do not let Proxima read it");
            }
            return new SourceStamp(
                    attributes.size(), attributes.lastModifiedTime().toMillis());
        } catch (NoSuchFileException e) {
            throw new FailureException(new Failure.SourceMissing(source.toString()), e);
        } catch (IOException e) {
            throw new FailureException(
                    new Failure.SourceUnreadable(source.toString(), "reading it failed", e.toString()), e);
        }
    }

    /** @throws FailureException {@link Failure.SourceMissing} or {@link Failure.SourceChanged} */
    public static void requireUnchanged(Path source, SourceStamp planned) throws FailureException {
        if (!stamp(source).equals(planned)) {
            throw new FailureException(new Failure.SourceChanged(source.toString()));
        }
    }

    private static FailureException unreadable(Path source, String reason) {
        return new FailureException(new Failure.SourceUnreadable(source.toString(), reason, ""));
    }
}
