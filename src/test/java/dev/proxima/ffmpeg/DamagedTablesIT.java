package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.ffmpeg.mp4.Mp4Timing;
import dev.proxima.job.FailureException;
import dev.proxima.testing.Lavfi;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Copies with faults in their tables: what is still taken from these is what FFmpeg makes of them, too. */
@Tag("media")
@Execution(ExecutionMode.CONCURRENT)
class DamagedTablesIT {

    private static final int COPIES = 100;

    /** Numbers that are near a limit of something. */
    private static final int[] NUMBERS = {0, 1, -1, 2, 7, 8, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x10000, 10_000_000};

    @TempDir
    Path folder;

    static Stream<Arguments> clips() {
        return Stream.of(
                Arguments.of("plain", 1, Lavfi.video("25", 2, Lavfi.H264_OPEN).audio("sine=440:d=2", "eng")),
                Arguments.of(
                        "negative",
                        2,
                        Lavfi.video("25", 2, Lavfi.H264_CLOSED)
                                .startingAt("0.5")
                                .option("-movflags", "negative_cts_offsets")),
                Arguments.of(
                        "fragments",
                        3,
                        Lavfi.video("25", 2, Lavfi.H264_CLOSED).option("-movflags", "frag_keyframe+empty_moov")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("clips")
    @Timeout(120)
    void neverThrowsAndNeverDiffersFromAScan(String name, int seed, Lavfi clip) throws Exception {
        byte[] whole = Files.readAllBytes(clip.write(folder.resolve(name + ".mp4")));
        Random random = new Random(seed);
        Path damaged = folder.resolve("damaged.mp4");
        int taken = 0;
        for (int copy = 0; copy < COPIES; copy++) {
            Files.write(damaged, damage(whole.clone(), random));
            Optional<Mp4Timing> tables = Mp4Timing.read(damaged);
            if (tables.isPresent() && agrees(damaged, "copy " + copy)) {
                taken++;
            }
        }
        assertThat(taken).as("copies whose fault does not concern the times").isBetween(1, COPIES - 1);
    }

    /** @return whether the tables were taken */
    private static boolean agrees(Path damaged, String copy) throws InterruptedException {
        try {
            List<String> scan = PacketLines.scan(damaged);
            List<String> told = PacketLines.tables(damaged);
            if (!told.isEmpty()) {
                assertThat(times(told)).as(copy).containsExactlyElementsOf(times(scan));
            }
            return !told.isEmpty();
        } catch (FailureException e) {
            // FFmpeg refuses it
            return false;
        }
    }

    /** Without key flags: for packets of H.264 FFmpeg takes these from the pictures, which are elsewhere here. */
    private static List<String> times(List<String> packets) {
        return packets.stream().map(packet -> packet.replace(" key", "")).toList();
    }

    private static byte[] damage(byte[] bytes, Random random) {
        if (random.nextInt(8) == 0) {
            return Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        int faults = 1 + random.nextInt(3);
        for (int fault = 0; fault < faults; fault++) {
            int at = tablePosition(bytes, random);
            switch (random.nextInt(3)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> ByteBuffer.wrap(bytes).putInt(at & ~3, NUMBERS[random.nextInt(NUMBERS.length)]);
                default -> ByteBuffer.wrap(bytes).putInt(at, random.nextInt());
            }
        }
        return bytes;
    }

    /** Somewhere in the tables, not in the media. */
    private static int tablePosition(byte[] bytes, Random random) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        String[] boxes = {
            "moov", "mvhd", "tkhd", "mdhd", "elst", "stts", "ctts", "stss", "stsz", "stsc", "stco", "trex", "moof",
            "tfhd", "tfdt", "trun", "stsd", "mvex", "traf"
        };
        int found = -1;
        while (found < 0) {
            found = text.indexOf(boxes[random.nextInt(boxes.length)], random.nextInt(bytes.length));
        }
        return Math.min(bytes.length - 4, Math.max(0, found - 4 + random.nextInt(48)));
    }
}
