package dev.proxima.ffmpeg;

import dev.proxima.media.AudioTrack;
import dev.proxima.media.ClipInfo;
import dev.proxima.media.EncodeGrid;
import dev.proxima.media.PlannedSegment;
import dev.proxima.media.Preset;
import dev.proxima.media.Rational;
import dev.proxima.media.VideoTrack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * The FFmpeg command lines, without the program itself. All of them name streams by FFmpeg's index, so that they take
 * the same ones as the probe looked at.
 */
public final class Commands {

    private static final Rational MICROS = new Rational(1_000_000, 1);

    private static final long LEAST_BACK_OFF_MICROS = 1_000_000;
    private static final List<String> QUIETLY = List.of("-nostdin", "-hide_banner", "-y");

    /** What can be decoded of a damaged clip is encoded, however little it is. */
    private static final List<String> LENIENTLY = List.of("-max_error_rate", "1");

    /** A movie of which each frame can be read as soon as it is written; stitched, it is the same as any other. */
    private static final List<String> READABLE_UNFINISHED =
            List.of("-movflags", "+frag_every_frame+delay_moov", "-flush_packets", "1");

    private Commands() {}

    /** The single-process encode of a whole clip: what an unsplit job runs and every other is measured against. */
    public static List<String> reference(ClipInfo clip, Preset preset, Path source, Path output) {
        Line line = new Line(QUIETLY).add(LENIENTLY).add(input(clip, source));
        line.add("-map", "0:" + clip.video().streamIndex());
        clip.audio().forEach(track -> line.add("-map", "0:" + track.streamIndex()));
        line.add("-map_metadata", "0");
        clip.timecode().ifPresent(timecode -> line.add("-timecode", timecode));
        String frameTime = clip.video().frameRate().inverse().toString();
        List<String> filters = new ArrayList<>();
        if (clip.video().counted()) {
            filters.addAll(List.of("settb=" + frameTime, "setpts=STARTPTS+N"));
        } else if (!clip.video().constantRate() && !clip.video().cuttable()) {
            // encoders refuse a frame that is not later than the one before it
            filters.add("setpts=if(eq(N\\,0)\\,PTS\\,max(PTS\\,PREV_OUTPTS+1))");
        }
        filters.addAll(PictureFilters.of(clip, preset, source, 0));
        if (!filters.isEmpty()) {
            line.add("-vf", String.join(",", filters));
        }
        line.add(videoEncoder(clip, preset));
        if (clip.video().counted()) {
            line.add("-fps_mode", "passthrough", "-enc_time_base:v", frameTime);
        } else if (clip.video().constantRate()) {
            line.add("-fps_mode", "vfr");
            if (clip.container().startsWith("matroska")) {
                // times in ms make FFmpeg take 59.94 fps for 19001/317
                line.add("-enc_time_base:v", frameTime);
            }
        } else {
            line.add("-fps_mode", "passthrough", "-enc_time_base:v", "demux");
        }
        if (!clip.audio().isEmpty()) {
            line.add(preset.audioArguments());
        }
        return line.add(path(output)).toList();
    }

    /**
     * The encode of one segment. Frames are chosen by their timestamp in the source, and decoding starts well before the
     * first of them. At a constant rate they are placed by counting, else by their timestamps, from 0 on.
     *
     * @param seams file for the hashes of what is decoded at both ends, see {@link Seams}
     * @param backOff how often the distance from the first frame back to the seek point is doubled, or
     *     {@link #FROM_START}
     */
    public static List<String> segment(
            ClipInfo clip, Preset preset, Path source, PlannedSegment segment, int backOff, Path output, Path seams) {
        VideoTrack video = clip.video();
        boolean counting = video.constantRate();
        String frameTime = video.frameRate().inverse().toString();
        Line line = new Line(QUIETLY).add(LENIENTLY).add("-copyts");
        seekMicros(clip, segment, backOff).ifPresent(micros -> line.add("-noaccurate_seek", "-ss", seconds(micros)));
        line.add(input(clip, source))
                .add("-map", "0:" + video.streamIndex(), "-map_metadata", "0", "-map_chapters", "-1");
        List<String> filters = new ArrayList<>();
        filters.add(trim(segment));
        if (counting) {
            filters.addAll(List.of(onGrid(video, segment), "settb=" + frameTime));
        }
        filters.addAll(PictureFilters.of(clip, preset, source, segment.range().startFrame()));
        line.add("-vf", String.join(",", filters)).add(videoEncoder(clip, preset));
        if (!counting) {
            // on packets, as the filter of this name loses how long the last frame lasts
            line.add("-bsf:v", "setts=pts=PTS-STARTPTS:dts=DTS-STARTDTS");
        }
        line.add("-fps_mode", "passthrough", "-enc_time_base:v", counting ? frameTime : "demux");
        List<String> options = segment.splits().isEmpty() ? List.of() : READABLE_UNFINISHED;
        if (PacketList.isPossible(preset, video)) {
            line.add(PacketList.output(output, preset.extension(), options));
        } else {
            line.add(options).add(path(output));
        }
        return line.add(Seams.output(video, segment, seams)).toList();
    }

