package dev.proxima.cli;

import dev.proxima.api.JobList;
import dev.proxima.api.JobView;
import dev.proxima.api.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Shows jobs while they are followed. */
interface Display {

    void show(List<JobView> jobs);

    /** Lines that stay. */
    void note(List<String> lines);

    /** Takes away what does not stay. */
    default void clear() {}

    /** Shows nothing; for programs. */
    record Silent() implements Display {
        @Override
        public void show(List<JobView> jobs) {}

        @Override
        public void note(List<String> lines) {}
    }

    /** Draws a block of lines over the one before. */
    final class Live implements Display {

        private final PrintWriter writer;
        private final Supplier<Optional<Terminal.Screen>> screen;
        private final BiFunction<List<JobView>, Terminal.Screen, List<String>> text;
        private Terminal.Screen shownOn = new Terminal.Screen(24, 80);
        private List<String> shown = List.of();

        Live(
                PrintWriter writer,
                Supplier<Optional<Terminal.Screen>> screen,
                BiFunction<List<JobView>, Terminal.Screen, List<String>> text) {
            this.writer = writer;
            this.screen = screen;
            this.text = text;
        }

        @Override
        public void show(List<JobView> jobs) {
            Terminal.Screen now = screen.get().orElse(shownOn);
            List<String> lines = text.apply(jobs, now);
            if (lines.equals(shown) && now.equals(shownOn)) {
                return;
            }
            erase(now.columns());
            lines.forEach(writer::println);
            writer.flush();
            shown = lines;
            shownOn = now;
        }

        @Override
        public void note(List<String> lines) {
            clear();
            lines.forEach(writer::println);
            writer.flush();
        }

        @Override
        public void clear() {
            erase(screen.get().orElse(shownOn).columns());
            writer.flush();
        }

        /** A terminal that became narrower has broken lines in two. */
        private void erase(int columns) {
            int rows = shown.stream()
                    .mapToInt(line -> Math.max(1, (line.length() + columns - 1) / columns))
                    .sum();
            if (rows > 0) {
                writer.print("\r\u001b[" + rows + "A\u001b[J");
            }
            shown = List.of();
        }
    }

    /** Appends a line at each phase and each tenth of a job. */
    final class Steps implements Display {

        private final PrintWriter writer;
        private final Map<String, JobView> before = new HashMap<>();

        Steps(PrintWriter writer) {
            this.writer = writer;
        }

        @Override
        public void show(List<JobView> jobs) {
            List<String> lines = new ArrayList<>();
            for (JobView job : jobs) {
                ProgressText.step(before.put(job.id(), job), job).ifPresent(lines::add);
            }
            note(lines);
        }

        @Override
        public void note(List<String> lines) {
            lines.forEach(writer::println);
            writer.flush();
        }
    }

    /** One line of JSON for each change. */
    final class JsonLines implements Display {

        private final PrintWriter writer;
        private String shown = "";

        JsonLines(PrintWriter writer) {
            this.writer = writer;
        }

        @Override
        public void show(List<JobView> jobs) {
            String line = Json.write(new JobList(jobs));
            if (!line.equals(shown)) {
                writer.println(line);
                writer.flush();
                shown = line;
            }
        }

        @Override
        public void note(List<String> lines) {}
    }
}
