package dev.proxima.ffmpeg;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gives the bundled FFmpeg stand-ins for the sound and screen libraries that a machine without a desktop lacks. */
final class MissingLibraries {

    private static final Pattern MISSING =
            Pattern.compile("error while loading shared libraries: (\\S+): cannot open shared object file");

    /** The libraries that only capture devices need, with the symbol versions that libavdevice asks for. */
    static final Map<String, List<String>> REPLACEABLE = Map.of(
            "libpulse.so.0", List.of("PULSE_0"),
            "libasound.so.2", List.of("ALSA_0.9", "ALSA_0.9.0rc4"),
            "libxcb.so.1", List.of(),
            "libxcb-shm.so.0", List.of(),
            "libxcb-shape.so.0", List.of(),
            "libxcb-xfixes.so.0", List.of());

    private MissingLibraries() {}

    /** Adds one stand-in after the other to {@code home/stubs}, and only for what the system's loader does not find. */
    static void supply(Path home, Path ffmpeg, Platform platform) throws IOException, FailureException {
        if (platform.stubs().isEmpty()) {
            return;
        }
        for (int round = 0; round <= REPLACEABLE.size(); round++) {
            QuickRun run = QuickRun.of(ffmpeg, List.of("-version"));
            Matcher missing = MISSING.matcher(run.output());
            if (run.exitCode() == 0 || !missing.find()) {
                return;
            }
            String library = missing.group(1);
            List<String> versions = REPLACEABLE.get(library);
            if (versions == null) {
                throw new FailureException(new Failure.Internal(
                        "FFmpeg needs the library " + library + ": install it with this machine's package manager.",
                        run.output()));
            }
            Path stub = home.resolve("stubs").resolve(library);
            Files.createDirectories(stub.getParent());
            Files.write(stub, LibraryStub.of(platform.stubs().get(), library, versions));
        }
    }
}
