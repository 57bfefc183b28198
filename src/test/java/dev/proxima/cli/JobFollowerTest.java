package dev.proxima.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxima.api.JobRequest;
import dev.proxima.api.JobService.Submission;
import dev.proxima.api.JobService.Subscription;
import dev.proxima.api.JobView;
import dev.proxima.api.LiveEvent;
import dev.proxima.api.PresetView;
import dev.proxima.testing.Samples;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What somebody reads who follows a job that its node tells nothing of. */
class JobFollowerTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final JobView JOB = Samples.job("a", "WAITING");

    /** What a node says of the job; see {@link JobDesk#job}. */
    private interface Answer {
        Optional<JobView> give() throws NodeSilent;
    }

    private static final Answer UNKNOWN = Optional::empty;
    private static final Answer AWAY = () -> {
        throw new NodeSilent("No node answers.", null);
    };

    private final StringWriter said = new StringWriter();

    @Test
    void saysOnceThatANodeIsAwayAndGoesOnWhenItIsBack() throws Exception {
        Desk desk = new Desk(AWAY, AWAY, () -> Optional.of(Samples.job("a", "SUCCEEDED")));

        List<JobView> ended = follower(desk, LONG, LONG).follow(List.of(JOB), false);

        assertThat(ended).extracting(JobView::status).containsExactly("SUCCEEDED");
        assertThat(said.toString().lines())
                .containsExactly(
                        "warning: The node does not answer; waiting for it to come back.",
                        "Made the proxy of a.mov (100 frames in 2 segments) in 1:05: /clips/Proxy/a.mov");
    }

    @Test
    void endsWhenANodeStaysAway() {
        assertThatThrownBy(() -> follower(new Desk(AWAY), Duration.ZERO, LONG).follow(List.of(JOB), false))
                .isInstanceOf(NodeSilent.class)
                .hasMessage("No node answers.");
        assertThat(said.toString()).isEmpty();
    }

    @Test
    void endsWhenTheNodeDoesNotKnowTheJob() {
        assertThatThrownBy(
                        () -> follower(new Desk(UNKNOWN), LONG, Duration.ZERO).follow(List.of(JOB), false))
                .isInstanceOf(CommandFailed.class)
                .hasMessage("The node does not know job a any more.");
    }

    /** Asks for its jobs again and again. */
    private JobFollower follower(JobDesk desk, Duration away, Duration unknown) {
        return new JobFollower(
                desk,
                new Display.Steps(new PrintWriter(said)),
                false,
                new JobFollower.Patience(Duration.ZERO, away, unknown));
    }

    /** Gives its answers in turn. */
    private static final class Desk implements JobDesk {

        private final Deque<Answer> answers;

        Desk(Answer... answers) {
            this.answers = new ArrayDeque<>(List.of(answers));
        }

        @Override
        public Optional<JobView> job(String id) throws NodeSilent {
            return answers.remove().give();
        }

        @Override
        public Submission submit(JobRequest request) {
            throw new AssertionError("nothing is handed in");
        }

        @Override
        public List<JobView> jobs() {
            throw new AssertionError("one job is followed");
        }

        @Override
        public List<PresetView> presets() {
            return List.of();
        }

        @Override
        public Subscription subscribe(Consumer<LiveEvent> listener) {
            return () -> {};
        }
    }
}
