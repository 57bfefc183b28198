package dev.proxima.testing;

import dev.proxima.api.AttemptView;
import dev.proxima.api.FailureView;
import dev.proxima.api.JobView;
import dev.proxima.api.NodeView;
import dev.proxima.api.PieceView;
import dev.proxima.api.SegmentView;
import java.util.List;

/** Views of jobs and nodes for tests. */
public final class Samples {

    private Samples() {}

    /** 100 frames in two segments; in status ENCODING the first is half encoded at 50 fps. */
    public static JobView job(String id, String status) {
        boolean done = status.equals("SUCCEEDED");
        boolean runs = status.equals("ENCODING");
        return new JobView(
                id,
                status,
                "/clips/" + id + ".mov",
                "/clips/Proxy/" + id + ".mov",
                "prores-proxy",
                "normal",
                100,
                "25/1",
                done ? 1 : runs ? 0.25 : 0,
                List.of(
                        segment(0, done ? "SUCCEEDED" : runs ? "ENCODING" : "WAITING"),
                        segment(1, done ? "SUCCEEDED" : "WAITING")),
                new PieceView(done ? "SUCCEEDED" : "WAITING", null, 0),
                List.of(),
                status.equals("FAILED") ? new FailureView("internal", "It went wrong.", "") : null,
                "2025-01-01T00:00:00Z",
                done ? "2025-01-01T00:01:05Z" : null);
    }

    public static SegmentView segment(int index, String status) {
        boolean waits = status.equals("WAITING");
        boolean runs = status.equals("ENCODING");
        return new SegmentView(
                index,
                index * 50L,
                index * 50L + 50,
                status,
                waits ? null : "127.0.0.1:25520",
                waits ? 0 : 1,
                runs ? 0.5 : waits ? 0 : 1,
                runs ? 50 : 0);
    }

    public static JobView withSegments(JobView job, double progress, List<SegmentView> segments) {
        return new JobView(
                job.id(),
                job.status(),
                job.source(),
                job.output(),
                job.preset(),
                job.priority(),
                job.frames(),
                job.frameRate(),
                progress,
                segments,
                job.audio(),
                job.warnings(),
                job.failure(),
                job.submittedAt(),
                job.finishedAt());
    }

    public static JobView withWarning(JobView job, String warning) {
        return new JobView(
                job.id(),
                job.status(),
                job.source(),
                job.output(),
                job.preset(),
                job.priority(),
                job.frames(),
                job.frameRate(),
                job.progress(),
                job.segments(),
                job.audio(),
                List.of(warning),
                job.failure(),
                job.submittedAt(),
                job.finishedAt());
    }

    public static NodeView node(String id) {
        return new NodeView(
                id,
                List.of("coordinator", "encoder"),
                2,
                "0.1.0",
                "8.0.1",
                4711,
                List.of(new AttemptView("a", 0, 1, 25, 50)),
                null);
    }

    static NodeView resting(NodeView node, String reason) {
        return new NodeView(
                node.id(),
                node.roles(),
                node.slots(),
                node.version(),
                node.ffmpeg(),
                node.pid(),
                node.running(),
                reason);
    }

    public static JobView submittedAt(JobView job, String instant) {
        return new JobView(
                job.id(),
                job.status(),
                job.source(),
                job.output(),
                job.preset(),
                job.priority(),
                job.frames(),
                job.frameRate(),
                job.progress(),
                job.segments(),
                job.audio(),
                job.warnings(),
                job.failure(),
                instant,
                job.finishedAt());
    }
}
