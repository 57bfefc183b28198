package dev.proxima.ffmpeg;

import java.nio.file.Path;
import java.util.function.DoubleConsumer;

/** How much of a file has been read, by where its packets lie. */
final class ReadProgress {

    private static final int STEPS = 100;

    private final long bytes;
    private final DoubleConsumer progress;
    private int told;

    ReadProgress(Path file, DoubleConsumer progress) {
        this.bytes = Math.max(1, file.toFile().length());
        this.progress = progress;
    }

    /** A line of {@link Probing#packets}; of some packets FFmpeg does not know the place. */
    void line(String line) {
        int start = line.indexOf(',') + 1;
        int end = line.indexOf(',', start);
        if (start > 0 && end > start && Character.isDigit(line.charAt(start))) {
            int step = (int) Math.min(STEPS, Long.parseLong(line.substring(start, end)) * STEPS / bytes);
            if (step > told) {
                told = step;
                progress.accept((double) step / STEPS);
            }
        }
    }
}
