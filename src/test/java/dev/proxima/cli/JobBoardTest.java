package dev.proxima.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.api.JobView;
import dev.proxima.api.LiveEvent;
import dev.proxima.testing.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobBoardTest {

    @Test
    void passesOverTheLastEndOfAJobThatIsHandedInAgain() {
        JobView lastEnd = Samples.job("a", "SUCCEEDED");
        JobBoard board =
                new JobBoard(List.of(Samples.submittedAt(Samples.job("a", "QUEUED"), "2025-06-01T00:00:00Z")), false);
        board.note(new LiveEvent.Snapshot("1", List.of(lastEnd), List.of()));
        assertThat(board.jobs()).extracting(JobView::status).containsExactly("QUEUED");
        board.note(new LiveEvent.JobChanged(Samples.job("a", "ENCODING")));
        assertThat(board.jobs()).extracting(JobView::status).containsExactly("ENCODING");
    }

    @Test
    void keepsAnEndWhateverIsHeardLater() {
        JobBoard board = new JobBoard(List.of(Samples.job("a", "ENCODING")), false);
        board.put(Samples.job("a", "SUCCEEDED"));
        board.put(Samples.job("a", "ENCODING"));
        assertThat(board.jobs()).extracting(JobView::status).containsExactly("SUCCEEDED");
    }

    @Test
    void takesInOtherJobsOnlyWhenAsked() {
        JobBoard one = new JobBoard(List.of(Samples.job("a", "ENCODING")), false);
        one.put(Samples.job("b", "ENCODING"));
        assertThat(one.jobs()).hasSize(1);
        JobBoard all = new JobBoard(List.of(Samples.job("a", "ENCODING")), true);
        all.put(Samples.job("b", "ENCODING"));
        assertThat(all.jobs()).hasSize(2);
    }
}
