package dev.proxima.ffmpeg;

import dev.proxima.media.Preset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The encoders that work on this machine. Those in software do if FFmpeg has them; FFmpeg also has hardware encoders
 * for hardware and drivers that may not be here, so each that a preset uses is tried on a few frames.
 */
public final class WorkingEncoders {

    private static final Pattern HARDWARE =
            Pattern.compile(".*_(nvenc|qsv|amf|videotoolbox|vaapi|vulkan|v4l2m2m|mf|mediacodec|d3d12va|omx|rkmpp)");

    /** Without one of these devices on Linux there is nothing to try, which saves starting FFmpeg for it. */
    private static final Map<String, List<String>> DEVICES = Map.of(
            "nvenc", List.of("/dev/nvidiactl", "/dev/nvidia0", "/dev/dxg"),
            "qsv", List.of("/dev/dri"),
            "vaapi", List.of("/dev/dri"),
            "vulkan", List.of("/dev/dri", "/dev/nvidia0"),
            "amf", List.of("/dev/dri"));

    private WorkingEncoders() {}

    /** FFmpeg's names of all software encoders of the build and of the hardware encoders that a preset works with. */
    public static Set<String> of(FfmpegBuild build, Collection<Preset> presets) {
        Set<String> working = new TreeSet<>(build.encoders());
        working.removeIf(encoder -> HARDWARE.matcher(encoder).matches());
        for (Preset preset : presets) {
            boolean candidate = build.encoders().contains(preset.encoder()) && !working.contains(preset.encoder());
            if (candidate && mayBeHere(preset.encoder()) && works(build, preset)) {
                working.add(preset.encoder());
            }
        }
        return working;
    }

    private static boolean mayBeHere(String encoder) {
        Matcher hardware = HARDWARE.matcher(encoder);
        boolean linux = System.getProperty("os.name").startsWith("Linux");
        return !linux
                || !hardware.matches()
                || !DEVICES.containsKey(hardware.group(1))
                || DEVICES.get(hardware.group(1)).stream().anyMatch(device -> Files.exists(Path.of(device)));
    }

    private static boolean works(FfmpegBuild build, Preset preset) {
        List<String> words = new ArrayList<>(List.of("-nostdin", "-v", "error", "-f", "lavfi"));
        words.addAll(List.of("-i", "color=s=640x360:r=25:d=0.2", "-c:v", preset.encoder()));
        words.addAll(preset.videoArguments());
        words.addAll(List.of("-f", "null", "-"));
        try {
            return QuickRun.of(build.ffmpeg(), words).exitCode() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
