package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.media.Preset;
import dev.proxima.media.VideoTrack;
import dev.proxima.testing.LocalEncode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PacketListTest {

    @TempDir
    Path folder;

    @Test
    void isPossibleWhereAMovieHoldsThePacketsAsTheyAre() {
        assertThat(PacketList.isPossible(LocalEncode.PRORES, video(true))).isTrue();
        assertThat(PacketList.isPossible(LocalEncode.DNXHR, video(true))).isTrue();
        assertThat(PacketList.isPossible(LocalEncode.PRORES, video(false)))
                .as("times are those of the container")
                .isFalse();
        assertThat(isPossible("mxf", "prores")).isFalse();
        assertThat(isPossible("mp4", "libx264")).isFalse();
    }

    @Test
    void isNotPossibleWithOptionsThatMayBeForTheContainer() {
        assertThat(isPossible("mov", "prores", "-profile:v", "0")).isTrue();
        assertThat(isPossible("mov", "prores", "-profile:v", "0", "-brand", "qt  "))
                .isFalse();
        assertThat(isPossible("mov", "prores", "-shortest")).isFalse();
    }

    @Test
    void namesBothFilesInOneOutput() {
        assertThat(PacketList.output(
                        Path.of("/it's a|b/c.mov"), "mov", List.of("-movflags", "+a+b", "-flush_packets", "1")))
                .containsExactly(
                        "-f",
                        "tee",
                        "[f=mov:onfail=abort:movflags=+a+b:flush_packets=1]/it\\'s a\\|b/c.mov"
                                + "|[f=framehash:onfail=abort:hash=murmur3:flush_packets=1]/it\\'s a\\|b/c.mov.packets");
    }

    /** FFmpeg was killed in the middle of a line. */
    @Test
    void readsAsManyAsAreWantedOfAListThatIsNotFinished() throws IOException {
        Path movie = folder.resolve("c.mov");
        Files.writeString(PacketList.of(movie), """
                #format: frame checksums
                #tb 0: 1/25
                0,          0,          0,        1,   128322, 567a1faaf86a4d9391533f4b99e069a0
                0,          1,          1,        1,   101264, a03097a70dba4016ca21770da1e65d33
                0,          2,   \s""");

        FileDigest.Sum sum = PacketList.read(movie, 2);

        assertThat(sum.packets()).isEqualTo(2);
        assertThat(sum.of(9).surplus()).isTrue();
    }

    private static boolean isPossible(String extension, String encoder, String... options) {
        return PacketList.isPossible(
                new Preset("x", "x", extension, encoder, List.of(options), List.of()), video(true));
    }

    private static VideoTrack video(boolean constantRate) {
        return FakeFfmpeg.clip(constantRate, 2).video();
    }
}
