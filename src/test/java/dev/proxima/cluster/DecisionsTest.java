package dev.proxima.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxima.job.JobEvent;
import dev.proxima.job.JobState;
import dev.proxima.job.PieceState;
import dev.proxima.testing.JobSamples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecisionsTest {

    private static final int AUDIO_AND_TWO_SEGMENTS = 3;

    private final AtomicInteger due = new AtomicInteger();
    private final List<Duration> pauses = new ArrayList<>();
    private final Decisions decisions = new Decisions(due::incrementAndGet, pauses::add);

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
    void anEndIsMadeWithWhatIsGrantedForIt() {
        AttemptId id = new AttemptId("job", 0, 1, JobSamples.NODE);
        JobState state = planned().apply(new JobEvent.SegmentDispatched(0, 1, JobSamples.NODE));

        decisions.addEnd(id, now -> succeed(now, id));
        decisions.add(DecisionsTest::dispatchNext);

        assertThat(due).as("the scheduler is waited for").hasValue(0);
        assertThat(decisions.make(state).events())
                .extracting(JobEvent::getClass)
                .containsExactly(JobEvent.SegmentSucceeded.class, JobEvent.SegmentDispatched.class);
    }

    @Test
    void noEndWaitsForeverForASchedulerThatIsGone() {
        decisions.doNotWait();
        assertThat(due).as("none is open").hasValue(0);

        decisions.addEnd(new AttemptId("job", 0, 1, JobSamples.NODE), state -> List.of());
        decisions.doNotWait();

        assertThat(due).hasValue(1);
    }

    @Test
    void thoseThatAreTooManyForACommitWaitForTheNext() {
        List<Integer> asked = new ArrayList<>();
        for (int each = 0; each < 60; each++) {
            int number = each;
            decisions.add(state -> {
                asked.add(number);
                return List.of();
            });
        }

        decisions.make(planned());
        assertThat(asked)
                .containsExactlyElementsOf(IntStream.range(0, 24).boxed().toList());
        assertThat(due).as("some are left").hasValue(2);
        assertThat(pauses).as("some are left").isEmpty();
        decisions.make(planned());
        decisions.make(planned());
        assertThat(asked).hasSize(60).isSorted();
        assertThat(due).as("none is left").hasValue(3);
    }

    @Test
    void thoseThatComeSoonAfterOthersAreMadeTogether() {
        JobState planned = planned();
        decisions.add(DecisionsTest::dispatchNext);
        decisions.make(planned);
        assertThat(pauses).hasSize(1);

        decisions.add(DecisionsTest::dispatchNext);
        assertThat(decisions.make(planned).events()).as("in the pause").isEmpty();
        decisions.add(DecisionsTest::dispatchNext);
        decisions.rested();

        assertThat(decisions.make(planned).events()).hasSize(2);
        assertThat(pauses).hasSize(2);
        decisions.rested();
        decisions.make(planned);
        assertThat(pauses).as("nothing was decided").hasSize(2);
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
