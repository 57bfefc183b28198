package dev.proxima.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.pubsub.Topic;
import dev.proxima.api.JobView;
import dev.proxima.api.SegmentView;
import dev.proxima.job.JobEvent;
import dev.proxima.job.JobState;
import dev.proxima.testing.FakeRecords;
import dev.proxima.testing.FakeSteps;
import dev.proxima.testing.JobSamples;
import org.junit.jupiter.api.Test;

class JobNewsTest {

    private final TestInbox<SlotScheduler.Command> scheduler = TestInbox.create();
    private final TestInbox<JobDirectory.Command> directory = TestInbox.create();
    private final TestInbox<Topic.Command<JobPorts.Changed>> watchers = TestInbox.create();
    private final JobNews news = new JobNews(
            new JobPorts(scheduler.getRef(), directory.getRef(), watchers.getRef(), new FakeRecords(), Tenure.SOLE));

    @Test
    void tellsWhatChangedOfALargeJobAndTheWholeToTheDirectory() {
        JobState before = job(200);
        JobState after = before.apply(new JobEvent.SegmentDispatched(7, 1, "node:1"));

        JobPorts.Changed first = told(before);
        JobPorts.Changed second = told(after);

        assertThat(first.partly()).isFalse();
        assertThat(second.partly()).isTrue();
        assertThat(second.job().segments()).extracting(SegmentView::index).containsExactly(7);
        assertThat(directory.getAllReceived())
                .allSatisfy(recorded -> assertThat(
                                ((JobDirectory.Recorded) recorded).job().segments())
                        .hasSize(200));
    }

    @Test
    void tellsASmallJobAndOneThatIsFinishedWhole() {
        told(job(100));
        assertThat(told(job(100)).partly()).isFalse();
        told(job(200));
        assertThat(told(job(200).apply(new JobEvent.JobCancelled(1))).partly()).isFalse();
    }

    private static JobState job(int segments) {
        JobState.Plan plan = FakeSteps.plan(segments, "build");
        return JobState.submitted(JobSamples.SPEC)
                .apply(new JobEvent.SegmentsPlanned(plan.clip(), plan.stamp(), plan.segments(), plan.build()));
    }

    private JobPorts.Changed told(JobState state) {
        JobView view = JobViews.of(state, state.status());
        news.tell(view, false, false);
        Topic.Command<JobPorts.Changed> command = watchers.receiveMessage();
        return ((akka.actor.typed.internal.pubsub.TopicImpl.Publish<JobPorts.Changed>) command).message();
    }
}
