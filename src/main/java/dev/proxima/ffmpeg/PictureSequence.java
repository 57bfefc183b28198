package dev.proxima.ffmpeg;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.media.SequenceName;
import dev.proxima.media.SourceStamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * A sequence of numbered pictures in a folder that has all of its numbers.
 *
 * @param first number of the first picture
 */
record PictureSequence(Path source, SequenceName name, long first, int count, SourceStamp stamp) {

    /** Of ranges of missing numbers, so many are named. */
    private static final int NAMED = 3;

    /** Which pictures {@code source} names; empty if it names one file. */
    static Optional<PictureSequence> of(Path source) throws FailureException {
        Optional<SequenceName> name = SequenceName.of(source);
        return name.isEmpty() ? Optional.empty() : Optional.of(find(source, name.get()));
    }

    long last() {
        return first + count - 1;
    }

    /** As DaVinci Resolve lists it: {@code clip.[1001-1100].exr}. */
    String range() {
        return name.range(first, last());
    }

    /**
     * Looks at the header of every picture, as an encoder needs all to be of one size.
     *
     * @throws FailureException {@link Failure.SourceUnreadable} that names the first picture which is no such picture, or
     *     of another size
     */
    void requireOneSize() throws FailureException {
        List<Optional<PictureHeader>> headers = LongStream.rangeClosed(first, last())
                .parallel()
                .mapToObj(this::header)
                .toList();
        PictureHeader one = headers.get(0).orElse(null);
        for (int picture = 0; picture < count; picture++) {
            Optional<PictureHeader> header = headers.get(picture);
            String file = name.picture(first + picture);
            if (header.isEmpty()) {
                throw unreadable(
                        source,
                        file + " is damaged or no " + name.extension() + " picture; render or copy it again, then run "
                                + "the job again");
            }
            if (!header.get().equals(one)) {
                throw unreadable(
                        source,
                        file + " is " + text(header.get()) + " pixels large and the pictures before it " + text(one)
                                + "; all pictures of a clip must have one size");
            }
        }
    }

    private Optional<PictureHeader> header(long number) {
        try {
            return PictureHeader.read(source.resolveSibling(name.picture(number)), name.extension());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static PictureSequence find(Path source, SequenceName name) throws FailureException {
        if (CameraRaw.byExtension(name.extension()).isPresent()) {
            throw unreadable(
                    source, CameraRaw.byExtension(name.extension()).get().reason());
        }
        if (!name.isKnown()) {
            throw unreadable(
                    source,
                    "sequences of ." + name.extension()
                            + " are not known to be exact; render exr, dpx, png, tif or jpg");
        }
        TreeMap<Long, BasicFileAttributes> pictures = list(source, name);
        requireAll(source, pictures);
        MessageDigest digest = Digests.sha256();
        long bytes = 0;
        long latest = 0;
        for (Map.Entry<Long, BasicFileAttributes> picture : pictures.entrySet()) {
            long size = picture.getValue().size();
            long modified = picture.getValue().lastModifiedTime().toMillis();
            if (size == 0) {
                throw unreadable(source, "picture " + name.picture(picture.getKey()) + " is empty");
            }
            digest.update((picture.getKey() + ":" + size + ":" + modified + "\n").getBytes(StandardCharsets.US_ASCII));
            bytes += size;
            latest = Math.max(latest, modified);
        }
        SourceStamp stamp = new SourceStamp(bytes, latest, Digests.hex(digest).substring(0, 16));
        return new PictureSequence(source, name, pictures.firstKey(), pictures.size(), stamp);
    }

    private static TreeMap<Long, BasicFileAttributes> list(Path source, SequenceName name) throws FailureException {
        TreeMap<Long, BasicFileAttributes> pictures = new TreeMap<>();
        try {
            Files.walkFileTree(
                    source.toAbsolutePath().getParent(),
                    EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                    1,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            OptionalLong number = name.number(file.getFileName().toString());
                            if (number.isPresent() && attributes.isRegularFile()) {
                                pictures.put(number.getAsLong(), attributes);
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (NoSuchFileException e) {
            throw new FailureException(new Failure.SourceMissing(source.toString()), e);
        } catch (IOException e) {
            throw new FailureException(
                    new Failure.SourceUnreadable(source.toString(), "reading its folder failed", e.toString()), e);
        }
        if (pictures.isEmpty()) {
            throw new FailureException(new Failure.SourceMissing(source.toString()));
        }
        return pictures;
    }

    private static void requireAll(Path source, TreeMap<Long, BasicFileAttributes> pictures) throws FailureException {
        if (pictures.lastKey() > Integer.MAX_VALUE) {
            throw unreadable(source, "its numbers are larger than FFmpeg can count; number its pictures anew");
        }
        List<String> missing = new ArrayList<>();
        boolean many = false;
        long expected = pictures.firstKey();
        for (long number : pictures.keySet()) {
            if (number > expected) {
                missing.add(number == expected + 1 ? "" + expected : expected + " to " + (number - 1));
                many |= number > expected + 1 || missing.size() > 1;
            }
            expected = number + 1;
        }
        if (!missing.isEmpty()) {
            String named = String.join(", ", missing.subList(0, Math.min(NAMED, missing.size())));
            throw unreadable(
                    source,
                    (many ? "frames " : "frame ") + named + (missing.size() > NAMED ? " and more" : "")
                            + (many ? " are" : " is") + " missing between " + pictures.firstKey() + " and "
                            + pictures.lastKey() + "; render or copy what is missing, then run the job again");
        }
    }

    private static String text(PictureHeader header) {
        return header.width() + "x" + header.height();
    }

    private static FailureException unreadable(Path source, String reason) {
        return new FailureException(new Failure.SourceUnreadable(source.toString(), reason, ""));
    }
}
