package dev.proxima.ffmpeg;

import dev.proxima.media.ClipInfo;
import dev.proxima.media.PictureShape;
import dev.proxima.media.Rational;
import dev.proxima.media.VideoTrack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A shell script that says what no FFmpeg can be brought to say of a small file, and makes files that hold nothing. */
final class FakeFfmpeg {

    private final List<String> describes = new ArrayList<>();
    private final List<String> digests = new ArrayList<>();
    private final List<String> encodes = new ArrayList<>();

    /** As ffprobe: the objects of a format and of streams, of JSON but with single quotes. */
    FakeFfmpeg describing(String format, String... streams) {
        String json = "{'streams': [" + String.join(", ", streams) + "], 'format': " + format + "}";
        describes.add(said(json.replace('\'', '"')));
        return this;
    }

    /** As ffprobe: fails with these words. */
    FakeFfmpeg refusing(String words) {
        describes.add("echo '{}'; echo '" + words + "' >&2; exit 1");
        return this;
    }

    /** Of a file that is read back: lines of the framehash format. */
    FakeFfmpeg digesting(String... lines) {
        digests.add(said(lines));
        return this;
    }

    /** While it encodes or stitches: on standard error. */
    FakeFfmpeg complaining(String words) {
        encodes.add("echo '" + words + "' >&2");
        return this;
    }

    FfmpegBuild build(Path folder) throws IOException {
        List<String> script = new ArrayList<>(List.of("#!/bin/sh", "case \"$*\" in", "*-show_streams*)"));
        script.addAll(describes.isEmpty() ? List.of("echo '{}'") : describes);
        script.addAll(List.of(";;", "*'-c copy -f framehash'*)"));
        script.addAll(digests);
        script.addAll(List.of(";;", "*)"));
        script.addAll(encodes);
        script.addAll(List.of(";;", "esac", "for word; do", "case \"$word\" in"));
        script.addAll(List.of("*.audiohash) echo '1,a,murmur3=ff' >\"$word\" ;;"));
        script.addAll(List.of("*.tmp.mov) : >\"$word\" ;;", "esac", "done", "exit 0"));
        Path program = Files.write(folder.resolve("ffmpeg"), script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new FfmpegBuild(program, program, "fake", Set.of(), program);
    }

    /** Frames of 512 ticks of 1/12800 s, without sound. */
    static ClipInfo clip(boolean constantRate, int frames) {
        VideoTrack video = new VideoTrack(
                0,
                "h264",
                64,
                36,
                "yuv420p",
                new Rational(1, 12_800),
                new Rational(25, 1),
                constantRate,
                0,
                true,
                Optional.empty(),
                frames,
                PictureShape.plain(64, 36),
                false);
        return new ClipInfo("mov,mp4,m4a,3gp,3g2,mj2", 0, video, List.of(), Optional.empty(), List.of());
    }

    private static String said(String... lines) {
        return String.join(
                "\n", Arrays.stream(lines).map(line -> "echo '" + line + "'").toList());
    }
}
