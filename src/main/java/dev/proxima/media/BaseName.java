package dev.proxima.media;

import java.nio.file.Path;

/** What a proxy is called after its clip. */
public final class BaseName {

    private BaseName() {}

    /**
     * The name without folder and extension, by which Resolve finds a proxy; of a sequence of pictures, without number and
     * the separator before it as well, or that of its folder if nothing is left.
     */
    public static String of(Path source) {
        return SequenceName.of(source)
                .map(name -> name.baseName().isEmpty() ? folderOf(source) : name.baseName())
                .orElseGet(() -> withoutExtension(source.getFileName().toString()));
    }

    private static String withoutExtension(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static String folderOf(Path source) {
        Path folder = source.toAbsolutePath().normalize().getParent();
        return folder == null || folder.getFileName() == null
                ? "sequence"
                : folder.getFileName().toString();
    }
}
