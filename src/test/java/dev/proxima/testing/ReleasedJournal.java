package dev.proxima.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Journals as released versions left them. Each was made by that version itself and is never changed. {@code
 * h2-schema-1}: 110 jobs {@code /clips/many-N.mov} and {@code /clips/done.mov} that succeeded, {@code text.mov} that
 * failed, {@code stopped.mov} that was cancelled, {@code half.mov} of which two of four segments were encoded when the
 * coordinator was killed, and {@code waits.mov}, planned in two segments.
 */
public final class ReleasedJournal {

    public static final String FIRST = "h2-schema-1";

    private ReleasedJournal() {}

    /** Puts a copy where a coordinator with this data directory finds it. */
    public static void unpack(String name, Path dataDir) {
        try (InputStream packed =
                ReleasedJournal.class.getResourceAsStream("/journal/released/" + name + ".mv.db.gz")) {
            Path folder = Files.createDirectories(dataDir.resolve("journal"));
            Files.copy(new GZIPInputStream(packed), folder.resolve("proxima.mv.db"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
