package dev.proxima.ffmpeg;

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
import java.util.stream.LongStream;

/**
 * Reads a finished file packet by packet. Video is digested by packet; audio by stream, as containers cut PCM into
 * packets as they please.
 */
final class FileDigest {

    /** What FFmpeg says of a file to which no packet was written. */
    private static final String NO_STREAM = "matches no streams";

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
        private final LongStream.Builder times = LongStream.builder();
        private final long tick;
        private final long most;
        private boolean surplus;
        private long packets;
        private int delay;
        private String header = "";

        /** @param tick units of the file's time base in which frames are counted, see {@link #times} */
        Sum(long tick) {
            this(tick, Long.MAX_VALUE);
        }

        /** @param most packets to count; others follow that are not wanted */
        Sum(long tick, long most) {
            this.tick = tick;
            this.most = most;
        }

        /** Of a file that may have more packets than are added. */
        static Sum withSurplus(long tick) {
            Sum sum = new Sum(tick);
            sum.surplus = true;
            return sum;
        }

        void add(Packet packet) {
            if (packets == most) {
                surplus = true;
                return;
            }
            if (packets == 0 && packet.duration() > 0) {
                delay = Math.toIntExact((packet.pts() - packet.dts()) / packet.duration());
            }
            times.add(packet.pts());
            digest.update((packet.size() + "," + packet.hash() + "\n").getBytes(StandardCharsets.US_ASCII));
            packets++;
        }

        /** Lines such as {@code #extradata 0, 2375, 1b44…}. */
        void addHeader(String line) {
            if (line.startsWith("#extradata 0")) {
                header = line.substring(line.lastIndexOf(',') + 1).strip();
            }
        }

        long packets() {
            return packets;
        }

        /** {@link TimesDigest} of the packets in the order in which they are shown; to be asked for once, at the end. */
        String times() {
            long[] shown = times.build().sorted().toArray();
            TimesDigest digestOfTimes = new TimesDigest();
            for (long pts : shown) {
                long time = pts - shown[0];
                // no plan has a negative time, so one that is no whole number of ticks never matches
                digestOfTimes.add(time % tick == 0 ? time / tick : -1);
            }
            return digestOfTimes.hex();
        }

        PieceDigest of(long bytes) {
            return new PieceDigest(packets, bytes, Digests.hex(digest), delay, header, "", "", surplus);
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
        return ofVideo(file, tick, Long.MAX_VALUE);
    }

    /** The same of its first packets. */
    Sum ofVideo(Path file, long tick, long most) throws FailureException, InterruptedException, IOException {
        return Runs.again(() -> {
            Sum sum = new Sum(tick, most);
            try {
                read(file, sum::add, sum::addHeader, 0);
            } catch (FailureException e) {
                // a stream without pictures is none
                if (!e.failure().detail().contains(NO_STREAM)) {
                    throw e;
                }
            }
            return sum;
        });
    }

    /** The audio has no packets to speak of: their number is given as 0. */
    PieceDigest ofAudio(Path file, int tracks) throws FailureException, InterruptedException, IOException {
        return Runs.again(() -> audioDigest(read(file, null, tracks), Files.size(file)));
    }

    static PieceDigest audioDigest(List<String> hashes, long bytes) {
        return new PieceDigest(0, bytes, String.join(" ", hashes));
    }

    /**
     * Reads once: if some is lost, which {@link Runs#again} is for, the caller has to count anew.
     *
     * @param video called for each packet of the first video stream; null to leave video alone
     * @return a hash for each of the first {@code audioTracks} audio streams
     */
    List<String> read(Path file, Consumer<Packet> video, int audioTracks)
            throws FailureException, InterruptedException, IOException {
        return read(file, video, header -> {}, audioTracks);
    }

    private List<String> read(Path file, Consumer<Packet> video, Consumer<String> header, int audioTracks)
            throws FailureException, InterruptedException, IOException {
        Path hashes = file.resolveSibling(file.getFileName() + ".audiohash");
        try {
            List<String> command = Commands.digest(file, video != null, audioTracks, hashes);
            EncodeRun run = video == null
                    ? EncodeRun.start(build, command, stallTimeout, progress -> {})
                    : EncodeRun.lines(build, command, stallTimeout, line -> packet(line, video, header));
            Runs.succeed(run, "checking " + file);
            return audioTracks == 0 ? List.of() : audioHashes(Files.readAllLines(hashes));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            Files.deleteIfExists(hashes);
        }
    }

    private static void packet(String line, Consumer<Packet> video, Consumer<String> header) {
        if (line.startsWith("#")) {
            header.accept(line);
        } else {
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
