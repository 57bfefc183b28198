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
    private static final List<String> QUIETLY = List.of("-nostdin", "-hide_banner", "-y");

    private Commands() {}

    /** The single-process encode of a whole clip: what an unsplit job runs and every other is measured against. */
    public static List<String> reference(ClipInfo clip, Preset preset, Path source, Path output) {
        Line line = new Line(QUIETLY).add("-i", path(source));
        line.add("-map", "0:" + clip.video().streamIndex());
        clip.audio().forEach(track -> line.add("-map", "0:" + track.streamIndex()));
        line.add("-map_metadata", "0");
        clip.timecode().ifPresent(timecode -> line.add("-timecode", timecode));
        line.add("-c:v", preset.encoder()).add(preset.videoArguments());
        if (clip.video().constantRate()) {
            line.add("-fps_mode", "vfr");
            if (clip.container().startsWith("matroska")) {
                // times in ms make FFmpeg take 59.94 fps for 19001/317
                line.add("-enc_time_base:v", clip.video().frameRate().inverse().toString());
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
     * The encode of one segment of a clip with a constant rate. Frames are chosen by their timestamp in the source, and
     * decoding starts well before the first of them.
     *
     * @param backOff how often the distance from the first frame back to the seek point is doubled, or
     *     {@link #FROM_START}
     */
    public static List<String> segment(
            ClipInfo clip, Preset preset, Path source, PlannedSegment segment, int backOff, Path output) {
        VideoTrack video = clip.video();
        String frameTime = video.frameRate().inverse().toString();
        Line line = new Line(QUIETLY).add("-copyts");
        seekMicros(clip, segment, backOff).ifPresent(micros -> line.add("-noaccurate_seek", "-ss", seconds(micros)));
        line.add("-i", path(source), "-map", "0:" + video.streamIndex(), "-map_metadata", "0", "-map_chapters", "-1");
        line.add("-vf", trim(segment) + "settb=" + frameTime + ",setpts=N");
        line.add("-c:v", preset.encoder()).add(preset.videoArguments());
        return line.add("-fps_mode", "passthrough", "-enc_time_base:v", frameTime, path(output))
                .toList();
    }

    /** As the back-off of {@link #segment}: decode from the start of the file. */
    public static final int FROM_START = -1;

    /** The encode of all audio tracks, whole, into NUT, which keeps packets and timestamps as they come. */
    public static List<String> audio(ClipInfo clip, Preset preset, Path source, Path output) {
        Line line = new Line(QUIETLY).add("-i", path(source));
        for (AudioTrack track : clip.audio()) {
            line.add("-map", "0:" + track.streamIndex());
        }
        line.add("-map_metadata", "0", "-map_chapters", "-1").add(preset.audioArguments());
        return line.add("-f", "nut", path(output)).toList();
    }

    /**
     * The stream-copy join. Every packet gets its timestamp by counting, as the sum of the segments' own durations is
     * off by rounding.
     *
     * @param list a concat script naming the segments in order
     * @param audio the file of {@link #audio}; not used if the clip has no audio
     */
    public static List<String> stitch(ClipInfo clip, Path list, Path audio, Path source, Path output) {
        VideoTrack video = clip.video();
        EncodeGrid grid = EncodeGrid.of(video.frameRate());
        boolean hasAudio = !clip.audio().isEmpty();
        int sourceInput = hasAudio ? 2 : 1;
        Line line = new Line(QUIETLY).add("-copyts", "-f", "concat", "-safe", "0", "-i", path(list));
        if (hasAudio) {
            line.add("-i", path(audio));
        }
        line.add("-i", path(source), "-map", "0:v:0");
        for (int track = 0; track < clip.audio().size(); track++) {
            line.add("-map", "1:a:" + track);
        }
        line.add("-map_metadata", "" + sourceInput, "-map_chapters", "" + sourceInput);
        clip.timecode().ifPresent(timecode -> line.add("-timecode", timecode));
        if (video.handler().isEmpty()) {
            line.add("-metadata:s:v:0", "handler_name="); // or the timecode gets the one that the segments were given
        }
        String position = video.firstPosition() == 0 ? "N" : "(N+" + video.firstPosition() + ")";
        String time = position + "*" + grid.frameTicks();
        line.add(
                "-c",
                "copy",
                "-bsf:v",
                "setts=time_base=1/" + grid.timescale() + ":pts=" + time + ":dts=" + time + ":duration="
                        + grid.frameTicks());
        return line.add("-video_track_timescale", "" + grid.timescale(), path(output))
                .toList();
    }

    /** Prints one line for each video packet ({@code 0, dts, pts, duration, size, hash}) and a hash for each audio stream. */
    static List<String> digest(Path file, boolean video, int audioTracks, Path audioHashes) {
        Line line = new Line(QUIETLY).add("-i", path(file));
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
                .add("-copyts", "-i", path(source), "-map", "0:" + stream, "-vf", "trim=end_pts=" + endPts)
                .add("-fps_mode", "passthrough", "-enc_time_base:v", "demux", "-f", "framecrc", "pipe:1")
                .toList();
    }

    private static String trim(PlannedSegment segment) {
        if (segment.startPts().isEmpty() && segment.endPts().isEmpty()) {
            return "";
        }
        List<String> limits = new ArrayList<>();
        segment.startPts().ifPresent(pts -> limits.add("start_pts=" + pts));
        segment.endPts().ifPresent(pts -> limits.add("end_pts=" + pts));
        return "trim=" + String.join(":", limits) + ",";
    }

    /** Where to seek, counted from the container's start as {@code -ss} is; empty to read from the start. */
    private static OptionalLong seekMicros(ClipInfo clip, PlannedSegment segment, int backOff) {
        if (segment.startPts().isEmpty() || segment.seekPts().isEmpty() || backOff == FROM_START) {
            return OptionalLong.empty();
        }
        long start = segment.startPts().getAsLong();
        long distance = Math.multiplyExact(start - segment.seekPts().getAsLong(), 1L << backOff);
        long micros = clip.video().timeBase().times(MICROS).scale(start - distance) - clip.startMicros();
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
