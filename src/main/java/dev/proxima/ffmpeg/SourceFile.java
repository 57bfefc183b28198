package dev.proxima.ffmpeg;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.media.Rational;
import dev.proxima.media.SequenceName;
import dev.proxima.media.SourceStamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.Predicate;

/** What can be said of a source without FFmpeg. A source is one file, or the pictures of a sequence. */
public final class SourceFile {

    private SourceFile() {}

    /**
     * Looks whether there is any point in probing.
     *
     * @param frameRate what the job says of it, which a sequence needs and no other clip may have
     * @throws FailureException as {@link #stamp}; {@link Failure.SourceUnreadable} for what is known not to be decoded;
     *     {@link Failure.InvalidRequest} if the rate is missing, or there is one too many
     */
    public static SourceStamp admit(Path source, Optional<Rational> frameRate) throws FailureException {
        SourceStamp stamp = stamp(source);
        boolean sequence = SequenceName.of(source).isPresent();
        if (sequence && frameRate.isEmpty()) {
            throw new FailureException(new Failure.InvalidRequest(
                    source + " is a sequence of pictures, which do not say how fast they are shown: give the rate with "
                            + "--frame-rate, such as 24, 25, 23.976 or 24000/1001."));
        }
        if (!sequence && frameRate.isPresent()) {
            throw new FailureException(
                    new Failure.InvalidRequest("A frame rate is for sequences of pictures such as clip.%04d.exr, and "
                            + source + " is one file with a rate of its own: leave out --frame-rate."));
        }
        if (!sequence) {
            String name = source.getFileName().toString();
            Optional<CameraRaw> raw = CameraRaw.byExtension(name.substring(name.lastIndexOf('.') + 1));
            if (raw.isPresent()) {
                throw unreadable(source, raw.get().reason());
            }
        }
        return stamp;
    }

    /** @throws FailureException {@link Failure.SourceMissing} or {@link Failure.SourceUnreadable} */
    public static SourceStamp stamp(Path source) throws FailureException {
        Optional<PictureSequence> sequence = PictureSequence.of(source);
        return sequence.isPresent() ? sequence.get().stamp() : stampOfFile(source, Files::isReadable);
    }

    /** @param mayRead what the system says of this process, which tests of a user who may read everything cannot bring about */
    static SourceStamp stampOfFile(Path source, Predicate<Path> mayRead) throws FailureException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(source, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                throw unreadable(source, "it is a directory, not a clip");
            }
            if (!mayRead.test(source)) {
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
        SourceStamp now;
        try {
            now = stamp(source);
        } catch (FailureException e) {
            // of a sequence, a number that is missing by now
            throw e.failure() instanceof Failure.SourceUnreadable
                            && !planned.pictures().isEmpty()
                    ? new FailureException(new Failure.SourceChanged(source.toString()), e)
                    : e;
        }
        if (!now.equals(planned)) {
            throw new FailureException(new Failure.SourceChanged(source.toString()));
        }
    }

    private static FailureException unreadable(Path source, String reason) {
        return new FailureException(new Failure.SourceUnreadable(source.toString(), reason, ""));
    }
}
