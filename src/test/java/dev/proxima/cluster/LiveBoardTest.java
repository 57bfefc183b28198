package dev.proxima.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.job.JobState;
import dev.proxima.job.JobStatus;
import dev.proxima.testing.JobSamples;
import org.junit.jupiter.api.Test;

class LiveBoardTest {

    @Test
    void keepsWhatAPlanningJobTellsOfItsProgress() {
        LiveBoard board = new LiveBoard();
        board.put(JobViews.of(JobState.submitted(JobSamples.SPEC), JobStatus.PLANNING)
                .withProgress(0.4));
        assertThat(board.job(JobSamples.SPEC.jobId()).orElseThrow().progress()).isEqualTo(0.4);
    }
}
