package dev.proxima.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.job.Failure;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WriteFailuresTest {

    @Test
    void knowsAFullDriveByWhatFfmpegSays() {
        assertThat(WriteFailures.isNoSpace("[error] [out#0/mov] Error writing trailer: No space left on device"))
                .isTrue();
        assertThat(WriteFailures.isNoSpace("av_interleaved_write_frame(): Disk quota exceeded"))
                .isTrue();
        assertThat(WriteFailures.isNoSpace("There is not enough space on the disk"))
                .isTrue();
        assertThat(WriteFailures.isNoSpace("[error] Conversion failed!")).isFalse();
    }

    @Test
    void tellsAFullDriveFromOtherFailures() {
        Path file = Path.of("/w/segment-0000.a1.mov");
        assertThat(WriteFailures.of(file, new IOException("No space left on device")))
                .isEqualTo(new Failure.NoSpace(file.toString()));
        assertThat(WriteFailures.of(file, new IOException("Input/output error")))
                .isEqualTo(new Failure.OutputUnwritable(
                        file.toString(), "writing it failed (java.io.IOException: Input/output error)"));
    }
}
