package dev.proxima.cluster;

import akka.actor.typed.pubsub.Topic;
import dev.proxima.api.JobView;
import dev.proxima.api.SegmentView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells the directory and the boards of all nodes how a job stands. Of a job of thousands of segments the boards hear what
 * has changed, and the whole of it only now and then, for nodes that came later or missed something.
 */
final class JobNews {

    /** With so many segments a view is told whole each time. */
    static final int FEW_SEGMENTS = 100;

    /** For each thousand segments. */
    private static final Duration BETWEEN_WHOLE_VIEWS = Duration.ofSeconds(5);

    private final JobPorts ports;
    private List<SegmentView> told = List.of();
    private Instant wholeDueAt = Instant.MIN;

    JobNews(JobPorts ports) {
        this.ports = ports;
    }

    /** For the meaning of the rest, see {@link JobDirectory.Recorded}. */
    void tell(JobView job, boolean stuck, boolean settled) {
        ports.directory().tell(new JobDirectory.Recorded(job, stuck, settled));
        ports.watchers().tell(Topic.publish(changed(job)));
        told = job.segments();
    }

    private JobPorts.Changed changed(JobView job) {
        int segments = job.segments().size();
        Instant now = SteadyTime.now();
        if (segments <= FEW_SEGMENTS || segments != told.size() || job.isFinished() || !now.isBefore(wholeDueAt)) {
            wholeDueAt = now.plus(BETWEEN_WHOLE_VIEWS.multipliedBy(1 + segments / 1000));
            return new JobPorts.Changed(job, false);
        }
        List<SegmentView> news = new ArrayList<>();
        for (int index = 0; index < segments; index++) {
            if (!job.segments().get(index).equals(told.get(index))) {
                news.add(job.segments().get(index));
            }
        }
        return new JobPorts.Changed(job.withSegments(news, job.audio(), job.progress()), true);
    }
}
