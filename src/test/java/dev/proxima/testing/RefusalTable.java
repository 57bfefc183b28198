package dev.proxima.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a test tried and what became of it. It is printed, and with {@code -Dsecurity.page=write} put into
 * {@code docs/security.md} between the markers of its name.
 */
public final class RefusalTable {

    private static final Path PAGE = Path.of("docs/security.md");

    private final String name;
    private final List<String> rows = new ArrayList<>();

    public RefusalTable(String name) {
        this.name = name;
    }

    public synchronized void add(String tried, String outcome) {
        rows.add("| " + cell(tried) + " | " + cell(outcome) + " |");
    }

    public synchronized void print() throws IOException {
        String table = "| tried | outcome |\n|---|---|\n" + String.join("\n", rows) + "\n";
        System.out.println("\n" + name + "\n" + table);
        if ("write".equals(System.getProperty("security.page"))) {
            String begin = "<!-- " + name + " -->\n";
            String end = "<!-- end of " + name + " -->";
            String page = Files.readString(PAGE);
            Files.writeString(
                    PAGE,
                    page.substring(0, page.indexOf(begin) + begin.length())
                            + table
                            + page.substring(page.indexOf(end)));
        }
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replaceAll("\\s+", " ").strip();
    }
}
