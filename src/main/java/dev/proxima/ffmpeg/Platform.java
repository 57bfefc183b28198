package dev.proxima.ffmpeg;

import java.util.Locale;
import java.util.Optional;

/** The running machine, in the words of the artifact that holds FFmpeg. */
record Platform(String name, boolean posix, Optional<LibraryStub.Machine> stubs) {

    static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Platform of(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String arch = osArch.toLowerCase(Locale.ROOT);
        boolean arm = arch.equals("aarch64") || arch.equals("arm64");
        String cpu = arm ? "arm64" : arch.equals("amd64") || arch.equals("x86_64") ? "x86_64" : arch;
        if (os.contains("win")) {
            return new Platform("windows-" + cpu, false, Optional.empty());
        }
        if (os.contains("mac")) {
            return new Platform("macosx-" + cpu, true, Optional.empty());
        }
        LibraryStub.Machine machine = arm ? LibraryStub.Machine.AARCH64 : LibraryStub.Machine.X86_64;
        return new Platform("linux-" + cpu, true, Optional.of(machine));
    }

    /** The folder of the programs on the class path, ending in a slash. */
    String resourceFolder() {
        return "org/bytedeco/ffmpeg/" + name + "-gpl/";
    }

    String executable(String program) {
        return posix ? program : program + ".exe";
    }
}
