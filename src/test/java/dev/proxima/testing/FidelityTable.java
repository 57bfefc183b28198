package dev.proxima.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** A table of results that is written into a page, between the markers of its name. */
public final class FidelityTable {

    private final String name;
    private final SortedMap<String, String> rows = new TreeMap<>();

    public FidelityTable(String name) {
        this.name = name;
    }

    /** @param result one cell, or two that a bar divides */
    public synchronized void add(String source, String note, String result) {
        String cells = result.contains(" | ") ? result : "| " + result;
        rows.put(source, "| `" + source + "` | " + note.replace("|", "/") + " | " + cells + " |");
    }

    /** Leaves the page as it is if there is no row, as when only one of the tests is run. */
    public synchronized void write(Path page) throws IOException {
        if (rows.size() < 2) {
            return;
        }
        String begin = "<!-- " + name + " -->";
        String end = "<!-- end of " + name + " -->";
        String text = Files.readString(page);
        int from = text.indexOf(begin) + begin.length();
        String table =
                "\n| source | | pictures | result |\n|---|---|---|---|\n" + String.join("\n", rows.values()) + "\n";
        Files.writeString(page, text.substring(0, from) + table + text.substring(text.indexOf(end)));
    }
}
