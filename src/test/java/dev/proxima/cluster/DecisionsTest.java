package dev.proxima.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.job.JobEvent;
import dev.proxima.job.JobState;
import dev.proxima.job.PieceState;
import dev.proxima.testing.JobSamples;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DecisionsTest {

    private static final int AUDIO_AND_TWO_SEGMENTS = 3;

    private final AtomicInteger due = new AtomicInteger();
    private final Decisions decisions = new Decisions(due::incrementAndGet);

    @Test
    void eachIsMadeOnTheStateThatThoseBeforeItLeadTo() {
        JobState planned = planned();
        for (int grant = 0; grant <= AUDIO_AND_TWO_SEGMENTS; grant++) {
            decisions.add(DecisionsTest::dispatchNext);
        }

        Decisions.Made made = decisions.make(planned);

        assertThat(made.events())
                .extracting(event -> ((JobEvent.SegmentDispatched) event).segment())
                .containsExactlyInAnyOrder(PieceState.AUDIO, 0, 1);
        assertThat(made.ended()).isEmpty();
        assertThat(due).as("once for all of them").hasValue(1);
    }

    @Test
    void theStitchStartsBehindTheLastPieceAndWhatComesAfterItKnowsSo() {
        JobState state = planned();
        List<AttemptId> all = new ArrayList<>();
        for (PieceState piece : List.copyOf(state.waiting())) {
            JobEvent dispatched = new JobEvent.SegmentDispatched(piece.index(), 1, JobSamples.NODE);
            state = state.apply(dispatched);
            all.add(new AttemptId("job", piece.index(), 1, JobSamples.NODE));
        }
        all.forEach(id -> decisions.addEnd(id, now -> succeed(now, id)));
        decisions.addEnd(all.get(0), now -> succeed(now, all.get(0)));

        Decisions.Made made = decisions.make(state);

        assertThat(made.events()).hasSize(AUDIO_AND_TWO_SEGMENTS + 1).last().isInstanceOf(JobEvent.StitchStarted.class);
        assertThat(made.ended()).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void thoseThatAreTooManyForACommitWaitForTheNext() {
        List<Integer> asked = new ArrayList<>();
        for (int each = 0; each < 10; each++) {
            int number = each;
            decisions.add(state -> {
                asked.add(number);
                return List.of();
            });
        }

        decisions.make(planned());
        assertThat(asked).containsExactly(0, 1, 2, 3);
        assertThat(due).as("some are left").hasValue(2);
        decisions.make(planned());
        decisions.make(planned());
        assertThat(asked).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(due).as("none is left").hasValue(3);
    }

    private static JobState planned() {
        return JobSamples.after(JobSamples.SUBMITTED, JobSamples.PLANNED);
    }

    private static List<JobEvent> dispatchNext(JobState state) {
        return state.nextFor(JobSamples.NODE, 100, false).stream()
                .<JobEvent>map(piece -> new JobEvent.SegmentDispatched(piece.index(), 1, JobSamples.NODE))
                .toList();
    }

    private static List<JobEvent> succeed(JobState state, AttemptId id) {
        return AttemptTracker.isCurrent(state, id)
                ? List.of(new JobEvent.SegmentSucceeded(id.segment(), id.attempt(), JobSamples.DIGEST, "file.mov"))
                : List.of();
    }
}
