package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.proxima.media.FrameIndex;
import dev.proxima.testing.Lavfi;
import dev.proxima.testing.Processes;
import dev.proxima.testing.TestFfmpeg;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clips whose packets have to be read to find their frames. */
@Tag("media")
@Timeout(60)
class ScanIT {

    /** Of a stream of 1 MB, so that reading it takes some seconds at least. */
    private static final int COPIES = 200;

    @TempDir
    Path folder;

    private final ClipProbe probe = new ClipProbe(TestFfmpeg.build());

    @ParameterizedTest
    @ValueSource(strings = {"mkv", "ts", "mxf", "mpg", "flv"})
    void tellsHowMuchHasBeenRead(String extension) throws Exception {
        List<String> codec = extension.equals("flv")
                ? List.of("-c:v", "flv", "-q:v", "2", "-g", "12", "-sc_threshold", "1000000000")
                : List.of("-c:v", "mpeg2video", "-q:v", "2", "-g", "12", "-sc_threshold", "1000000000");
        Path source = Lavfi.video("25", 4, codec).write(folder.resolve("clip." + extension));
        List<Double> shares = new ArrayList<>();
        FrameIndex index = probe.probe(source, Optional.empty(), shares::add).index();
        assertThat(index.frames()).isEqualTo(100);
        assertThat(index.keyFrameAtOrBefore(47)).isEqualTo(36);
        assertThat(shares).isSorted().hasSizeGreaterThan(20).allMatch(share -> share <= 1);
        assertThat(shares.get(shares.size() - 1)).isGreaterThan(0.9);
    }

    @Test
    void tellsNothingWhereTablesDo() throws Exception {
        Path source = Lavfi.video("25", 4, Lavfi.H264_OPEN).write(folder.resolve("clip.mp4"));
        List<Double> shares = new ArrayList<>();
        probe.probe(source, Optional.empty(), shares::add);
        assertThat(shares).isEmpty();
    }

    @Test
    void endsAtOnceWhenItIsInterrupted() throws Exception {
        Path one = Lavfi.video("25", 4, List.of("-c:v", "mpeg2video", "-b:v", "2M", "-minrate", "2M", "-g", "12"))
                .write(folder.resolve("one.ts"));
        Path source = Lavfi.repeat(one, COPIES, folder.resolve("long.ts"));
        Thread scanning = Thread.currentThread();
        List<Double> shares = new ArrayList<>();
        assertThatThrownBy(() -> probe.probe(source, Optional.empty(), share -> {
                    shares.add(share);
                    scanning.interrupt();
                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(shares.get(shares.size() - 1)).as("it did not read on").isLessThan(0.5);
        await().until(() -> Processes.with(source.toString()).isEmpty());
    }
}
