package dev.proxima.testing;

import dev.proxima.ffmpeg.ProbedClip;
import dev.proxima.media.AudioTrack;
import dev.proxima.media.ClipInfo;
import dev.proxima.media.VideoTrack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Says whether a single-pass proxy is all of its source, by what FFmpeg decodes of both: as many pictures, each at its
 * time, and all sound, no earlier or later against the pictures. Owes nothing to the code under test but stream numbers.
 */
public final class ReferenceJudge {

    /** Sound may move by what a container's unit of time rounds. */
    private static final double SOUND_TOLERANCE = 0.002;

    /** In other containers FFmpeg reads other times if it is told to leave them as they are: some jump, or are before 0. */
    private static final List<String> TIMES_ARE_SIMPLE = List.of(".mp4", ".mov");

    private final ProbedClip clip;
    private final List<String> faults = new ArrayList<>();

    private ReferenceJudge(ProbedClip clip) {
        this.clip = clip;
    }

    /** A sentence for each fault; empty if there is none. */
    public static List<String> faults(Path source, ProbedClip clip, Path proxy) {
        ReferenceJudge judge = new ReferenceJudge(clip);
        ClipInfo info = clip.info();
        List<Integer> streams = new ArrayList<>(List.of(info.video().streamIndex()));
        info.audio().stream().map(AudioTrack::streamIndex).forEach(streams::add);
        List<Integer> proxyStreams = new ArrayList<>();
        for (int stream = 0; stream < streams.size(); stream++) {
            proxyStreams.add(stream);
        }
        List<String> before = info.firstNumber().isEmpty()
                ? List.of()
                : List.of(
                        "-framerate",
                        info.video().frameRate().toString(),
                        "-start_number",
                        "" + info.firstNumber().getAsLong());
        boolean simple = TIMES_ARE_SIMPLE.stream().anyMatch(source.toString()::endsWith);
        List<Track> wanted = Track.of(before, source, streams, simple);
        List<Track> found = Track.of(List.of(), proxy, proxyStreams, false);
        judge.pictures(wanted.get(0), found.get(0));
        for (int track = 1; track < streams.size() && judge.faults.isEmpty(); track++) {
            judge.sound(wanted.get(0), wanted.get(track), found.get(0), found.get(track), track);
        }
        if (info.video().cuttable()) {
            judge.index(
                    simple
                            ? wanted.get(0)
                            : Track.of(before, source, streams.subList(0, 1), true)
                                    .get(0));
        }
        return judge.faults;
    }

    private void pictures(Track wanted, Track found) {
        if (wanted.ticks.size() != found.ticks.size()) {
            faults.add("%d pictures instead of %d".formatted(found.ticks.size(), wanted.ticks.size()));
            return;
        }
        VideoTrack video = clip.info().video();
        double tolerance = tolerance();
        for (int i = 0; i < wanted.ticks.size(); i++) {
            double place = video.counted()
                    ? i * video.frameRate().inverse().approximate()
                    : wanted.seconds(i) - wanted.seconds(0);
            double off = found.seconds(i) - found.seconds(0) - place;
            if (Math.abs(off) > tolerance) {
                faults.add("picture %d is %.4f s off".formatted(i, off));
                return;
            }
        }
    }

    /** Half a picture where pictures are put on the grid of their rate, else a millisecond. */
    private double tolerance() {
        VideoTrack video = clip.info().video();
        return video.constantRate() || video.counted()
                ? video.frameRate().inverse().approximate() / 2 + 1e-6
                : 0.0011;
    }

    private void sound(Track wantedPictures, Track wanted, Track foundPictures, Track found, int track) {
        if (wanted.ticks.isEmpty() || found.ticks.isEmpty()) {
            if (wanted.ticks.size() != found.ticks.size()) {
                faults.add("sound " + track + " is empty in one of the files");
            }
            return;
        }
        double off = found.seconds(0) - foundPictures.seconds(0) - (wanted.seconds(0) - wantedPictures.seconds(0));
        if (Math.abs(off) > SOUND_TOLERANCE + tolerance()) {
            faults.add("sound %d starts %.4f s off".formatted(track, off));
        }
        if (Math.abs(found.duration() - wanted.duration()) > SOUND_TOLERANCE) {
            faults.add("sound %d lasts %.4f s instead of %.4f s".formatted(track, found.duration(), wanted.duration()));
        }
    }

    private void index(Track decoded) {
        for (int i = 0; i < Math.min(clip.index().frames(), decoded.ticks.size()); i++) {
            if (clip.index().pts(i) != decoded.ticks.get(i)) {
                faults.add("the probe saw picture %d at %d, it is at %d"
                        .formatted(i, clip.index().pts(i), decoded.ticks.get(i)));
                return;
            }
        }
    }

    /** What comes out of a decoder. */
    private static final class Track {
        private final List<Long> ticks = new ArrayList<>();
        private long ticksLong;
        private double unit = 1;

        double seconds(int frame) {
            return ticks.get(frame) * unit;
        }

        double duration() {
            return ticksLong * unit;
        }

        static List<Track> of(List<String> before, Path file, List<Integer> streams, boolean absolute) {
            List<String> command = new ArrayList<>(List.of("-nostdin", "-max_error_rate", "1"));
            if (absolute) {
                command.add("-copyts");
            }
            command.addAll(before);
            command.addAll(List.of("-i", file.toString()));
            List<Track> tracks = new ArrayList<>();
            for (int stream : streams) {
                command.addAll(List.of("-map", "0:" + stream));
                tracks.add(new Track());
            }
            command.addAll(List.of(
                    "-filter:v",
                    "scale=16:16",
                    "-fps_mode",
                    "passthrough",
                    "-enc_time_base:v",
                    "demux",
                    "-f",
                    "framecrc",
                    "pipe:1"));
            TestFfmpeg.output(command).lines().forEach(line -> read(line, tracks));
            return tracks;
        }

        private static void read(String line, List<Track> tracks) {
            if (line.startsWith("#tb ")) {
                String[] parts = line.substring(4).split("[:/]\\s*");
                tracks.get(Integer.parseInt(parts[0])).unit =
                        Double.parseDouble(parts[1]) / Double.parseDouble(parts[2]);
            } else if (!line.startsWith("#")) {
                String[] parts = line.split(",\\s*");
                Track track = tracks.get(Integer.parseInt(parts[0].strip()));
                track.ticks.add(Long.parseLong(parts[2].strip()));
                track.ticksLong += Long.parseLong(parts[3].strip());
            }
        }
    }
}
