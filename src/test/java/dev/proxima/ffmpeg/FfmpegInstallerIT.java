package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.proxima.job.FailureException;
import dev.proxima.testing.TestFfmpeg;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Tag("media")
class FfmpegInstallerIT {

    @TempDir
    Path folder;

    @Test
    void installsOnceHoweverManyAskAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<Future<FfmpegBuild>> installs = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            installs.add(threads.submit(() -> FfmpegInstaller.install(folder, Optional.empty())));
        }
        FfmpegBuild first = installs.get(0).get();
        threads.shutdown();

        assertThat(installs.get(1).get()).isEqualTo(first);
        try (Stream<Path> homes = Files.list(folder.resolve("ffmpeg"))) {
            assertThat(homes)
                    .containsExactlyInAnyOrder(first.ffmpeg().getParent().getParent(), first.font());
        }
        assertThat(first.encoders()).contains("prores", "dnxhd", "pcm_s16le", "libx264");
        assertThat(first.version()).startsWith("8.");
        FileTime made = Files.getLastModifiedTime(first.ffmpeg());
        assertThat(FfmpegInstaller.install(folder, Optional.empty())).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(first.ffmpeg())).isEqualTo(made);
    }

    @Test
    void usesAnOwnFfmpeg() throws Exception {
        FfmpegBuild bundled = TestFfmpeg.build();
        FfmpegBuild own =
                FfmpegInstaller.install(folder, Optional.of(bundled.ffmpeg().getParent()));
        assertThat(own.ffmpeg()).isEqualTo(bundled.ffmpeg());
        assertThat(own.version()).isEqualTo(bundled.version());
        assertThat(own.supervisor()).startsWith(folder.toAbsolutePath());
    }

    @Test
    void saysWhatIsMissingInAnOwnFolder() {
        FailureException failure = catchThrowableOfType(
                FailureException.class, () -> FfmpegInstaller.install(folder, Optional.of(folder)));
        assertThat(failure.failure().message()).startsWith("There is no program " + folder.resolve("ffmpeg"));
    }

    @Test
    void saysThatNoFfmpegCameAlongForThisMachine() {
        Platform foreign = Platform.of("Linux", "riscv64");
        assertThat(refusal(() -> FfmpegInstaller.install(folder, Optional.empty(), ProcessLimits.USUAL, foreign)))
                .isEqualTo(
                        "Proxima was built without the FFmpeg of linux-riscv64: set proxima.ffmpeg.dir to your own.");
    }

    @Test
    void saysWhatToDeleteWhenAnInstallIsInTheWay() throws Exception {
        Optional<Path> own = Optional.of(TestFfmpeg.build().ffmpeg().getParent());
        FfmpegInstaller.install(folder, own);
        Path home;
        try (Stream<Path> homes = Files.list(folder.resolve("ffmpeg"))) {
            home = homes.filter(path -> path.getFileName().toString().startsWith("own-"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.delete(home.resolve("build.properties"));
        Files.writeString(home.resolve("something"), "of whoever");

        assertThat(refusal(() -> FfmpegInstaller.install(folder, own)))
                .isEqualTo("FFmpeg could not be installed in " + folder.resolve("ffmpeg") + ": " + home
                        + " is not complete: delete it.");
    }

    private static String refusal(ThrowingCallable install) {
        return catchThrowableOfType(FailureException.class, install).failure().message();
    }

    /** The stand-ins come before the machine's own libraries here, so that it does not matter which of them it has. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has the loader that asks for the libraries")
    void runsWithStandInsForAllLibrariesOfADesktop() throws Exception {
        Path home = TestFfmpeg.build().ffmpeg().getParent().getParent();
        for (Map.Entry<String, List<String>> library : MissingLibraries.REPLACEABLE.entrySet()) {
            Files.write(
                    folder.resolve(library.getKey()),
                    LibraryStub.of(Platform.current().stubs().orElseThrow(), library.getKey(), library.getValue()));
        }
        ProcessBuilder program = new ProcessBuilder(home.resolve("lib/ffmpeg").toString(), "-version");
        program.environment().put("LD_LIBRARY_PATH", home.resolve("lib") + ":" + folder);
        program.redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.txt").toFile());

        int status = program.start().waitFor();

        assertThat(Files.readString(folder.resolve("out.txt"))).startsWith("ffmpeg version");
        assertThat(status).isZero();
    }
}
