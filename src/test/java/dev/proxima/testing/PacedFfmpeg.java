package dev.proxima.testing;

import dev.proxima.ffmpeg.FfmpegBuild;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The bundled FFmpeg, reading the clips of segments no faster than they play times {@code pace}: encodes last as long as
 * a test needs them to, cost nearly nothing, and make the same bytes. A script may spoil what it does.
 */
public final class PacedFfmpeg {

    private static final String SCRIPT = """
            #!/bin/sh
            pace=
            case " $* " in
                *' -c copy '*) ;;
                *segment-*.tmp.*) read -r pace <"${0%/*}/pace" ;;
            esac
            SPOIL
            if [ -n "$pace" ]; then
                for word; do
                    shift
                    [ "$word" != -i ] || set -- "$@" -readrate "$pace"
                    set -- "$@" "$word"
                done
            fi
            exec 'FFMPEG' "$@"
            """;

    private final Path folder;

    /**
     * @param spoil lines of a shell script that see the arguments of FFmpeg as {@code "$@"}; may be empty
     */
    public static PacedFfmpeg create(Path folder, double pace, String spoil) {
        FfmpegBuild build = TestFfmpeg.build();
        try {
            Files.createDirectories(folder);
            write(
                    folder.resolve("ffmpeg"),
                    SCRIPT.replace("SPOIL", spoil)
                            .replace("FFMPEG", build.ffmpeg().toAbsolutePath().toString()));
            write(
                    folder.resolve("ffprobe"),
                    "#!/bin/sh\nexec '" + build.ffprobe().toAbsolutePath() + "' \"$@\"\n");
            PacedFfmpeg paced = new PacedFfmpeg(folder);
            paced.pace(pace);
            return paced;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PacedFfmpeg(Path folder) {
        this.folder = folder;
    }

    /** Changes the pace of encodes that begin from now on. */
    public void pace(double newPace) throws IOException {
        Files.writeString(folder.resolve("pace"), newPace + "\n");
    }

    /** For the JVM of a node. */
    public String[] options() {
        return new String[] {
            "-Dproxima.ffmpeg.dir=" + folder, "-Dproxima.ffmpeg.install-dir=" + folder.resolveSibling("install")
        };
    }

    private static void write(Path script, String text) throws IOException {
        Files.writeString(script, text);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
