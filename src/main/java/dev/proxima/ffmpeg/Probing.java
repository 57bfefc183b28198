package dev.proxima.ffmpeg;

import com.github.kokorin.jaffree.JaffreeException;
import com.github.kokorin.jaffree.LogLevel;
import com.github.kokorin.jaffree.ffprobe.FFprobe;
import com.github.kokorin.jaffree.ffprobe.FFprobeResult;
import com.github.kokorin.jaffree.ffprobe.data.FormatParser;
import com.github.kokorin.jaffree.ffprobe.data.ProbeData;
import com.github.kokorin.jaffree.process.StdReader;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Runs ffprobe on a clip. A thread that is interrupted leaves no process behind. */
final class Probing {

    private final ErrorTail<FFprobeResult> errors = new ErrorTail<>(() -> {});
    private final SourceInput source;

    private Probing(SourceInput source) {
        this.source = source;
    }

    /** Format and streams of one file. */
    static FFprobeResult describe(FfmpegBuild build, Path source) throws FailureException, InterruptedException {
        return describe(build, SourceInput.file(source), List.of());
    }

    /** Format and streams, and what {@code options} ask ffprobe for besides. */
    static FFprobeResult describe(FfmpegBuild build, SourceInput source, List<String> options)
            throws FailureException, InterruptedException {
        Probing probing = new Probing(source);
        FFprobe probe = new FFprobe(build.probe()) {
            @Override
            protected StdReader<FFprobeResult> createStdErrReader() {
                return probing.errors;
            }
        };
        options.forEach(probe::addArgument);
        return probing.execute(probe.setShowFormat(true).setShowStreams(true));
    }

    /**
     * Each packet of a stream as a line such as {@code 1024,564,K__}: its pts, its place in the file and its flags.
     *
     * @return the last lines of what FFmpeg complained about
     */
    static List<String> packets(FfmpegBuild build, Path source, int stream, Consumer<String> lines)
            throws FailureException, InterruptedException {
        Probing probing = new Probing(SourceInput.file(source));
        FFprobe probe = new FFprobe(build.probe()) {
            @Override
            protected StdReader<FFprobeResult> createStdOutReader(FormatParser parser) {
                return new LineOutput<>(lines, () -> {}, new FFprobeResult(null));
            }

            @Override
            protected StdReader<FFprobeResult> createStdErrReader() {
                return probing.errors;
            }
        };
        probing.execute(probe.setSelectStreams("" + stream)
                .setShowEntries("packet=pts,pos,flags")
                .setFormatParser(new Csv()));
        return probing.errors.lines();
    }

    private FFprobeResult execute(FFprobe probe) throws FailureException, InterruptedException {
        InputGuard.options().forEach(probe::addArgument);
        try {
            source.options().forEach(probe::addArgument);
            return probe.setShowPrivateData(false)
                    .setLogLevel(LogLevel.ERROR)
                    .setInput(source.name())
                    .execute();
        } catch (JaffreeException e) {
            if (e.getCause() instanceof InterruptedException) {
                throw (InterruptedException) new InterruptedException().initCause(e);
            }
            String said = String.join("\n", errors.lines());
            throw new FailureException(new Failure.SourceUnreadable(source.name(), reason(said), said), e);
        }
    }

    /** A clause for a failure, by what FFmpeg is known to say. */
    private static String reason(String said) {
        if (said.contains("moov atom not found")) {
            return "it is incomplete: its index is missing, as if the recording or copying broke off";
        }
        if (said.contains("not on whitelist")) {
            return "it is in none of the video formats that Proxima opens (a playlist, which names other files, is in none)";
        }
        if (said.contains("Invalid data found")) {
            return "it is not a video file, or is damaged at its start";
        }
        if (said.contains("Permission denied")) {
            return "its permissions do not let Proxima read it";
        }
        return "FFmpeg cannot open it";
    }

    /** Only names the format: the lines are read one by one, as a clip may have millions. */
    private static final class Csv implements FormatParser {
        @Override
        public String getFormatName() {
            return "csv=p=0";
        }

        @Override
        public ProbeData parse(InputStream stdout) {
            throw new UnsupportedOperationException();
        }
    }
}
