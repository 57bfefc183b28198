package dev.proxima.ffmpeg;

import com.github.kokorin.jaffree.JaffreeException;
import com.github.kokorin.jaffree.LogLevel;
import com.github.kokorin.jaffree.ffprobe.FFprobe;
import com.github.kokorin.jaffree.ffprobe.FFprobeResult;
import com.github.kokorin.jaffree.ffprobe.data.FormatParser;
import com.github.kokorin.jaffree.ffprobe.data.ProbeData;
import com.github.kokorin.jaffree.process.JaffreeAbnormalExitException;
import com.github.kokorin.jaffree.process.StdReader;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs ffprobe on a clip. If the thread is interrupted, the process is told to end; it may be there a moment longer. */
final class Probing {

    private static final String UNKNOWN_REASON = "FFmpeg cannot open it";

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
        return Runs.again(() -> {
            Probing probing = new Probing(source);
            FFprobe probe = new FFprobe(build.probe()) {
                @Override
                protected StdReader<FFprobeResult> createStdErrReader() {
                    return probing.errors;
                }
            };
            options.forEach(probe::addArgument);
            return probing.execute(probe.setShowFormat(true).setShowStreams(true));
        });
    }

    /**
     * Each packet of a stream as a line such as {@code 1024,564,K__}: its pts, its place in the file and its flags. Reads
     * once: if some is lost, which {@link Runs#again} is for, the caller has to count anew.
     *
     * @return the last lines of what FFmpeg complained about
     */
    static List<String> packets(FfmpegBuild build, Path source, int stream, Consumer<String> lines)
            throws FailureException, InterruptedException {
        Probing probing = new Probing(SourceInput.file(source));
        LineOutput<FFprobeResult> stdout = new LineOutput<>(lines, () -> {}, new FFprobeResult(null));
        FFprobe probe = new FFprobe(build.probe()) {
            @Override
            protected StdReader<FFprobeResult> createStdOutReader(FormatParser parser) {
                return stdout;
            }

            @Override
            protected StdReader<FFprobeResult> createStdErrReader() {
                return probing.errors;
            }
        };
        probing.execute(probe.setSelectStreams("" + stream)
                .setShowEntries("packet=pts,pos,flags")
                .setFormatParser(new Csv()));
        Optional<String> lost = stdout.lost().or(probing.errors::lost);
        if (lost.isPresent()) {
            throw probing.outputLost(lost.get(), null);
        }
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
            throw failure(e);
        }
    }

    /** Jaffree interrupts its caller when one of its own threads fails, and adds why: then nobody else did. */
    private FailureException failure(JaffreeException e) throws InterruptedException {
        if (e.getCause() instanceof InterruptedException && e.getSuppressed().length == 0) {
            throw (InterruptedException) new InterruptedException().initCause(e);
        }
        if (e.getCause() instanceof IOException) {
            return new FailureException(
                    new Failure.Internal(
                            "FFmpeg could not be started.", e.getCause().toString()),
                    e);
        }
        String said = String.join("\n", errors.lines());
        if (!(e instanceof JaffreeAbnormalExitException) && reason(said).equals(UNKNOWN_REASON)) {
            Throwable cause = Optional.ofNullable(e.getCause()).orElse(e);
            return outputLost(
                    Stream.of(e.getSuppressed()).findFirst().orElse(cause).toString(), e);
        }
        return new FailureException(new Failure.SourceUnreadable(source.name(), reason(said), said), e);
    }

    private FailureException outputLost(String why, Throwable cause) {
        return new FailureException(new Failure.OutputLost("reading " + source.name(), why), cause);
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
        return UNKNOWN_REASON;
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
