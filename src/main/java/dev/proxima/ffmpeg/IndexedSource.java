package dev.proxima.ffmpeg;

import com.github.kokorin.jaffree.ffprobe.FFprobeResult;
import com.github.kokorin.jaffree.ffprobe.Packet;
import com.github.kokorin.jaffree.ffprobe.data.ProbeData;
import dev.proxima.ffmpeg.mp4.Mp4Timing;
import dev.proxima.job.FailureException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleConsumer;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A source as ffprobe describes it, and where its frames are: by its own tables if these can be relied on. */
final class IndexedSource {

    private static final Logger LOG = LoggerFactory.getLogger(IndexedSource.class);

    /** Codecs of which FFmpeg delivers the samples of mov and mp4 as packets, neither split nor joined. */
    private static final Set<String> ONE_PACKET_A_SAMPLE = Set.of(
            "h264",
            "hevc",
            "av1",
            "prores",
            "mjpeg",
            "dnxhd",
            "cfhd",
            "mpeg2video",
            "mpeg4",
            "dvvideo",
            "png",
            "qtrle",
            "rawvideo",
            "v210");

    /** FFmpeg reads so much of the media at most, unless told otherwise. */
    private static final long USUAL_PROBE_BYTES = 5_000_000;

    /** With the headers of fragments on top, this leaves a clip of some minutes below the usual amount. */
    private static final long SHORT_PROBE_BYTES = 4_300_000;

    /** Of the first frames FFmpeg takes the rate, in one way of up to so many and in another of more, up to the limit. */
    private static final int FEW_FRAMES = 16;

    private static final int MOST_FRAMES = 22;

    /** Leaves room for sound. */
    private static final long MOST_FRAMES_BYTES = SHORT_PROBE_BYTES * 19 / 20;

    /** FFmpeg reads 32 kB for each header of a fragment otherwise. */
    private static final String BLOCK_BYTES = "4096";

    /** So many packets are compared, those of sound included. */
    private static final int COMPARED = 24;

    private final FfmpegBuild build;
    private final Path source;
    private final Optional<Mp4Timing> tables;
    private final FFprobeResult description;

    private IndexedSource(FfmpegBuild build, Path source, Optional<Mp4Timing> tables, FFprobeResult description) {
        this.build = build;
        this.source = source;
        this.tables = tables;
        this.description = description;
    }

    static IndexedSource open(FfmpegBuild build, Path source) throws FailureException, InterruptedException {
        Optional<Mp4Timing> tables = Mp4Timing.read(source);
        FFprobeResult description = Probing.describe(build, SourceInput.file(source), options(tables));
        return new IndexedSource(build, source, tables, description);
    }

    /** With tables, little is read, and the first packets of all streams are told, which costs no more reading. */
    static List<String> options(Optional<Mp4Timing> tables) {
        return tables.map(timing -> List.of(
                        "-probesize",
                        "" + probeBytes(timing),
                        "-blocksize",
                        BLOCK_BYTES,
                        "-show_packets",
                        "-read_intervals",
                        "%+#" + COMPARED))
                .orElse(List.of());
    }

    /** A short probe must find the same as the usual one, which an encode starts with. */
    private static long probeBytes(Mp4Timing timing) {
        if (timing.isOneOfSeveral()) {
            return USUAL_PROBE_BYTES;
        }
        boolean bothSeeMost = timing.bytesOf(MOST_FRAMES) <= MOST_FRAMES_BYTES;
        boolean bothSeeFew = timing.bytesOf(FEW_FRAMES) > USUAL_PROBE_BYTES;
        return bothSeeMost || bothSeeFew ? SHORT_PROBE_BYTES : USUAL_PROBE_BYTES;
    }

    /** Format and streams. */
    FFprobeResult description() {
        return description;
    }

    /** The timing of a video stream of the description; {@code progress} is told of a scan. */
    PacketTiming timing(ProbeData video, DoubleConsumer progress) {
        if (isByTables(video)) {
            Mp4Timing timing = tables.orElseThrow();
            return visitor -> timing.forEach(visitor::packet);
        }
        tables.ifPresent(timing -> LOG.info("The packets of {} are scanned, as its tables are unusual", source));
        return PacketTiming.scan(build, source, video.getInteger("index"), progress);
    }

    /** Whether what is shown from the key frame of a timestamp on can be decoded from it alone. */
    LongPredicate cleanAccess(ProbeData video) {
        return isByTables(video) ? tables.orElseThrow()::isCleanAccess : pts -> false;
    }

    /** Of a file that ends within its media FFmpeg reads sound and pictures together less far than each alone. */
    boolean isCutOff(StreamListing listing) {
        return tables.isEmpty() && listing.container().startsWith("mov") && Mp4Timing.isCutOff(source);
    }

    /** The tables are of this stream, and to be relied on. */
    boolean isByTables(ProbeData video) {
        return tables.filter(timing -> isOf(timing, video) && agreesAtStart(timing, video.getInteger("index")))
                .isPresent();
    }

    private static boolean isOf(Mp4Timing timing, ProbeData video) {
        return ONE_PACKET_A_SAMPLE.contains(StreamListing.text(video, "codec_name", "unknown"))
                && ("0x" + Long.toHexString(timing.trackId())).equals(video.getString("id"))
                && ("1/" + timing.timescale()).equals(video.getString("time_base"));
    }

    /** FFmpeg's first packets are where the tables put them; a rule that was missed shows here in most cases. */
    private boolean agreesAtStart(Mp4Timing timing, int stream) {
        List<String> delivered = new ArrayList<>();
        for (Packet packet : Optional.ofNullable(description.getPackets()).orElse(List.of())) {
            String flags = packet.getFlags();
            if (packet.getStreamIndex() == stream && !flags.contains("D")) {
                delivered.add(packet.getPts() + (flags.contains("K") ? " key" : ""));
            }
        }
        List<String> told = new ArrayList<>();
        timing.forEach((pts, key) -> {
            if (told.size() < delivered.size()) {
                told.add(pts + (key ? " key" : ""));
            }
        });
        return told.equals(delivered);
    }
}
