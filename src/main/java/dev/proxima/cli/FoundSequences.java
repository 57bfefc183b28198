package dev.proxima.cli;

import dev.proxima.cli.ClipFinder.Clip;
import dev.proxima.media.SequenceName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Numbered pictures that were found, put together to the sequences that they make. */
final class FoundSequences {

    /** Lengths of the numbers, and how many pictures there are. */
    private static final class Group {
        private final TreeSet<Integer> lengths = new TreeSet<>();
        private boolean filled;
        private int pictures;
    }

    /** What pictures of one sequence have in common. */
    private record Key(Path folder, String prefix, String suffix) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byFolder = folder.compareTo(other.folder);
            int byPrefix = byFolder != 0 ? byFolder : prefix.compareTo(other.prefix);
            return byPrefix != 0 ? byPrefix : suffix.compareTo(other.suffix);
        }
    }

    private final Map<Key, Group> groups = new TreeMap<>();

    /** Takes a file if it is a numbered picture of a kind that can be encoded. */
    void add(Path file) {
        String fileName = file.getFileName().toString();
        Optional<SequenceName> name = SequenceName.ofPicture(fileName).filter(SequenceName::isKnown);
        name.ifPresent(found -> {
            Group group = groups.computeIfAbsent(
                    new Key(file.getParent(), found.prefix(), found.suffix()), key -> new Group());
            group.lengths.add(found.digits());
            group.filled |= found.digits() > 1 && fileName.charAt(found.prefix().length()) == '0';
            group.pictures++;
        });
    }

    /** One clip a sequence; a single picture is none. */
    List<Clip> clips(Path directory) {
        List<Clip> clips = new ArrayList<>();
        groups.forEach((key, group) -> {
            if (group.pictures > 1) {
                boolean equal = group.lengths.size() == 1;
                int digits = equal || group.filled ? group.lengths.first() : 1;
                String pattern = new SequenceName(key.prefix(), digits, key.suffix()).pattern();
                clips.add(new Clip(
                        key.folder().resolve(pattern), directory.relativize(key.folder()), false, group.pictures));
            }
        });
        return clips;
    }
}
