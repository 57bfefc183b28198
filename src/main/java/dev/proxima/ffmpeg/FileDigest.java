package dev.proxima.ffmpeg;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.job.PieceDigest;
import dev.proxima.media.TimesDigest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads a finished file packet by packet. Video is digested by packet; audio by stream, as containers cut PCM into
 * packets as they please.
 */
final class FileDigest {

    /** A video packet; times in units of the file's video time base. */
    record Packet(long dts, long pts, long duration, long size, String hash) {

        /** A line of FFmpeg's framehash format: {@code stream, dts, pts, duration, size, hash}. */
        static Packet parse(String line) {
            String[] fields = line.split(",\\s*");
            return new Packet(
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[2]),
                    Long.parseLong(fields[3]),
                    Long.parseLong(fields[4]),
                    fields[5].strip());
        }
    }

    /** Digest over a run of packets: SHA-256 of their sizes and hashes, in order. */
    static final class Sum {
        private final MessageDigest digest = Digests.sha256();
        private final TimesDigest times = new TimesDigest();
        private final long tick;
        private long packets;
        private long first;

        /** @param tick units of the file's time base in which frames are counted, see {@link #times} */
        Sum(long tick) {
            this.tick = tick;
        }

        void add(Packet packet) {
            first = packets == 0 ? packet.pts() : first;
            long time = packet.pts() - first;
            // no plan has a negative time, so one that is no whole number of ticks never matches
            times.add(time % tick == 0 ? time / tick : -1);
            digest.update((packet.size() + "," + packet.hash() + "\n").getBytes(StandardCharsets.US_ASCII));
            packets++;
        }

        long packets() {
            return packets;
        }

        /** {@link TimesDigest} of the packets; to be asked for once, as the last thing. */
        String times() {
            return times.hex();
        }

        PieceDigest of(long bytes) {
            return new PieceDigest(packets, bytes, Digests.hex(digest));
        }
    }

    private final FfmpegBuild build;
    private final Duration stallTimeout;

    FileDigest(FfmpegBuild build, Duration stallTimeout) {
        this.build = build;
        this.stallTimeout = stallTimeout;
    }

    /** The video of a file that FFmpeg has just written; without any packet if it has no picture. */
    Sum ofVideo(Path file, long tick) throws FailureException, InterruptedException, IOException {
        Sum sum = new Sum(tick);
        try {
            read(file, sum::add, 0);
        } catch (FailureException e) {
            // a stream without pictures is none
            if (!(e.failure() instanceof Failure.FfmpegFailed) || sum.packets() > 0) {
                throw e;
            }
        }
        return sum;
    }

    /** The audio has no packets to speak of: their number is given as 0. */
    PieceDigest ofAudio(Path file, int tracks) throws FailureException, InterruptedException, IOException {
        return audioDigest(read(file, null, tracks), Files.size(file));
    }

    static PieceDigest audioDigest(List<String> hashes, long bytes) {
        return new PieceDigest(0, bytes, String.join(" ", hashes));
    }

    /**
     * @param video called for each packet of the first video stream; null to leave video alone
     * @return a hash for each of the first {@code audioTracks} audio streams
     */
    List<String> read(Path file, Consumer<Packet> video, int audioTracks)
            throws FailureException, InterruptedException, IOException {
        Path hashes = file.resolveSibling(file.getFileName() + ".audiohash");
        try {
            List<String> command = Commands.digest(file, video != null, audioTracks, hashes);
            EncodeRun run = video == null
                    ? EncodeRun.start(build, command, stallTimeout, progress -> {})
                    : EncodeRun.lines(build, command, stallTimeout, line -> packet(line, video));
            Runs.succeed(run, "checking " + file);
            return audioTracks == 0 ? List.of() : audioHashes(Files.readAllLines(hashes));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            Files.deleteIfExists(hashes);
        }
    }

    private static void packet(String line, Consumer<Packet> video) {
        if (!line.startsWith("#")) {
            video.accept(Packet.parse(line));
        }
    }

    /** Lines such as {@code 1,a,murmur3=0f…}. */
    private static List<String> audioHashes(List<String> lines) {
        List<String> hashes = new ArrayList<>();
        for (String line : lines) {
            hashes.add(line.substring(line.indexOf('=') + 1));
        }
        return hashes;
    }
}
