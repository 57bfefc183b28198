package dev.proxima.ffmpeg;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.media.SequenceName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Refuses, by what it is, a file that FFmpeg would make something of that nobody meant. */
final class NotVideo {

    /** Any text is "video" to the first of these; the others are pictures, or lists that name further files. */
    private static final List<String> NOT_CLIPS =
            List.of("tty", "image2", "_pipe", "hls", "concat", "dash", "ass", "srt", "webvtt", "gif", "apng");

    private NotVideo() {}

    /** Before FFmpeg looks at it. */
    static void refuse(Path source) throws FailureException {
        byte[] start = start(source);
        Optional<CameraRaw> raw = CameraRaw.byContent(start);
        if (raw.isPresent()) {
            throw unreadable(source, raw.get().reason());
        }
        Optional<String> other = FileKind.other(start);
        if (other.isPresent()) {
            throw unreadable(source, "it is not a video file but " + other.get());
        }
    }

    /** @param container what FFmpeg takes it for */
    static void refuse(Path source, String container) throws FailureException {
        if (NOT_CLIPS.stream().noneMatch(container::contains)) {
            return;
        }
        Optional<String> picture = FileKind.picture(start(source));
        Optional<SequenceName> sequence =
                SequenceName.ofPicture(source.getFileName().toString()).filter(SequenceName::isKnown);
        if (picture.isPresent() && sequence.isPresent()) {
            throw unreadable(
                    source,
                    "it is one " + picture.get() + "; to take it with those that follow it as a clip, name "
                            + sequence.get().pattern() + " and give --frame-rate");
        }
        throw unreadable(
                source,
                picture.map(kind -> "it is not a video clip but one " + kind)
                        .orElse("it is not a video clip (FFmpeg takes it for \"" + container + "\")"));
    }

    private static byte[] start(Path source) throws FailureException {
        try {
            return FileKind.start(source);
        } catch (IOException e) {
            throw new FailureException(
                    new Failure.SourceUnreadable(source.toString(), "reading it failed", e.toString()), e);
        }
    }

    private static FailureException unreadable(Path source, String reason) {
        return new FailureException(new Failure.SourceUnreadable(source.toString(), reason, ""));
    }
}
