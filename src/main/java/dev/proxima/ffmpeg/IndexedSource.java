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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A source as ffprobe describes it, and where its frames are: by its own tables if these can be relied on. */
final class IndexedSource {

    private static final Logger LOG = LoggerFactory.getLogger(IndexedSource.class);

    /** Codecs of which FFmpeg delivers the samples of mov and mp4 as packets, neither split nor joined. */
    private static final Set<String> ONE_PACKET_A_SAMPLE = Set.of(
            "h264", "hevc", "av1", "prores", "mjpeg", "dnxhd", "cfhd", "mpeg2video", "mpeg4", "dvvideo", "png", "qtrle",
            "rawvideo", "v210");

    /** FFmpeg reads so much of the media at most, unless told otherwise. */
    private static final long USUAL_PROBE_BYTES = 5_000_000;

    private static final long SHORT_PROBE_BYTES = 4_000_000;

    /** With larger first frames, sound included, a short probe would see fewer of them than an encode does. */
    private static final long LEAD_BYTES = SHORT_PROBE_BYTES * 19 / 20;

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
        FFprobeResult description;
        if (tables.isPresent()) {
            boolean brief = tables.get().leadBytes() <= LEAD_BYTES;
            description = Probing.describe(build, source, brief ? SHORT_PROBE_BYTES : USUAL_PROBE_BYTES, COMPARED);
        } else {
            description = Probing.describe(build, source);
        }
        return new IndexedSource(build, source, tables, description);
    }

    /** Format and streams. */
    FFprobeResult description() {
        return description;
    }

    /** The timing of a video stream of the description. */
    PacketTiming timing(ProbeData video) {
        if (isByTables(video)) {
            Mp4Timing timing = tables.orElseThrow();
            return visitor -> timing.forEach(visitor::packet);
        }
        tables.ifPresent(timing -> LOG.info("The packets of {} are scanned, as its tables are unusual", source));
        return PacketTiming.scan(build, source, video.getInteger("index"));
    }

    /** The tables are of this stream, and to be relied on. */
    boolean isByTables(ProbeData video) {
        return tables.filter(timing -> isOf(timing, video) && agreesAtStart(timing, video.getInteger("index")))
                .isPresent();
    }

    private static boolean isOf(Mp4Timing timing, ProbeData video) {
        return ONE_PACKET_A_SAMPLE.contains(video.getString("codec_name"))
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
