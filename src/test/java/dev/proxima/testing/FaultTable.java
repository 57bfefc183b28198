package dev.proxima.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What came of each fault, as a table of docs/reliability.md. A run adds its rows to those that are there, in {@code
 * target/reliability.md}, or in the page itself if the system property {@code proxima.faults.page} names it.
 */
public final class FaultTable {

    private static final String BEGIN = "<!-- faults -->";
    private static final String END = "<!-- end of faults -->";
    private static final String HEAD =
            "| fault | when | outcome | time to recover | segments repeated |\n|---|---|---|---|---|\n";
    private static final Path PAGE = Path.of(System.getProperty(
            "proxima.faults.page", Path.of("target", "reliability.md").toString()));

    private FaultTable() {}

    /**
     * @param phase what the job was at
     * @param outcome what the editor sees
     * @param recovery from the fault until what it had hit was running again, or the job had ended
     */
    public static synchronized void add(String fault, String phase, String outcome, Duration recovery, long repeated) {
        String time = String.format(Locale.ROOT, "%.1f s", recovery.toMillis() / 1000.0);
        try {
            String page = Files.exists(PAGE) ? Files.readString(PAGE) : BEGIN + "\n" + END + "\n";
            int from = page.indexOf(BEGIN) + BEGIN.length();
            int to = page.indexOf(END);
            SortedMap<String, String> rows = new TreeMap<>();
            page.substring(from, to)
                    .lines()
                    .filter(line -> line.startsWith("| ") && !line.startsWith("| fault"))
                    .forEach(line -> rows.put(key(line), line));
            String row = "| " + String.join(" | ", fault, phase, outcome, time, "" + repeated) + " |";
            System.out.println(row);
            rows.put(key(row), row);
            Files.writeString(
                    PAGE,
                    page.substring(0, from) + "\n" + HEAD + String.join("\n", rows.values()) + "\n"
                            + page.substring(to));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String key(String row) {
        String[] cells = row.split(" \\| ");
        return cells[0] + '|' + cells[1];
    }
}
