package dev.proxima.storage;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.media.Preset;
import dev.proxima.media.SequenceName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folders below which jobs may read and write. A path is followed link by link, and the first step that leads out
 * of the roots ends it: nothing outside of them is looked at, so that a refusal can tell nothing about it, not even by
 * the time that it takes.
 */
public final class MediaRoots {

    /** No limits, as of a program that a user runs for himself. */
    public static final MediaRoots ANYWHERE = new MediaRoots(List.of(), Set.of(), "");

    /** As many as Linux follows. */
    private static final int MOST_LINKS = 40;

    private final List<Path> roots;
    private final Set<Path> own;
    private final String place;

    private MediaRoots(List<Path> roots, Set<Path> own, String place) {
        this.roots = roots;
        this.own = own;
        this.place = place;
    }

    /**
     * @param roots absolute; none for no limits
     * @param presets of this node's own settings, whose files may be elsewhere
     * @param place who refuses, for the sentence, such as {@code node 192.168.1.6}
     */
    public static MediaRoots of(List<Path> roots, Collection<Preset> presets, String place) {
        return new MediaRoots(
                roots.stream().map(Path::normalize).toList(),
                presets.stream().flatMap(MediaRoots::filesOf).collect(Collectors.toUnmodifiableSet()),
                place);
    }

    /** @throws FailureException {@link Failure.OutsideRoots}, the same whether there is such a file or not */
    public void require(Path path) throws FailureException {
        if (!allow(path)) {
            throw new FailureException(new Failure.OutsideRoots(
                    path.toString(), place, roots.stream().map(Path::toString).collect(Collectors.joining(", "))));
        }
    }

    /**
     * As {@link #require(Path)}, of a clip: of an image sequence each picture that is a link has to stay inside as well.
     *
     * @throws FailureException {@link Failure.OutsideRoots}
     */
    public void requireSource(Path source) throws FailureException {
        require(source);
        if (roots.isEmpty() || SequenceName.of(source).isEmpty()) {
            return;
        }
        try (Stream<Path> pictures = Files.list(source.toAbsolutePath().getParent())) {
            for (Path link : pictures.filter(Files::isSymbolicLink).toList()) {
                require(link);
            }
        } catch (IOException | UncheckedIOException e) {
            // what cannot be listed is not read either
            return;
        }
    }

    /** @throws FailureException if the preset came with a job and names a file that the job may not read */
    public void require(Preset preset) throws FailureException {
        for (Path file : filesOf(preset).filter(file -> !own.contains(file)).toList()) {
            require(file);
        }
    }

    public boolean allow(Path path) {
        return roots.isEmpty()
                || follow(path.toAbsolutePath()).filter(this::isReallyInside).isPresent();
    }

    private static Stream<Path> filesOf(Preset preset) {
        return Stream.of(preset.picture().lut(), preset.picture().burnIn().font())
                .flatMap(Optional::stream)
                .map(Path::of);
    }

    /** Where {@code path} leads; empty if that is outside. The end of it need not exist. */
    private Optional<Path> follow(Path path) {
        Deque<Path> names = new ArrayDeque<>();
        Optional<Path> current = enter(path, names);
        int links = 0;
        while (current.isPresent() && !names.isEmpty()) {
            Path name = names.pop();
            Path next = name.toString().equals("..")
                    ? current.get().getParent()
                    : name.toString().equals(".")
                            ? current.get()
                            : current.get().resolve(name);
            if (next == null || !isInside(next)) {
                return Optional.empty();
            }
            Optional<Path> target = target(next);
            if (target.isEmpty()) {
                current = Optional.of(next);
            } else if (++links > MOST_LINKS) {
                return Optional.empty();
            } else if (target.get().isAbsolute()) {
                current = enter(target.get(), names);
            } else {
                push(target.get(), 0, names);
            }
        }
        return current;
    }

    /** From a root on; empty if {@code path} does not start with one. Puts the rest of it before {@code names}. */
    private Optional<Path> enter(Path path, Deque<Path> names) {
        for (Path root : roots) {
            Path real = real(root);
            for (Path start : List.of(root, real)) {
                if (path.startsWith(start)) {
                    push(path, start.getNameCount(), names);
                    return Optional.of(real);
                }
            }
        }
        return Optional.empty();
    }

    private static void push(Path path, int from, Deque<Path> names) {
        for (int name = path.getNameCount() - 1; name >= from; name--) {
            names.push(path.getName(name));
        }
    }

    private boolean isInside(Path path) {
        return roots.stream().anyMatch(root -> path.startsWith(real(root)));
    }

    /** Sees what is a link under another name, such as a junction of Windows. */
    private boolean isReallyInside(Path followed) {
        Path existing = followed;
        while (isInside(existing) && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        // above the roots: the root itself is not there
        return !isInside(existing) || isInside(real(existing));
    }

    private static Optional<Path> target(Path path) {
        try {
            return Files.isSymbolicLink(path) ? Optional.of(Files.readSymbolicLink(path)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A root that is not there now, such as a share that is not mounted, is what it is called. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }
}
