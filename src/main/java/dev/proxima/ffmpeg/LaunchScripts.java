package dev.proxima.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The shell scripts through which FFmpeg is run where there is a POSIX shell. */
final class LaunchScripts {

    private static final String LAUNCHER = """
            #!/bin/sh
            home=${0%/*}/..
            LD_LIBRARY_PATH=$home/lib:$home/stubs${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
            export LD_LIBRARY_PATH
            exec "$home/lib/PROGRAM" "$@"
            """;

    private static final String SUPERVISOR = """
            #!/bin/sh
            LIMITS
            exec 3<&0 </dev/null
            child=
            watcher=
            trap 'kill -9 ${child:-$!} $watcher 2>/dev/null; wait ${child:-$!}; exit 143' TERM INT HUP
            ({ echo 1000 >/proc/self/oom_score_adj; } 2>/dev/null
             exec nice -n NICE PROGRAM "$@" 3<&-) &
            child=$!
            (trap - TERM INT HUP
             while read -r _ <&3; do :; done
             kill -9 "$child") >/dev/null 2>&1 &
            watcher=$!
            exec 3<&-
            wait "$child"
            status=$?
            kill -9 "$watcher" 2>/dev/null
            exit "$status"
            """;

    private LaunchScripts() {}

    /** Runs a program with the libraries that came with it: they carry no search path of their own. */
    static void writeLauncher(Path script, String program) throws IOException {
        Files.createDirectories(script.getParent());
        write(script, LAUNCHER.replace("PROGRAM", program));
    }

    /**
     * Runs {@code program} within limits for as long as somebody holds this script's standard input open. The JVM
     * alone holds that pipe, so it breaks when the JVM ends in whatever way, and the watcher ends the program. Where
     * memory runs out, Linux ends the program and not the node.
     *
     * @param processorTime whether to hold the limit of time as well, as time of processors
     * @return a script that stays as it is, in a folder of its own beside {@code program} or what launches it
     */
    static Path supervisor(Path folder, Path program, ProcessLimits limits, boolean processorTime) throws IOException {
        String held = limits.memoryBytes() > 0 ? "ulimit -v " + limits.memoryKibibytes() + " 2>/dev/null\n" : "";
        held += processorTime ? "ulimit -t " + limits.time().toSeconds() + "\n" : "";
        String text = SUPERVISOR
                .replace("LIMITS\n", held)
                .replace("NICE", "" + limits.nice())
                .replace("PROGRAM", "'" + program.toString().replace("'", "'\\''") + "'");
        String name = limits.id() + "-" + Digests.shortSha256(text);
        Path script = folder.resolve(name).resolve(program.getFileName());
        if (Files.isExecutable(script)) {
            return script;
        }
        Files.createDirectories(script.getParent());
        Path aside = Files.createTempFile(script.getParent(), ".", "");
        write(aside, text);
        return Files.move(aside, script, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void write(Path script, String text) throws IOException {
        Files.writeString(script, text);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
