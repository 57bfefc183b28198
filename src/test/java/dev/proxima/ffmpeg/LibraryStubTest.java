package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LibraryStubTest {

    @Test
    void hashesNamesAsTheElfSpecificationDoes() {
        assertThat(LibraryStub.hash("printf")).isEqualTo(0x077905a6);
        assertThat(LibraryStub.hash("GLIBC_2.2.5")).isEqualTo(0x09691a75);
    }

    @Test
    void isASharedLibraryOfTheMachine() {
        assertThat(header(LibraryStub.Machine.X86_64).getShort(18)).isEqualTo((short) 62);
        assertThat(header(LibraryStub.Machine.AARCH64).getShort(18)).isEqualTo((short) 183);
        assertThat(header(LibraryStub.Machine.X86_64).getShort(16)).isEqualTo((short) 3);
    }

    @Test
    void holdsItsNameAndVersions() {
        byte[] library =
                LibraryStub.of(LibraryStub.Machine.X86_64, "libasound.so.2", List.of("ALSA_0.9", "ALSA_0.9.0rc4"));
        assertThat(new String(library, StandardCharsets.ISO_8859_1))
                .contains("\0libasound.so.2\0", "\0ALSA_0.9\0", "\0ALSA_0.9.0rc4\0");
    }

    private static ByteBuffer header(LibraryStub.Machine machine) {
        byte[] library = LibraryStub.of(machine, "libxcb.so.1", List.of());
        return ByteBuffer.wrap(library).order(ByteOrder.LITTLE_ENDIAN);
    }
}