    /**
     * Puts each frame on the position of the grid where its own time is, counted from the segment's first. Counting would
     * give the same positions, and hide it when the decoder delivers other times than those of the index.
     */
    private static String onGrid(VideoTrack video, PlannedSegment segment) {
        String first = segment.startPts().isPresent() ? "" + segment.startPts().getAsLong() : "STARTPTS";
        String perTick = "(TB*" + video.frameRate() + ")";
        // rounded again, as the filter cuts off what a quotient of floating point falls short of
        return "setpts=round(round((PTS-" + first + ")*" + perTick + ")/" + perTick + ")";
    }

    /** As the back-off of {@link #segment}: decode from the start of the file. */
    public static final int FROM_START = -1;

    /** The encode of all audio tracks, whole, into NUT, which keeps packets and timestamps as they come. */
    public static List<String> audio(ClipInfo clip, Preset preset, Path source, Path output) {
        Line line = new Line(QUIETLY).add(LENIENTLY).add(input(clip, source));
        for (AudioTrack track : clip.audio()) {
            line.add("-map", "0:" + track.streamIndex());
        }
        line.add("-map_metadata", "0", "-map_chapters", "-1").add(preset.audioArguments());
        line.add("-f", "nut", path(output));
        if (clip.container().startsWith("mpeg")) {
            // here FFmpeg counts time from the first packet of all streams in use, so the video has to be one of them
            line.add("-map", "0:" + clip.video().streamIndex(), "-c", "copy", "-f", "null", "-");
        }
        return line.toList();
    }

    private static List<String> input(ClipInfo clip, Path source) {
        return SourceInput.of(clip, source).words();
    }

    private static List<String> videoEncoder(ClipInfo clip, Preset preset) {
        Line line = new Line(List.of("-c:v", preset.encoder())).add(preset.videoArguments());
        if (clip.video().shape().interlaced()) {
            line.add(preset.interlacedArguments());
        }
        return clip.video().hasAlpha() ? line.add(preset.alphaArguments()).toList() : line.toList();
    }

    /**
     * The stream-copy join. At a constant rate every packet gets its timestamp by counting, as the sum of the segments'
     * own durations is off by rounding.
     *
     * @param delay frames by which packets are decoded before they are shown; where it is not 0, packets are not in the
     *     order in which they are shown, and a packet's place is the one of the grid nearest to where the list puts it
     * @param list a concat script naming the segments in order; with their exact durations if there is a delay or the rate
     *     varies, see {@link Stitcher}
     * @param audio the file of {@link #audio}; not used if the clip has no audio
     */
    public static List<String> stitch(ClipInfo clip, int delay, Path list, Path audio, Path source, Path output) {
        VideoTrack video = clip.video();
        EncodeGrid grid = grid(video);
        boolean hasAudio = !clip.audio().isEmpty();
        int sourceInput = hasAudio ? 2 : 1;
        Line line =
                new Line(QUIETLY).add("-copyts", "-f", "concat", "-safe", "0", "-auto_convert", "0", "-i", path(list));
        if (hasAudio) {
            // which NUT does not keep, so that 4.1 would come out as 5.0
            for (int track = 0; track < clip.audio().size(); track++) {
                String stream = "-ch_layout:a:" + track;
                clip.audio().get(track).layout().ifPresent(layout -> line.add(stream, layout));
            }
            line.add("-i", path(audio));
        }
        line.add(input(clip, source)).add("-map", "0:v:0");
        for (int track = 0; track < clip.audio().size(); track++) {
            line.add("-map", "1:a:" + track);
        }
        line.add("-map_metadata", "" + sourceInput, "-map_chapters", "" + sourceInput);
        clip.timecode().ifPresent(timecode -> line.add("-timecode", timecode));
        if (video.handler().isEmpty()) {
            line.add("-metadata:s:v:0", "handler_name="); // or the timecode gets the one that the segments were given
        }
        line.add(
                "-c",
                "copy",
                "-bsf:v",
                "setts=" + (video.constantRate() ? counted(video, grid, delay) : delayed(video, grid)));
        return line.add("-video_track_timescale", "" + grid.timescale(), path(output))
                .toList();
    }

