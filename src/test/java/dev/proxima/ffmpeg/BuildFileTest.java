package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BuildFileTest {

    @Test
    void readsTheNamesOfEncoders() {
        String listing = """
                Encoders:
                 V..... = Video
                 .F.... = Frame-level multithreading
                 ------
                 V....D dnxhd                VC3/DNxHD
                 VFS..D prores               Apple ProRes
                 A....D pcm_s16le            PCM signed 16-bit little-endian
                """;
        assertThat(BuildFile.encoders(listing)).containsExactly("dnxhd", "pcm_s16le", "prores");
    }

    @Test
    void tellsBuildsOfOneReleaseApart() {
        String one = BuildFile.version("ffmpeg version 8.0.1 Copyright (c)\nconfiguration: --enable-gpl\n");
        String other = BuildFile.version("ffmpeg version 8.0.1 Copyright (c)\nconfiguration: --disable-x86asm\n");
        assertThat(one).startsWith("8.0.1-").isNotEqualTo(other);
    }
}
