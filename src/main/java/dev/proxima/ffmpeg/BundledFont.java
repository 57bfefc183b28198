package dev.proxima.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The font for burn-ins, which servers have none of. FFmpeg reads files only, so it is put beside FFmpeg. */
final class BundledFont {

    private static final String NAME = "DejaVuSansMono.ttf";

    private BundledFont() {}

    /** Any number of processes may do this at once. */
    static Path in(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (Files.exists(file)) {
            return file;
        }
        Path aside = Files.createTempFile(folder, ".font-", ".ttf");
        try (InputStream font = BundledFont.class.getResourceAsStream("/fonts/" + NAME)) {
            Files.copy(font, aside, StandardCopyOption.REPLACE_EXISTING);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
        return file;
    }
}
