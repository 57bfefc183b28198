package dev.proxima.testing;

import dev.proxima.ffmpeg.EncodeRun;
import java.util.List;

/** The main class of a JVM that is killed while it encodes. */
public final class OrphanMaker {

    private OrphanMaker() {}

    /** Encodes for hours into the file {@code arguments[0]}, and says so once it is under way. */
    public static void main(String[] arguments) throws Exception {
        EncodeRun run = EncodeRun.start(
                TestFfmpeg.build(),
                endless(arguments[0]),
                EncodeRun.DEFAULT_STALL_TIMEOUT,
                progress -> System.out.println("frames " + progress.frames()));
        run.outcome().toCompletableFuture().get();
    }

    public static List<String> endless(String output) {
        return List.of(
                "-nostdin",
                "-re",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=64x64:r=25:d=36000",
                "-c:v",
                "mjpeg",
                "-f",
                "nut",
                output);
    }
}
