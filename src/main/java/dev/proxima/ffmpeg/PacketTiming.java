package dev.proxima.ffmpeg;

import dev.proxima.job.FailureException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleConsumer;

/** When the packets of a video stream are presented, told in the order of decoding; those outside of edits left out. */
@FunctionalInterface
interface PacketTiming {

    /** Calls {@code visitor} for each packet. */
    void tell(Visitor visitor) throws FailureException, InterruptedException;

    /** Takes packets one by one. */
    interface Visitor {

        /**
         * @param pts in the stream's time base
         * @param key decoding may start here
         */
        void packet(long pts, boolean key);

        /** A packet of which the container does not say when it is presented. */
        void packetWithoutTime(boolean key);

        /** The file does not hold all of a packet, or something that is no packet. */
        default void damage() {}

        /** A packet of the file was read, whether or not it is presented. */
        default void read() {}
    }

    /**
     * Reads the whole file.
     *
     * @param progress is told what share of the file has been read, 0 to 1, at each percent
     */
    static PacketTiming scan(FfmpegBuild build, Path source, int stream, DoubleConsumer progress) {
        return visitor -> {
            ReadProgress read = new ReadProgress(source, progress);
            List<String> said = Probing.packets(build, source, stream, line -> {
                read.line(line);
                tellLine(line, visitor);
            });
            if (said.stream().anyMatch(Damage::isSaidBy)) {
                visitor.damage();
            }
        };
    }

    /** A line such as {@code 1024,564,K__}; a D among the flags marks a packet outside of the edit list. */
    private static void tellLine(String line, Visitor visitor) {
        String[] fields = line.split(",", 4);
        if (fields.length < 3) {
            return;
        }
        String flags = fields[2];
        visitor.read();
        if (flags.contains("C")) {
            visitor.damage();
        }
        if (flags.contains("D")) {
            return;
        }
        if (fields[0].equals("N/A")) {
            visitor.packetWithoutTime(flags.contains("K"));
        } else {
            visitor.packet(Long.parseLong(fields[0]), flags.contains("K"));
        }
    }
}
