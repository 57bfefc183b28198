package dev.proxima.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.testing.JobSamples;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FailureTest {

    /** What an editor reads: one sentence, in the order of {@link JobSamples#failures}. */
    private static final List<String> SENTENCES =
            """
            There is no file /media/clip.mov: check the path, and that its drive or share is mounted.
            /media/clip.mov changed while it was being encoded: wait until it is fully written, then run the job again.
            /media/clip.mov cannot be made into a proxy: it is a directory, not a clip.
            /media/Proxy/clip.mov exists already and was kept: use --overwrite to replace it, or choose another --output.
            /media/Proxy/clip.mov cannot be written: its folder is read-only; choose another place with --output or --output-dir.
            No space is left on the drive of /media/Proxy: free some and run the job again.
            /etc/passwd is not below a media root of 127.0.0.1:25520 (/media): choose a place there, or add a root with --media-root.
            There is no preset "nope": choose one of dnxhr-lb, prores-proxy.
            "x" is not a path.
            FFmpeg ended with status 1 while encoding segment 3.
            FFmpeg made no progress for 60 s while encoding segment 3 and was ended.
            FFmpeg was ended as it took longer than 86400 s while encoding segment 3: if that is not too long, set proxima.ffmpeg.time-limit higher.
            Segment 1 did not come out as planned: 99 frames of 100.
            The stitched file for /media/Proxy/clip.mov was not published as it is not exact: packet 7 has another hash.
            The finished segment segment-1-1.mov is gone or damaged: all nodes need the same folder under the same path.
            Node NODE does not find /media/clip.mov: check that its drive or share is mounted there, under the same path.
            Reading /media/clip.mov failed before its end: check its drive or share, and that all nodes reach it, then run the job again.
            What FFmpeg told while checking /media/clip.mov was lost on its way: run the job again.
            Node NODE left the cluster while it was encoding.
            Node NODE gave a segment back: it was drained or closed, or somebody uses it.
            The queue is full, as 20000 jobs are unfinished: hand the clip in again when some of them have finished, or raise proxima.jobs.limit.
            It met an error.
            The stitched file for /media/Proxy/clip.mov was not published as it is not exact: segment 1 is another.
            """.lines().map(line -> line.replace("NODE", JobSamples.NODE)).toList();

    @Test
    void saysInOneSentenceWhatHappenedAndWhatToDo() {
        assertThat(JobSamples.failures()).extracting(Failure::message).containsExactlyElementsOf(SENTENCES);
    }

    @Test
    void everyKindHasASample() {
        assertThat(JobSamples.failures().stream().map(Object::getClass).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Failure.class.getPermittedSubclasses());
    }

    @Test
    void namesTheFirstPictureOfASequenceThatIsNotThere() {
        assertThat(new Failure.SourceMissing("/shots/clip.%04d.exr").message())
                .isEqualTo(
                        "There are no pictures /shots/clip.%04d.exr: check the path, and that its drive or share is mounted.");
    }
}
