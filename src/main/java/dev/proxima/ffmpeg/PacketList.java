package dev.proxima.ffmpeg;

import dev.proxima.media.Preset;
import dev.proxima.media.VideoTrack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The packets of a segment as FFmpeg lists them while it writes them, so that the file need not be read back to know them.
 * Whether it holds them shows when the stitched file is verified, each packet of which is compared with these lists.
 */
final class PacketList {

    /**
     * A movie holds the packets of these as they come from the encoder. What a decoder must know before them follows from the
     * preset and the clip's shape, so it is the same in all segments and need not be compared.
     */
    private static final Set<String> ENCODERS = Set.of("prores", "prores_ks", "prores_aw", "dnxhd", "mjpeg");

    /** These are for the encoder. Others may be for the container, which is not FFmpeg's output then but a part of it. */
    private static final Set<String> OPTIONS = Set.of(
            "-profile:v", "-pix_fmt", "-flags", "-vendor", "-qscale:v", "-q:v", "-b:v", "-bits_per_mb", "-quant_mat");

    /** Or FFmpeg would go on with the other one, and call it a success. */
    private static final String OR_FAIL = ":onfail=abort";

    private PacketList() {}

    /** Whether what the list says of a segment is what would be found in its file. */
    static boolean isPossible(Preset preset, VideoTrack video) {
        return video.constantRate()
                && preset.writesMovie()
                && ENCODERS.contains(preset.encoder())
                && Stream.of(preset.videoArguments(), preset.interlacedArguments(), preset.alphaArguments())
                        .allMatch(PacketList::areForTheEncoder);
    }

    private static boolean areForTheEncoder(List<String> arguments) {
        for (int option = 0; option < arguments.size(); option += 2) {
            if (!OPTIONS.contains(arguments.get(option))) {
                return false;
            }
        }
        return true;
    }

    /** The list that belongs to a movie. */
    static Path of(Path movie) {
        return movie.resolveSibling(movie.getFileName() + ".packets");
    }

    /**
     * The words for both as one output of FFmpeg.
     *
     * @param options of the movie, as {@code -name value}
     */
    static List<String> output(Path movie, String container, List<String> options) {
        StringBuilder both = new StringBuilder("[f=" + container + OR_FAIL);
        for (int option = 0; option < options.size(); option += 2) {
            both.append(':')
                    .append(options.get(option).substring(1))
                    .append('=')
                    .append(options.get(option + 1));
        }
        both.append(']').append(escaped(movie));
        both.append("|[f=framehash" + OR_FAIL + ":hash=murmur3:flush_packets=1]")
                .append(escaped(of(movie)));
        return List.of("-f", "tee", both.toString());
    }

    /** All that are listed. */
    static FileDigest.Sum read(Path movie) throws IOException {
        return read(movie, new FileDigest.Sum(1), Long.MAX_VALUE);
    }

    /** The first of them; FFmpeg was ended when it had made these, and perhaps more. */
    static FileDigest.Sum read(Path movie, long most) throws IOException {
        return read(movie, FileDigest.Sum.withSurplus(1), most);
    }

    /** Behind those, a line may be written in part. */
    private static FileDigest.Sum read(Path movie, FileDigest.Sum sum, long most) throws IOException {
        try (Stream<String> lines = Files.lines(of(movie))) {
            lines.filter(line -> !line.startsWith("#"))
                    .limit(most)
                    .map(FileDigest.Packet::parse)
                    .forEach(sum::add);
        }
        return sum;
    }

    private static String escaped(Path path) {
        return path.toString().replaceAll("[\\\\'|]", "\\\\$0");
    }
}
