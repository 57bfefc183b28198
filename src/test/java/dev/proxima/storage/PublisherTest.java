package dev.proxima.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherTest {

    @TempDir
    Path folder;

    @Test
    void givesAFinishedFileItsName() throws Exception {
        Path output = folder.resolve("clip.mov");
        WorkDirectory work = work(output);
        Publisher.publish(stitched(work), output, false);
        work.remove();

        assertThat(output).hasContent("new");
        assertThat(folder.resolve(".proxima")).doesNotExist();
    }

    @Test
    void replacesNothingUnlessToldTo() throws Exception {
        Path output = Files.writeString(folder.resolve("clip.mov"), "old");
        Path stitched = stitched(work(output));

        FailureException refusal =
                catchThrowableOfType(FailureException.class, () -> Publisher.publish(stitched, output, false));

        assertThat(refusal.failure()).isEqualTo(new Failure.OutputExists(output.toString()));
        assertThat(output).hasContent("old");
        assertThat(stitched).exists();
        Publisher.publish(stitched, output, true);
        assertThat(output).hasContent("new");
        assertThat(stitched).doesNotExist();
    }

    @Test
    void leavesTheWorkOfOtherJobsAlone() throws Exception {
        Path output = folder.resolve("clip.mov");
        WorkDirectory one = work(output);
        WorkDirectory other = WorkDirectory.beside(output, "other");
        other.create();
        one.remove();
        assertThat(one.path()).doesNotExist();
        assertThat(other.path()).isDirectory();
        one.remove();
        other.remove();
        assertThat(folder.resolve(".proxima")).doesNotExist();
    }

    @Test
    void namesPiecesByAttempt() {
        assertThat(WorkDirectory.segmentName(3, 1, "mov")).isEqualTo("segment-0003.a1.mov");
        assertThat(WorkDirectory.audioName(2)).isEqualTo("audio.a2.nut");
    }

    private static WorkDirectory work(Path output) throws Exception {
        WorkDirectory work = WorkDirectory.beside(output, "job");
        work.create();
        return work;
    }

    private static Path stitched(WorkDirectory work) throws Exception {
        return Files.writeString(work.stitched("mov"), "new");
    }
}
