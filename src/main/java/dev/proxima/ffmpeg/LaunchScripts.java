package dev.proxima.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
            exec 3<&0 </dev/null
            child=
            watcher=
            trap 'kill -9 ${child:-$!} $watcher 2>/dev/null; exit 143' TERM INT HUP
            nice -n 10 PROGRAM "$@" 3<&- &
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
        write(script, LAUNCHER.replace("PROGRAM", program));
    }

    /**
     * Runs {@code program} at low priority for as long as somebody holds this script's standard input open. The JVM
     * alone holds that pipe, so it breaks when the JVM ends in whatever way, and the watcher ends the program.
     */
    static void writeSupervisor(Path script, Path program) throws IOException {
        String quoted = "'" + program.toString().replace("'", "'\\''") + "'";
        write(script, SUPERVISOR.replace("PROGRAM", quoted));
    }

    private static void write(Path script, String text) throws IOException {
        Files.createDirectories(script.getParent());
        Files.writeString(script, text);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
