package dev.proxima.cli;

import dev.proxima.api.AttemptView;
import dev.proxima.api.JobView;
import dev.proxima.api.NodeView;
import dev.proxima.api.PlanView;
import dev.proxima.api.PresetView;
import dev.proxima.api.SegmentView;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Jobs, nodes, presets and plans as tables; pure. */
final class StatusText {

    private static final int BAR = 12;

    private StatusText() {}

    static List<String> jobs(List<JobView> jobs, boolean unicode) {
        if (jobs.isEmpty()) {
            return List.of("There are no jobs.");
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("JOB", "STATUS", "PROGRESS", "SEGMENTS", "FPS", "SOURCE"));
        for (JobView job : jobs) {
            long done = job.segments().stream()
                    .filter(segment -> segment.status().equals("SUCCEEDED"))
                    .count();
            rows.add(List.of(
                    job.id(),
                    Format.word(job.status()),
                    Format.bar(job.progress(), BAR, unicode),
                    done + "/" + job.segments().size(),
                    Format.number(ProgressText.fps(job)),
                    job.source()));
        }
        return Format.table(rows);
    }

    static List<String> job(JobView job, boolean unicode) {
        List<String> lines = new ArrayList<>();
        lines.add("job      " + job.id());
        boolean warned = job.status().equals("SUCCEEDED") && !job.warnings().isEmpty();
        lines.add("status   " + Format.word(job.status()) + (warned ? " with warnings" : "") + "  "
                + Format.bar(job.progress(), BAR, unicode));
        lines.add("source   " + job.source());
        lines.add("output   " + job.output());
        lines.add("preset   " + job.preset());
        if (job.frames() > 0) {
            lines.add("frames   " + job.frames() + " at " + job.frameRate() + " per second");
        }
        if (job.audio() != null) {
            lines.add("audio    " + Format.word(job.audio().status())
                    + (job.audio().node() == null ? "" : "  " + job.audio().node()));
        }
        job.warnings().forEach(warning -> lines.add("warning  " + warning));
        if (job.failure() != null) {
            lines.add("failure  " + job.failure().message());
        }
        if (!job.segments().isEmpty()) {
            lines.add("");
            lines.addAll(segments(job.segments(), unicode));
        }
        return lines;
    }

    /** The first lines of a table that is too high, and how much is left out. */
    static List<String> shortened(List<String> lines, int room) {
        List<String> shown = new ArrayList<>(lines.subList(0, room - 1));
        shown.add("and " + (lines.size() - shown.size()) + " more lines");
        return shown;
    }

    private static List<String> segments(List<SegmentView> segments, boolean unicode) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("SEGMENT", "FRAMES", "STATUS", "NODE", "ATTEMPT", "PROGRESS", "FPS"));
        for (SegmentView segment : segments) {
            rows.add(List.of(
                    Integer.toString(segment.index()),
                    range(segment.startFrame(), segment.endFrameExclusive()),
                    Format.word(segment.status()),
                    segment.node() == null ? "-" : segment.node(),
                    segment.attempts() == 0 ? "-" : Integer.toString(segment.attempts()),
                    Format.bar(segment.progress(), BAR, unicode),
                    Format.number(segment.fps())));
        }
        return Format.table(rows);
    }

    static List<String> nodes(List<NodeView> nodes) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("NODE", "ROLES", "SLOTS", "BUSY", "FPS", "FFMPEG", "PID"));
        for (NodeView node : nodes) {
            double fps = node.running().stream().mapToDouble(AttemptView::fps).sum();
            rows.add(List.of(
                    node.id(),
                    String.join(",", node.roles()),
                    Integer.toString(node.slots()),
                    Integer.toString(node.running().size()),
                    Format.number(fps),
                    node.ffmpeg(),
                    Long.toString(node.pid())));
        }
        List<String> lines = new ArrayList<>(Format.table(rows));
        nodes.stream()
                .filter(node -> node.unusedReason() != null)
                .forEach(node -> lines.add(node.id() + " gets no work. " + node.unusedReason()));
        return lines;
    }

    static List<String> presets(List<PresetView> presets) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("PRESET", "FILE", "DESCRIPTION"));
        for (PresetView preset : presets) {
            String description = preset.description()
                    + (preset.isDefault() ? " (default)" : "")
                    + (preset.available() ? "" : " (no node can now)");
            rows.add(List.of(preset.name(), "." + preset.extension(), description));
        }
        return Format.table(rows);
    }

    static List<String> plan(PlanView plan) {
        List<String> lines = new ArrayList<>();
        lines.add("source   " + plan.source());
        lines.add("preset   " + plan.preset());
        lines.add("frames   " + plan.frames() + " at " + plan.frameRate() + " per second");
        lines.add("");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("SEGMENT", "FRAMES", "LENGTH"));
        for (PlanView.Range segment : plan.segments()) {
            rows.add(List.of(
                    Integer.toString(segment.index()),
                    range(segment.startFrame(), segment.endFrameExclusive()),
                    Long.toString(segment.endFrameExclusive() - segment.startFrame())));
        }
        lines.addAll(Format.table(rows));
        lines.add("");
        lines.add("The proxy will equal the output of this single process:");
        lines.add(plan.reference().stream().map(Format::quoted).collect(Collectors.joining(" ")));
        return lines;
    }

    private static String range(long startFrame, long endFrameExclusive) {
        return "[" + startFrame + ", " + endFrameExclusive + ")";
    }
}
