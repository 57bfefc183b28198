package dev.proxima.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.ffmpeg.EncodeRun;
import dev.proxima.job.JobSpec;
import dev.proxima.job.JobState;
import dev.proxima.job.JobStatus;
import dev.proxima.storage.WorkDirectory;
import dev.proxima.testing.Lavfi;
import dev.proxima.testing.LocalEncode;
import dev.proxima.testing.LocalJob;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("media")
class PublicationIT {

    @TempDir
    Path folder;

    @Test
    void saysWhenTheStitchedFileIsLostBeforeItIsPublished() throws Exception {
        Path source = Lavfi.video("25", 1, List.of("-c:v", "mpeg4")).write(folder.resolve("clip.mov"));
        Path output = folder.resolve("Proxy").resolve("clip.mov");
        JobSpec spec = new JobSpec("job", source.toString(), LocalEncode.PRORES, output.toString(), false, 1, 0);
        Tenure losing = () -> {
            WorkDirectory.beside(output, spec.jobId()).removeStitched();
            return true;
        };

        JobState state = LocalJob.run(spec, EncodeRun.DEFAULT_STALL_TIMEOUT, losing);

        assertThat(state.status()).isEqualTo(JobStatus.FAILED);
        assertThat(state.failure().orElseThrow().message())
                .startsWith(output + " cannot be written: its drive failed (")
                .endsWith("); choose another place with --output or --output-dir.");
        assertThat(output).doesNotExist();
    }
}
