package dev.proxima.cli;

import dev.proxima.api.JobView;
import dev.proxima.api.SegmentView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How far jobs are, in lines of text; pure. */
final class ProgressText {

    /** Header and total of a job. */
    private static final int FRAME_LINES = 2;

    private ProgressText() {}

    /** A block for a screen that is drawn again and again: never higher or wider than the screen. */
    static List<String> block(List<JobView> jobs, Terminal.Screen screen, boolean unicode) {
        int room = screen.rows() - 1;
        int jobsShown = Math.min(jobs.size(), Math.max(1, (room - 1) / FRAME_LINES));
        int left = room - jobsShown * FRAME_LINES - (jobs.size() > jobsShown ? 1 : 0);
        List<String> lines = new ArrayList<>();
        for (JobView job : jobs.subList(0, jobsShown)) {
            List<String> segments = segmentLines(job, Math.max(0, left), screen, unicode);
            left -= segments.size();
            lines.add(header(job));
            lines.addAll(segments);
            lines.add("  total  " + totals(job, screen, unicode));
        }
        if (jobs.size() > jobsShown) {
            lines.add("and " + (jobs.size() - jobsShown) + " more jobs");
        }
        return lines.stream()
                .map(line -> Format.cut(line, screen.columns() - 1))
                .toList();
    }

    /** What to append to a log when a job went on from {@code before}: its phases, and each tenth of what is read or encoded. */
    static Optional<String> step(JobView before, JobView now) {
        String name = Format.fileName(now.source());
        boolean newPhase = before == null || !before.status().equals(now.status());
        if (newPhase && now.status().equals("ENCODING")) {
            return Optional.of(name + ": encoding " + extent(now));
        }
        if (newPhase && now.status().equals("STITCHING")) {
            return Optional.of(name + ": stitching");
        }
        int tenths = (int) (now.progress() * 10);
        boolean further = tenths > (before == null ? 0 : (int) (before.progress() * 10));
        if (further && now.status().equals("PLANNING")) {
            return Optional.of(name + ": read " + tenths * 10 + "%");
        }
        return further && now.status().equals("ENCODING")
                ? Optional.of(name + ": " + tenths * 10 + "%" + speed(now))
                : Optional.empty();
    }

    private static String header(JobView job) {
        return Format.fileName(job.source()) + "  " + Format.word(job.status())
                + (job.frames() > 0 ? "  " + extent(job) : "") + "  " + job.preset();
    }

    static String extent(JobView job) {
        int segments = job.segments().size();
        return job.frames() + " frames in " + segments + (segments == 1 ? " segment" : " segments");
    }

    private static List<String> segmentLines(JobView job, int room, Terminal.Screen screen, boolean unicode) {
        List<SegmentView> open = job.segments().stream()
                .filter(segment -> !segment.status().equals("SUCCEEDED"))
                .sorted(Comparator.comparing(
                                (SegmentView segment) -> segment.status().equals("WAITING"))
                        .thenComparing(SegmentView::index))
                .toList();
        int shown = open.size() <= room ? open.size() : Math.max(0, room - 1);
        List<String> lines = new ArrayList<>();
        for (SegmentView segment : open.subList(0, shown)) {
            lines.add(segmentLine(segment, screen, unicode));
        }
        if (open.size() > shown && room > 0) {
            lines.add("         and " + (open.size() - shown) + " more segments");
        }
        return lines;
    }

    private static String segmentLine(SegmentView segment, Terminal.Screen screen, boolean unicode) {
        String start =
                String.format(Locale.ROOT, "  %5d  %s", segment.index(), bar(segment.progress(), screen, unicode));
        if (segment.status().equals("WAITING")) {
            return start + "  waiting";
        }
        String retry = segment.attempts() > 1 ? "  attempt " + segment.attempts() : "";
        return start + String.format(Locale.ROOT, "  %6.1f fps  %s%s", segment.fps(), segment.node(), retry);
    }

    private static String totals(JobView job, Terminal.Screen screen, boolean unicode) {
        return bar(job.progress(), screen, unicode) + speed(job);
    }

    private static String speed(JobView job) {
        double fps = fps(job);
        if (fps <= 0) {
            return "";
        }
        long seconds = (long) Math.ceil(job.frames() * (1 - job.progress()) / fps);
        return String.format(Locale.ROOT, "  %6.1f fps  ETA %s", fps, Format.duration(seconds));
    }

    static double fps(JobView job) {
        return job.segments().stream().mapToDouble(SegmentView::fps).sum();
    }

    private static String bar(double share, Terminal.Screen screen, boolean unicode) {
        int width = Math.max(8, Math.min(30, screen.columns() - 50));
        return Format.bar(share, width, unicode);
    }
}
