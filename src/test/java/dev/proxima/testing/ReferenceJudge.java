package dev.proxima.testing;

import dev.proxima.ffmpeg.ProbedClip;
import dev.proxima.media.ClipInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Says whether a single-pass proxy is all of its source, by what FFmpeg decodes of both: as many pictures, each at its
 * time, and all sound, no earlier or later against the pictures. Owes nothing to the code under test but stream numbers.
 */
public final class ReferenceJudge {

    /** Sound may move by what a codec's frame or a container's unit of time rounds. */
    private static final double SOUND_TOLERANCE = 0.002;

    private ReferenceJudge() {}

    /** A sentence for each fault; empty if there is none. */
    public static List<String> faults(Path source, ProbedClip clip, Path proxy) {
        List<String> faults = new ArrayList<>();
        ClipInfo info = clip.info();
        Times wanted = Times.of(source, "0:" + info.video().streamIndex(), false);
        Times found = Times.of(proxy, "0:v:0", false);
        if (wanted.seconds.size() != found.seconds.size()) {
            faults.add("%d pictures instead of %d".formatted(found.seconds.size(), wanted.seconds.size()));
            return faults;
        }
        if (info.video().frames() != wanted.seconds.size()) {
            faults.add("the probe said %d pictures, there are %d".formatted(info.video().frames(), wanted.seconds.size()));
        }
        double frame = info.video().constantRate() ? info.video().frameRate().inverse().approximate() / 2 : 0.0011;
        for (int i = 0; i < wanted.seconds.size(); i++) {
            double off = (found.seconds.get(i) - found.seconds.get(0)) - (wanted.seconds.get(i) - wanted.seconds.get(0));
            if (Math.abs(off) > frame + 1e-6) {
                faults.add("picture %d is %.4f s off".formatted(i, off));
                break;
            }
        }
        if (info.video().constantRate() || info.video().cuttable()) {
            for (int i = 0; i < Math.min(clip.index().frames(), wanted.ticks.size()); i++) {
                if (clip.index().pts(i) != wanted.ticks.get(i)) {
                    faults.add("the probe saw picture %d at %d, it is at %d"
                            .formatted(i, clip.index().pts(i), wanted.ticks.get(i)));
                    break;
                }
            }
        }
        for (int track = 0; track < info.audio().size(); track++) {
            sound(source, info, proxy, track, wanted.seconds.get(0) - found.seconds.get(0), frame, faults);
        }
        return faults;
    }

    private static void sound(
            Path source, ClipInfo info, Path proxy, int track, double shift, double frame, List<String> faults) {
        Times wanted = Times.of(source, "0:" + info.audio().get(track).streamIndex(), true);
        Times found = Times.of(proxy, "0:a:" + track, true);
        if (wanted.seconds.isEmpty() || found.seconds.isEmpty()) {
            if (wanted.seconds.size() != found.seconds.size()) {
                faults.add("sound " + track + " is empty in one of the files");
            }
            return;
        }
        double start = found.seconds.get(0) + shift - wanted.seconds.get(0);
        if (Math.abs(start) > SOUND_TOLERANCE + frame) {
            faults.add("sound %d starts %.4f s off".formatted(track, start));
        }
        if (Math.abs(found.duration - wanted.duration) > SOUND_TOLERANCE) {
            faults.add("sound %d lasts %.4f s instead of %.4f s".formatted(track, found.duration, wanted.duration));
        }
    }

    /** What comes out of a decoder. */
    private static final class Times {
        final List<Long> ticks = new ArrayList<>();
        final List<Double> seconds = new ArrayList<>();
        double duration;

        static Times of(Path file, String stream, boolean sound) {
            List<String> command = new ArrayList<>(List.of("-nostdin", "-copyts", "-i", file.toString(), "-map", stream));
            if (!sound) {
                command.addAll(List.of("-vf", "scale=16:16", "-fps_mode", "passthrough", "-enc_time_base", "demux"));
            }
            command.addAll(List.of("-f", "framecrc", "pipe:1"));
            Times times = new Times();
            double[] unit = {1};
            TestFfmpeg.output(command).lines().forEach(line -> {
                if (line.startsWith("#tb 0:")) {
                    String[] parts = line.substring(6).strip().split("/");
                    unit[0] = Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]);
                } else if (!line.startsWith("#")) {
                    String[] parts = line.split(",\\s*");
                    times.ticks.add(Long.parseLong(parts[2].strip()));
                    times.seconds.add(Long.parseLong(parts[2].strip()) * unit[0]);
                    times.duration += Long.parseLong(parts[3].strip()) * unit[0];
                }
            });
            return times;
        }
    }
}