    /** Units of time of the stitched file: a frame of the grid at a constant rate, else a tick of the source. */
    static EncodeGrid grid(VideoTrack video) {
        return video.constantRate() ? EncodeGrid.of(video.frameRate()) : EncodeGrid.ofTicks(video.timeBase());
    }

    private static String counted(VideoTrack video, EncodeGrid grid, int delay) {
        String shown = delay == 0 ? "N" : "round(PTS/" + grid.frameTicks() + ")";
        String pts = shifted(shown, video.firstPosition()) + "*" + grid.frameTicks();
        String dts = shifted("N", video.firstPosition() - delay) + "*" + grid.frameTicks();
        return "time_base=1/" + grid.timescale() + ":pts=" + pts + ":dts=" + dts + ":duration=" + grid.frameTicks();
    }

    private static String shifted(String position, long by) {
        return by == 0 ? position : "(%s%+d)".formatted(position, by);
    }

    private static String delayed(VideoTrack video, EncodeGrid grid) {
        long start = grid.pts(video.firstPosition());
        return "pts=PTS+" + start + ":dts=DTS+" + start;
    }

    /** Prints one line for each video packet ({@code 0, dts, pts, duration, size, hash}) and a hash for each audio stream. */
    static List<String> digest(Path file, boolean video, int audioTracks, Path audioHashes) {
        // or times would count from the first stream's start, which is late where no stream starts at 0
        Line line = new Line(QUIETLY).add("-copyts", "-i", path(file));
        if (video) {
            line.add("-map", "0:v:0", "-c", "copy", "-f", "framehash", "-hash", "murmur3", "pipe:1");
        }
        for (int track = 0; track < audioTracks; track++) {
            line.add("-map", "0:a:" + track);
        }
        if (audioTracks > 0) {
            line.add("-c", "copy", "-f", "streamhash", "-hash", "murmur3", path(audioHashes));
        }
        return line.toList();
    }

    /** Prints a line for each frame that the decoder delivers up to {@code endPts}, with its timestamp in the source. */
    static List<String> decodedTimestamps(Path source, int stream, long endPts) {
        return new Line(QUIETLY)
                .add(LENIENTLY)
                .add("-copyts")
                .add(SourceInput.file(source).words())
                .add("-map", "0:" + stream, "-vf", "trim=end_pts=" + endPts)
                .add("-fps_mode", "passthrough", "-enc_time_base:v", "demux", "-f", "framecrc", "pipe:1")
                .toList();
    }

    /** Only segments of a cut clip are encoded by themselves, so there is a limit. */
    private static String trim(PlannedSegment segment) {
        List<String> limits = new ArrayList<>();
        segment.startPts().ifPresent(pts -> limits.add("start_pts=" + pts));
        segment.endPts().ifPresent(pts -> limits.add("end_pts=" + pts));
        return "trim=" + String.join(":", limits);
    }

    /** Where to seek, counted from the container's start as {@code -ss} is; empty to read from the start. */
    private static OptionalLong seekMicros(ClipInfo clip, PlannedSegment segment, int backOff) {
        if (segment.startPts().isEmpty() || segment.seekPts().isEmpty() || backOff == FROM_START) {
            return OptionalLong.empty();
        }
        long start = segment.startPts().getAsLong();
        Rational micro = clip.video().timeBase().times(MICROS);
        long planned = start - segment.seekPts().getAsLong();
        // of nothing, twice would be nothing again
        long distance =
                backOff == 0 ? planned : Math.max(planned, micro.inverse().scale(LEAST_BACK_OFF_MICROS)) << backOff;
        long micros = micro.scale(start - distance) - clip.startMicros();
        return micros <= 0 ? OptionalLong.empty() : OptionalLong.of(micros);
    }

    private static String seconds(long micros) {
        return String.format(Locale.ROOT, "%d.%06d", micros / 1_000_000, micros % 1_000_000);
    }

    private static String path(Path path) {
        return path.toString();
    }

    private static final class Line {
        private final List<String> words;

        Line(List<String> words) {
            this.words = new ArrayList<>(words);
        }

        Line add(String... more) {
            return add(List.of(more));
        }

        Line add(List<String> more) {
            words.addAll(more);
            return this;
        }

        List<String> toList() {
            return List.copyOf(words);
        }
    }
}
