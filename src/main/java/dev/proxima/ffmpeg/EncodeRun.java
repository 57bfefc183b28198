package dev.proxima.ffmpeg;

import com.github.kokorin.jaffree.LogLevel;
import com.github.kokorin.jaffree.ffmpeg.FFmpeg;
import com.github.kokorin.jaffree.ffmpeg.FFmpegResult;
import com.github.kokorin.jaffree.ffmpeg.OutputListener;
import com.github.kokorin.jaffree.ffmpeg.ProgressListener;
import com.github.kokorin.jaffree.process.ProcessHelper;
import com.github.kokorin.jaffree.process.StdReader;
import com.github.kokorin.jaffree.process.Stopper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One running FFmpeg process, driven by Jaffree. The outcome is known as soon as the process has ended and its output
 * is read; {@link #kill()} leaves no process behind.
 */
public final class EncodeRun {

    /** How long a run may show no progress before it is ended. */
    public static final Duration DEFAULT_STALL_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration GRACE = Duration.ofMillis(300);

    /** A machine that hardly runs any more takes its time, and nobody waits for it. */
    private static final Duration LONGEST_END = Duration.ofSeconds(30);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "ffmpeg-clock");
        thread.setDaemon(true);
        return thread;
    });

    private final CompletableFuture<Void> stdoutRead = new CompletableFuture<>();
    private final CompletableFuture<Void> stderrRead = new CompletableFuture<>();
    private final CompletableFuture<Process> started = new CompletableFuture<>();
    private final CompletableFuture<ExitReport> outcome = new CompletableFuture<>();
    private final ErrorTail<FFmpegResult> errors = new ErrorTail<>(() -> stderrRead.complete(null));
    private final Duration stallTimeout;
    private final Duration timeLimit;

    /** Patience is counted in looks: while this JVM stands still, or its machine sleeps, no FFmpeg is late. */
    private volatile int looks;

    private volatile int looksUntilProgress;
    private volatile boolean stalled;
    private volatile boolean overdue;
    private volatile boolean enough;

    private EncodeRun(FfmpegBuild build, Duration stallTimeout) {
        this.stallTimeout = stallTimeout;
        this.timeLimit = build.limits().time();
    }

    /**
     * Starts an encode.
     *
     * @param arguments everything after the name of the program
     * @param progress called on a thread of the run about twice a second; must not block
     */
    public static EncodeRun start(
            FfmpegBuild build, List<String> arguments, Duration stallTimeout, Consumer<EncodeProgress> progress) {
        EncodeRun run = new EncodeRun(build, stallTimeout);
        ProgressOutput stdout = new ProgressOutput(run::alive, progress, run::stdoutEnded);
        run.execute(build.supervisor(), arguments, stdout, Optional::empty, true);
        return run;
    }

    /** Starts a run whose standard output is text; {@code lines} is called for each line on a thread of the run. */
    static EncodeRun lines(FfmpegBuild build, List<String> arguments, Duration stallTimeout, Consumer<String> lines) {
        EncodeRun run = new EncodeRun(build, stallTimeout);
        LineOutput<FFmpegResult> stdout = new LineOutput<>(
                line -> {
                    run.alive();
                    lines.accept(line);
                },
                run::stdoutEnded,
                null);
        run.execute(build.supervisor(), arguments, stdout, stdout::lost, false);
        return run;
    }

    /** Completes when the process has ended, in whatever way; fails only if it could not be started. */
    public CompletionStage<ExitReport> outcome() {
        return outcome.minimalCompletionStage();
    }

    /** Ends the process and all that it started. Returns at once; {@link #outcome()} completes within a second. */
    public void kill() {
        started.thenAccept(this::end);
    }

    /**
     * As {@link #kill()}, for one that did all that is wanted of it, which then counts as a success. What it told is read, so
     * the process itself is left to end by itself, if it is FFmpeg's supervisor: to destroy it closes what it is read by.
     */
    void endAsEnough() {
        enough = true;
        started.thenAccept(process -> {
            List<ProcessHandle> children = process.descendants().toList();
            List<ProcessHandle> all = children.isEmpty() ? List.of(process.toHandle()) : children;
            all.forEach(ProcessHandle::destroyForcibly);
            CLOCK.schedule(() -> endIfAlive(process), LONGEST_END.toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    Duration stallTimeout() {
        return stallTimeout;
    }

    Duration timeLimit() {
        return timeLimit;
    }

    /** @param lost why some of standard output was not read, to be asked for at the end */
    private void execute(
            Path program,
            List<String> arguments,
            StdReader<FFmpegResult> stdout,
            Supplier<Optional<String>> lost,
            boolean progress) {
        Run run = new Run(program, stdout, progress);
        run.setLogLevel(LogLevel.ERROR).setOverwriteOutput(true);
        InputGuard.guarded(arguments).forEach(run::addArgument);
        ScheduledFuture<?> watch = CLOCK.scheduleWithFixedDelay(
                this::endIfTooLong, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        outcome.whenComplete((report, failure) -> watch.cancel(false));
        started.thenAccept(process -> CompletableFuture.allOf(
                        process.onExit().thenApply(ended -> null), stdoutRead, stderrRead)
                .thenRun(() -> outcome.complete(report(process, lost.get()))));
        // Jaffree's own future only tells of a process that could not start: it polls, and fails on every kill
        run.executeAsync().toCompletableFuture().whenComplete((result, failure) -> {
            if (failure != null && !started.isDone()) {
                outcome.completeExceptionally(failure);
            }
        });
    }

    private ExitReport report(Process process, Optional<String> lost) {
        return new ExitReport(
                exitCode(process.exitValue()),
                errors.lines(),
                stalled,
                overdue,
                enough,
                errors.tellOfDamage(),
                errors.tellOfReadError(),
                errors.lost().or(() -> lost));
    }

    /** A shell reports a child's death by a signal as 128 + its number; FFmpeg's own statuses are 0, 1 and above 143. */
    private static int exitCode(int status) {
        return status > 128 && status <= 143 ? 128 - status : status;
    }

    private void end(Process process) {
        process.destroy();
        CLOCK.schedule(
                () -> {
                    List<ProcessHandle> children = process.descendants().toList();
                    process.destroyForcibly();
                    children.forEach(ProcessHandle::destroyForcibly);
                },
                GRACE.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void endIfAlive(Process process) {
        if (process.isAlive()) {
            end(process);
        }
    }

    private void endIfTooLong() {
        int now = looks + 1;
        looks = now;
        if (stalled || overdue) {
            return;
        }
        stalled = LOOK_EVERY.multipliedBy(now - looksUntilProgress).compareTo(stallTimeout) > 0;
        overdue = LOOK_EVERY.multipliedBy(now).compareTo(timeLimit) > 0;
        if (stalled || overdue) {
            started.thenAccept(this::end);
        }
    }

    private void stdoutEnded() {
        stdoutRead.complete(null);
    }

    private void alive() {
        looksUntilProgress = looks;
    }

    private final class Run extends FFmpeg {
        private final StdReader<FFmpegResult> stdout;
        private final boolean progress;

        Run(Path program, StdReader<FFmpegResult> stdout, boolean progress) {
            super(program);
            this.stdout = stdout;
            this.progress = progress;
        }

        @Override
        protected Stopper createStopper() {
            return new ProcessCatcher();
        }

        @Override
        protected StdReader<FFmpegResult> createStdErrReader(OutputListener listener) {
            return errors;
        }

        @Override
        protected StdReader<FFmpegResult> createStdOutReader() {
            return stdout;
        }

        /** Progress comes by standard output, not by Jaffree's socket, for which a failed start is waited 10 s. */
        @Override
        protected ProcessHelper createProgressHelper(ProgressListener listener) {
            setProgress(progress ? "pipe:1" : null);
            return null;
        }
    }

    private final class ProcessCatcher implements Stopper {
        @Override
        public void graceStop() {
            kill();
        }

        @Override
        public void forceStop() {
            kill();
        }

        @Override
        public void setProcess(Process process) {
            alive();
            started.complete(process);
        }
    }
}
