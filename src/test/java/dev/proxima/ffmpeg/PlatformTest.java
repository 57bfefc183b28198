package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlatformTest {

    @Test
    void knowsTheNamesOfTheArtifact() {
        assertThat(Platform.of("Linux", "amd64").name()).isEqualTo("linux-x86_64");
        assertThat(Platform.of("Linux", "aarch64").name()).isEqualTo("linux-arm64");
        assertThat(Platform.of("Mac OS X", "aarch64").name()).isEqualTo("macosx-arm64");
        assertThat(Platform.of("Mac OS X", "x86_64").name()).isEqualTo("macosx-x86_64");
        assertThat(Platform.of("Windows 11", "amd64").name()).isEqualTo("windows-x86_64");
    }

    @Test
    void needsStandInsForLibrariesOnLinuxOnly() {
        assertThat(Platform.of("Linux", "aarch64").stubs()).contains(LibraryStub.Machine.AARCH64);
        assertThat(Platform.of("Mac OS X", "aarch64").stubs()).isEmpty();
        assertThat(Platform.of("Windows 11", "amd64").executable("ffmpeg")).isEqualTo("ffmpeg.exe");
    }
}
