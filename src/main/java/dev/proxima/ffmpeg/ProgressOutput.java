package dev.proxima.ffmpeg;

import com.github.kokorin.jaffree.ffmpeg.FFmpegProgress;
import com.github.kokorin.jaffree.ffmpeg.FFmpegProgressReader;
import com.github.kokorin.jaffree.ffmpeg.FFmpegResult;
import com.github.kokorin.jaffree.ffmpeg.ProgressListener;
import com.github.kokorin.jaffree.log.LogMessage;
import com.github.kokorin.jaffree.process.StdReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;

/** Standard output of a run that reports its progress there. */
final class ProgressOutput extends FFmpegProgressReader implements StdReader<FFmpegResult> {

    private final Runnable onEnd;

    /** @param alive called when the encode got ahead, which is not with every report */
    ProgressOutput(Runnable alive, Consumer<EncodeProgress> progress, Runnable onEnd) {
        super(new Reports(alive, progress));
        this.onEnd = onEnd;
    }

    @Override
    public FFmpegResult read(InputStream stdout) {
        try {
            readProgress(stdout);
        } catch (IOException e) {
            // the process has ended, which its exit tells
        } finally {
            onEnd.run();
        }
        return null;
    }

    @Override
    public List<LogMessage> getErrorLogMessages() {
        return List.of();
    }

    /** FFmpeg reports on a timer even when nothing moves: only a change counts as a sign of life. */
    private static final class Reports implements ProgressListener {
        private final Runnable alive;
        private final Consumer<EncodeProgress> progress;
        private long frames = -1;
        private long bytes = -1;
        private long micros = -1;

        Reports(Runnable alive, Consumer<EncodeProgress> progress) {
            this.alive = alive;
            this.progress = progress;
        }

        @Override
        public void onProgress(FFmpegProgress report) {
            long framesNow = report.getFrame() == null ? 0 : report.getFrame();
            long bytesNow = report.getSize() == null ? 0 : report.getSize();
            long microsNow = report.getTimeMicros() == null ? 0 : report.getTimeMicros();
            if (framesNow != frames || bytesNow != bytes || microsNow != micros) {
                alive.run();
            }
            frames = framesNow;
            bytes = bytesNow;
            micros = microsNow;
            progress.accept(new EncodeProgress(frames, report.getFps() == null ? 0 : report.getFps()));
        }
    }
}
