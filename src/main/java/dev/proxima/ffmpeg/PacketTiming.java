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
        void packetWithoutTime();

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
        int comma = line.lastIndexOf(',');
        if (comma < 0) {
            return;
        }
        visitor.read();
        if (line.indexOf('C', comma) > 0) {
            visitor.damage();
        }
        if (line.indexOf('D', comma) > 0) {
            return;
        }
        String time = line.substring(0, line.indexOf(','));
        if (time.equals("N/A")) {
            visitor.packetWithoutTime();
        } else {
            visitor.packet(Long.parseLong(time), line.indexOf('K', comma) > 0);
        }
    }
}
