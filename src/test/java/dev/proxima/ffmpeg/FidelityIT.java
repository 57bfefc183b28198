package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.proxima.testing.LocalEncode;
import dev.proxima.testing.MediaComparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Footage of real cameras and programs, which is too large to be kept with the source: the folder {@code media} beside
 * the checkout or in {@code ../shared}, or the one that the system property {@code proxima.media} names.
 */
@Tag("media")
class FidelityIT {

    private static final List<String> CLIPS = List.of(".mov", ".mp4", ".mkv", ".ts", ".avi", ".mxf");

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> everyRealClipIsEqualToItsSinglePass() throws IOException {
        String named = System.getProperty("proxima.media", "../shared/media");
        Path media = Path.of(named);
        if (!Files.isDirectory(media)) {
            System.out.println("FidelityIT: no real clips were tested, as there is no folder "
                    + media.toAbsolutePath().normalize());
        }
        assumeTrue(Files.isDirectory(media), "there is no folder " + media);
        List<Path> clips;
        try (Stream<Path> files = Files.list(media)) {
            clips = files.filter(file -> CLIPS.stream().anyMatch(file.toString()::endsWith))
                    .sorted()
                    .toList();
        }
        return clips.stream()
                .map(clip -> DynamicTest.dynamicTest(clip.getFileName().toString(), () -> compare(clip)));
    }

    private void compare(Path clip) throws Exception {
        LocalEncode encode = new LocalEncode(clip, Files.createTempDirectory(folder, "clip"));
        Path reference = encode.reference(LocalEncode.PRORES);
        // five segments cut the groups of pictures at places of all kinds
        Path stitched = encode.stitched(LocalEncode.PRORES, 5);
        assertThat(MediaComparison.differences(reference, stitched)).isEmpty();
    }
}
