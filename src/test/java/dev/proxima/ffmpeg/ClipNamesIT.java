package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.media.BurnIn;
import dev.proxima.media.DataLevel;
import dev.proxima.media.Flip;
import dev.proxima.media.PictureSettings;
import dev.proxima.media.PictureSize;
import dev.proxima.media.Preset;
import dev.proxima.testing.Lavfi;
import dev.proxima.testing.LocalEncode;
import dev.proxima.testing.MediaComparison;
import dev.proxima.testing.RefusalTable;
import dev.proxima.testing.TestFfmpeg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clips with names that mean something to a shell, to FFmpeg's command line, to its filters, to its concat list or to
 * its addresses. Each is cut in two and stitched, its name burnt in and passed through a LUT of the same name.
 */
@Tag("media")
@Execution(ExecutionMode.CONCURRENT)
class ClipNamesIT {

    private static final RefusalTable TABLE = new RefusalTable("names");

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static Path clip;

    @BeforeAll
    static void makeClip() {
        clip = Lavfi.video("25", 1, Lavfi.PRORES).audio("sine=440:d=1", "eng").write(shared.resolve("clip.mov"));
    }

    @AfterAll
    static void print() throws IOException {
        TABLE.print();
    }

    static Stream<String> names() {
        String umlaut = "Müßig é ñ.mov";
        Stream<String> plain = Stream.of(
                "-i",
                "-i.mp4",
                "--help.mov",
                "-vf scale=2:2.mov",
                " leading space.mov",
                "trailing space.mov ",
                "trailing dot.",
                "quote'and\"double.mov",
                "back\\slash\\n.mov",
                "new\nline.mov",
                "file 'x'\nfile 'y.mov",
                "tab\tand\u0007bell.mov",
                "%d.mov",
                "%03d-%%-%{pts}.mov",
                "colon:name.mov",
                "http:a.mov",
                "concat:a|b.mov",
                "subfile,,start,1,end,2,,:x.mov",
                "pipe:0",
                "a,b;[in]=c[out].mov",
                "$(id) `id` ${HOME} & | > x.mov",
                "hash#query?.mov",
                "star*{a,b}~!.mov",
                "n".repeat(246) + ".mov");
        Stream<String> unicode = Stream.of(
                Normalizer.normalize(umlaut, Normalizer.Form.NFC),
                Normalizer.normalize(umlaut, Normalizer.Form.NFD),
                "日本語 🎬.mov",
                "\u202Evom.gpj.mov");
        if (!"UTF-8".equals(System.getProperty("sun.jnu.encoding"))) {
            System.out.println("ClipNamesIT: unicode names are left out, as the locale of this JVM is not UTF-8");
            return plain;
        }
        return Stream.concat(plain, unicode);
    }

    @ParameterizedTest
    @MethodSource("names")
    void isEncodedAsAnyOther(String name) throws Exception {
        Path source =
                Files.copy(clip, Files.createDirectories(folder.resolve("in")).resolve(name));
        Preset preset = PresetFiles.present(
                preset(lut(Files.createDirectory(folder.resolve("luts")).resolve(name))), TestFfmpeg.build());
        Path place = Files.createDirectories(folder.resolve("out").resolve(name.replace('|', '_')));
        LocalEncode encode = new LocalEncode(source, place);

        Path reference = encode.reference(preset);
        Path stitched = encode.stitched(preset, 2);

        assertThat(encode.plan(2).segments()).hasSize(2);
        assertThat(MediaComparison.differences(reference, stitched)).isEmpty();
        assertThat(TestFfmpeg.output(framesOf(reference)))
                .isEqualTo(TestFfmpeg.output(framesOf(withoutQuoting(encode, preset, source))));
        assertThat(source).hasSameBinaryContentAs(clip);
        TABLE.add(shown(name), "cut in 2, packet-identical; burnt-in name and LUT as without quoting");
    }

    /** The reference with the name in a file of its own, where nothing of it has to be escaped. */
    private Path withoutQuoting(LocalEncode encode, Preset preset, Path source) throws IOException {
        Path text = Files.writeString(
                folder.resolve("name.txt"), source.getFileName().toString());
        Path cube = lut(folder.resolve("plain.cube"));
        Path output = folder.resolve("unquoted.mov");
        List<String> command = new ArrayList<>();
        for (String word : Commands.reference(encode.clip().info(), preset, source, output)) {
            command.add(word.replace(
                            "text=" + FilterText.quoted(source.getFileName().toString()),
                            "textfile=" + FilterText.quoted(text.toString()))
                    .replace(
                            FilterText.quoted(preset.picture().lut().orElseThrow()),
                            FilterText.quoted(cube.toString())));
        }
        assertThat(command).anyMatch(word -> word.contains("textfile=") && word.contains("plain.cube"));
        TestFfmpeg.ffmpeg(command);
        return output;
    }

    private static List<String> framesOf(Path file) {
        return List.of(
                "-i", file.toString(), "-map", "0:v", "-c", "copy", "-f", "framehash", "-hash", "murmur3", "pipe:1");
    }

    /** Turns colours upside down, so that it shows when it is not applied. */
    private static Path lut(Path file) throws IOException {
        StringBuilder cube = new StringBuilder("LUT_3D_SIZE 2\n");
        for (int corner = 0; corner < 8; corner++) {
            cube.append(1 - corner % 2)
                    .append(' ')
                    .append(1 - corner / 2 % 2)
                    .append(' ')
                    .append(1 - corner / 4)
                    .append('\n');
        }
        Path cubeFile =
                file.resolveSibling(file.getFileName() + (file.toString().length() % 255 > 240 ? "" : ".cube"));
        return Files.writeString(cubeFile, cube);
    }

    private static Preset preset(Path lut) {
        return LocalEncode.PRORES.withPicture(new PictureSettings(
                DataLevel.AUTO,
                Flip.NONE,
                PictureSize.ORIGINAL,
                false,
                Optional.of(lut.toString()),
                new BurnIn(false, true, false, Optional.empty())));
    }

    private static String shown(String name) {
        String shown = name.length() > 60 ? name.substring(0, 20) + "… (" + name.length() + " characters)" : name;
        return "`"
                + shown.replace("\n", "\\n")
                        .replace("\t", "\\t")
                        .replace("\u0007", "\\a")
                        .replace("`", "'")
                        .replace("\u202E", "\\u202E")
                + "`";
    }
}
